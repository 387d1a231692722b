using System.Management.Automation;

namespace ZeroG.Shell.Commands;

/// <summary>The full paths that a pattern stands for.</summary>
[Cmdlet(VerbsDiagnostic.Resolve, "Path", DefaultParameterSetName = Wildcards)]
[OutputType(typeof(PathInfo))]
public sealed class ResolvePathCommand : PathCommand
{
    protected override void Process(string path) =>
        WriteObject(
            SessionState.Path.GetResolvedPSPathFromPSPath(IsLiteral ? WildcardPattern.Escape(path) : path), enumerateCollection: true);
}
