using System.Management.Automation;

namespace ZeroG.Shell.Commands;

/// <summary>The item itself.</summary>
[Cmdlet(VerbsCommon.Get, "Item", DefaultParameterSetName = Wildcards)]
public sealed class GetItemCommand : PathCommand
{
    protected override void Process(string path) =>
        WriteObject(SessionState.InvokeProvider.Item.Get([path], force: false, IsLiteral), enumerateCollection: true);
}
