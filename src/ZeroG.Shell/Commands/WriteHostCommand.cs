using System.Management.Automation;

namespace ZeroG.Shell.Commands;

/// <summary>Tells the person at the terminal something, past the pipeline.</summary>
[Cmdlet(VerbsCommunications.Write, "Host")]
public sealed class WriteHostCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromRemainingArguments = true)]
    public object? Object { get; set; }

    [Parameter]
    public SwitchParameter NoNewline { get; set; }

    [Parameter]
    public ConsoleColor? ForegroundColor { get; set; }

    protected override void ProcessRecord()
    {
        HostInformationMessage message = new()
        {
            Message = LanguagePrimitives.ConvertTo<string>(Object),
            NoNewLine = NoNewline,
            ForegroundColor = ForegroundColor,
        };
        WriteInformation(message, ["PSHOST"]);
    }
}
