using System.Management.Automation;

namespace ZeroG.Shell.Commands;

/// <summary>Makes a file or a folder.</summary>
[Cmdlet(VerbsCommon.New, "Item", SupportsShouldProcess = true)]
public sealed class NewItemCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public string Path { get; set; } = "";

    [Parameter]
    public string ItemType { get; set; } = "File";

    [Parameter]
    public object? Value { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        if (ShouldProcess(Path, "Create " + ItemType))
        {
            WriteObject(SessionState.InvokeProvider.Item.New([Path], name: null, ItemType, Value, Force), enumerateCollection: true);
        }
    }
}
