using ZeroG.Chain;
using ZeroG.Nodes;
using ZeroG.Nodes.Detached;

namespace ZeroG.PowerShell.Nodes;

/// <summary>
/// The names of all nodes that a session sees: those of this process and the detached ones. A name means one living node.
/// </summary>
internal sealed class NodeNames(NodeStateStore store)
{
    /// <summary>Where the detached ones are.</summary>
    public NodeStateStore Store => store;

    /// <summary>All nodes, those of this process first.</summary>
    public IEnumerable<INode> All => NodeRegistry.Process.Nodes.Concat(store.List());

    /// <summary>The name asked for, or else the first free one of the kind.</summary>
    /// <exception cref="ZeroGException"><c>ZgNodeExists</c>: a living node has the name.</exception>
    public string Choose(string? asked, string kind)
    {
        HashSet<string> taken = new(All.Where(IsLive).Select(node => node.Name), StringComparer.OrdinalIgnoreCase);
        if (asked is null)
        {
            return Enumerable.Range(1, int.MaxValue)
                .Select(number => number == 1 ? kind : $"{kind}-{number}").First(name => !taken.Contains(name));
        }

        return taken.Contains(asked)
            ? throw new ZeroGException(
                "ZgNodeExists", ErrorKind.ResourceExists,
                $"A node named '{asked}' is already there. Stop it with Stop-ZgNode or choose another -Name.", asked)
            : asked;
    }

    private static bool IsLive(INode node) => node.State is not (NodeState.Stopped or NodeState.Faulted);
}
