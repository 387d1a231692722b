using System.Management.Automation;

namespace ZeroG.Shell.Commands;

/// <summary>The two ways to name an item: with wildcards, or exactly.</summary>
public abstract class PathCommand : PSCmdlet
{
    private protected const string Wildcards = "Path";
    private protected const string Exact = "LiteralPath";

    [Parameter(
        ParameterSetName = Wildcards, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = [];

    [Parameter(ParameterSetName = Exact, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>True when the paths are exact.</summary>
    protected bool IsLiteral => ParameterSetName == Exact;

    protected override void ProcessRecord()
    {
        foreach (string path in IsLiteral ? LiteralPath : Path)
        {
            try
            {
                Process(path);
            }
            catch (Exception failure) when (
                failure is RuntimeException and not PipelineStoppedException or IOException or UnauthorizedAccessException)
            {
                WriteError(new ErrorRecord(failure, "PathNotFound", ErrorCategory.ObjectNotFound, path));
            }
        }
    }

    /// <summary>Handles one path as given.</summary>
    protected abstract void Process(string path);

    /// <summary>The files of a path, which must be on disk.</summary>
    protected IEnumerable<string> Files(string path) =>
        IsLiteral
            ? [SessionState.Path.GetUnresolvedProviderPathFromPSPath(path)]
            : SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _);
}
