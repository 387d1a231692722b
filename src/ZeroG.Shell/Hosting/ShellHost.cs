using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace ZeroG.Shell.Hosting;

/// <summary>The engine's host: this process and its terminal.</summary>
/// <param name="nonInteractive">Whether questions are refused.</param>
internal sealed class ShellHost(bool nonInteractive) : PSHost
{
    private readonly ShellUserInterface _ui = new(nonInteractive);

    public override string Name => "zg";

    public override Version Version => typeof(ShellHost).Assembly.GetName().Version!;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override PSHostUserInterface UI => _ui;

    /// <summary>The number of a script's <c>exit N</c>; null while none has asked.</summary>
    public int? ExitRequest { get; private set; }

    public override void SetShouldExit(int exitCode) => ExitRequest = exitCode;

    /// <summary>Wipes a progress line that was left behind.</summary>
    public void EndProgress() => _ui.EndProgress();

    public override void EnterNestedPrompt() => throw new PSNotSupportedException("zg has no nested prompts.");

    public override void ExitNestedPrompt() => throw new PSNotSupportedException("zg has no nested prompts.");

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
