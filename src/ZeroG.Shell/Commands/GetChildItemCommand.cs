using System.Management.Automation;

namespace ZeroG.Shell.Commands;

/// <summary>What lies in a folder or matches a pattern.</summary>
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

    protected override void ProcessRecord()
    {
        bool literal = ParameterSetName == "LiteralPath";
        foreach (PSObject item in SessionState.InvokeProvider.ChildItem.Get(literal ? LiteralPath : Path, Recurse, force: false, literal))
        {
            if (!File || item.BaseObject is FileInfo)
            {
                WriteObject(item);
            }
        }
    }
}
