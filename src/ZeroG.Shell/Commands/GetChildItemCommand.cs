using System.Collections.ObjectModel;
using System.Management.Automation;

namespace ZeroG.Shell.Commands;

/// <summary>What lies in a folder or matches a pattern. A folder that cannot be read is an error of its own.</summary>
[Cmdlet(VerbsCommon.Get, "ChildItem", DefaultParameterSetName = "Path")]
public sealed class GetChildItemCommand : PSCmdlet
{
    [Parameter(ParameterSetName = "Path", Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = ["."];

    [Parameter(ParameterSetName = "LiteralPath", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    public string[] LiteralPath { get; set; } = [];

    [Parameter]
    public SwitchParameter Recurse { get; set; }

    [Parameter]
    public SwitchParameter File { get; set; }

    /// <summary>Hidden items too; on Linux and macOS those whose names begin with a dot.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        bool literal = ParameterSetName == "LiteralPath";
        foreach (string path in literal ? LiteralPath : Path)
        {
            Write(path, literal);
        }
    }

    private void Write(string path, bool literal)
    {
        // The provider's own way through folders ends at the first that it may not read; only patterns are left to it.
        bool pattern = !literal && WildcardPattern.ContainsWildcardCharacters(path);
        List<string> below = [];
        foreach (PSObject item in Read(path, literal, Recurse && pattern))
        {
            if (!File || item.BaseObject is FileInfo)
            {
                WriteObject(item);
            }

            if (Recurse && !pattern && item.BaseObject is DirectoryInfo { LinkTarget: null })
            {
                below.Add((string)item.Properties["PSPath"].Value);
            }
        }

        below.ForEach(folder => Write(folder, literal: true));
    }

    private Collection<PSObject> Read(string path, bool literal, bool recurse)
    {
        try
        {
            return SessionState.InvokeProvider.ChildItem.Get([path], recurse, Force, literal);
        }
        catch (Exception failure) when (failure is not (PipelineStoppedException or FlowControlException))
        {
            WriteError(failure is IContainsErrorRecord known
                ? new ErrorRecord(known.ErrorRecord, failure)
                : new ErrorRecord(failure, "DirUnauthorizedAccessError", ErrorCategory.PermissionDenied, path));
            return [];
        }
    }
}
