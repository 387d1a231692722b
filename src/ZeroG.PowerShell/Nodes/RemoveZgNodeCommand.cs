using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.Nodes;
using ZeroG.Nodes.Detached;

namespace ZeroG.PowerShell.Nodes;

/// <summary>Takes ended nodes out of the list, with record and log of detached ones. Data folders stay.</summary>
[Cmdlet(VerbsCommon.Remove, "ZgNode", DefaultParameterSetName = NameSet, SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveZgNodeCommand : NodeCmdlet
{
    /// <summary>Names of the nodes, wildcards allowed.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = NameSet)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [ValidateNotNullOrEmpty]
    public override string[] Name { get; set; } = [];

    private protected override async Task ProcessNodeAsync(INode node, CancellationToken cancellationToken)
    {
        if (!await ShouldProcessAsync(node.ToString()!, "Remove the node from the list, with its log"))
        {
            return;
        }

        if (node is DetachedNode detached)
        {
            detached.Remove();
        }
        else if (node.State is NodeState.Stopped or NodeState.Faulted)
        {
            NodeRegistry.Process.Remove(node);
        }
        else
        {
            throw new ZeroGException(
                "ZgNodeState", ErrorKind.InvalidOperation,
                $"Node '{node.Name}' is {node.State.ToString().ToLowerInvariant()}. Stop it with Stop-ZgNode before it is removed.",
                node.Name);
        }
    }
}
