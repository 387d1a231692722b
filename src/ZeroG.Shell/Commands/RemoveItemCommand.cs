using System.Management.Automation;

namespace ZeroG.Shell.Commands;

/// <summary>Deletes items.</summary>
[Cmdlet(VerbsCommon.Remove, "Item", DefaultParameterSetName = Wildcards, SupportsShouldProcess = true)]
public sealed class RemoveItemCommand : PathCommand
{
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void Process(string path)
    {
        if (ShouldProcess(path, "Remove item"))
        {
            SessionState.InvokeProvider.Item.Remove([path], Recurse, Force, IsLiteral);
        }
    }
}
