using System.Management.Automation;

namespace ZeroG.Shell.Commands;

/// <summary>Whether something is there.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Path", DefaultParameterSetName = Wildcards)]
[OutputType(typeof(bool))]
public sealed class TestPathCommand : PathCommand
{
    protected override void Process(string path) => WriteObject(SessionState.InvokeProvider.Item.Exists(path, force: false, IsLiteral));
}
