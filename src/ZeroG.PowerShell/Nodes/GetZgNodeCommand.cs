using System.Management.Automation;
using ZeroG.Nodes;

namespace ZeroG.PowerShell.Nodes;

/// <summary>
/// Lists the nodes of this process and the detached ones, ended ones too until they are removed or their name is taken again.
/// </summary>
[Cmdlet(VerbsCommon.Get, "ZgNode", DefaultParameterSetName = NameSet)]
[OutputType(typeof(INode))]
public sealed class GetZgNodeCommand : NodeCmdlet
{
    /// <summary>Names, wildcards allowed; all nodes when omitted.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = NameSet)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [ValidateNotNullOrEmpty]
    public override string[] Name { get; set; } = ["*"];

    /// <summary>Only nodes of these kinds.</summary>
    [Parameter]
    public NodeKind[] Kind
    {
        get => Kept<NodeKind[]>() ?? [];
        set => Keep(value);
    }

    /// <summary>Only nodes in these states.</summary>
    [Parameter]
    public NodeState[] State
    {
        get => Kept<NodeState[]>() ?? [];
        set => Keep(value);
    }

    private protected override async Task ProcessNodeAsync(INode node, CancellationToken cancellationToken)
    {
        if ((Kind.Length == 0 || Kind.Contains(node.Kind)) && (State.Length == 0 || State.Contains(node.State)))
        {
            await EmitAsync(node);
        }
    }
}
