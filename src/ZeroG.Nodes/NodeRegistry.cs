using ZeroG.Chain;

namespace ZeroG.Nodes;

/// <summary>
/// The nodes of a process by name, in the order in which they came. Names are compared without case and are free again when their node has
/// ended.
/// </summary>
public sealed class NodeRegistry
{
    // A process that ends without ceremony still gives its nodes this long to close their data.
    private static readonly TimeSpan ExitLimit = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly List<INode> _nodes = [];

    /// <summary>The registry of this process; it stops its nodes when the process exits.</summary>
    public static NodeRegistry Process { get; } = CreateForProcess();

    /// <summary>All nodes, ended ones too until they are removed or replaced.</summary>
    public IReadOnlyList<INode> Nodes
    {
        get
        {
            lock (_gate)
            {
                return [.. _nodes];
            }
        }
    }

    /// <summary>Adds a node; an ended node of the same name makes room.</summary>
    /// <exception cref="ZeroGException"><c>ZgNodeExists</c>: a node of that name is alive.</exception>
    public void Add(INode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        lock (_gate)
        {
            if (FindCore(node.Name) is { } present)
            {
                if (!HasEnded(present))
                {
                    throw new ZeroGException(
                        "ZgNodeExists", ErrorKind.ResourceExists,
                        $"A node named '{node.Name}' is already there. Stop it with Stop-ZgNode or choose another -Name.", node.Name);
                }

                _nodes.Remove(present);
            }

            _nodes.Add(node);
        }
    }

    /// <summary>Forgets a node without stopping it; false when it was not there.</summary>
    public bool Remove(INode node)
    {
        lock (_gate)
        {
            return _nodes.Remove(node);
        }
    }

    private static NodeRegistry CreateForProcess()
    {
        NodeRegistry registry = new();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Task.WaitAll([.. registry.Nodes.Select(node => node.StopAsync())], ExitLimit);
        return registry;
    }

    private static bool HasEnded(INode node) => node.State is NodeState.Stopped or NodeState.Faulted;

    private INode? FindCore(string name) => _nodes.Find(node => string.Equals(node.Name, name, StringComparison.OrdinalIgnoreCase));
}
