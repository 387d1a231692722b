using ZeroG.Chain.Networks;
using ZeroG.Nodes;
using ZeroG.Nodes.Detached;
using ZeroG.Nodes.DevNet;

namespace ZeroG.PowerShell.Nodes;

/// <summary>Nodes that are whole networks.</summary>
internal static class NetworkNode
{
    /// <summary>The network that a node is, in this process or detached; null for one that is none.</summary>
    public static Network? Of(INode node) => node switch
    {
        DevNet own => own.Network,
        DetachedNode other => other.Network,
        _ => null,
    };
}
