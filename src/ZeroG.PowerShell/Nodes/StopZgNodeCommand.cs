using System.Management.Automation;
using ZeroG.Nodes;
using ZeroG.Nodes.Detached;

namespace ZeroG.PowerShell.Nodes;

/// <summary>Stops nodes; returns when they have let go of port and data.</summary>
[Cmdlet(VerbsLifecycle.Stop, "ZgNode", DefaultParameterSetName = NameSet, SupportsShouldProcess = true)]
[OutputType(typeof(INode))]
public sealed class StopZgNodeCommand : NodeCmdlet
{
    /// <summary>Names of the nodes, wildcards allowed.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = NameSet)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [ValidateNotNullOrEmpty]
    public override string[] Name { get; set; } = [];

    /// <summary>Emits the stopped nodes.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override async Task ProcessNodeAsync(INode node, CancellationToken cancellationToken)
    {
        if (!await ShouldProcessAsync(node.ToString()!, "Stop the node"))
        {
            return;
        }

        await (node is DetachedNode detached ? detached.StopAsync(Verbose, cancellationToken) : node.StopAsync(cancellationToken));
        Verbose($"Node '{node.Name}' has let go of its port and its data.");
        if (NetworkNode.Of(node) is { } network && network == Session.Network)
        {
            Session.Disconnect();
            Verbose($"The session was connected to '{node.Name}' and is not connected any more.");
        }

        if (PassThru)
        {
            await EmitAsync(node);
        }
    }
}
