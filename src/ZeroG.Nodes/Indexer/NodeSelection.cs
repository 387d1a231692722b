using System.Text.Json;
using ZeroG.Chain.JsonRpc;
using ZeroG.Nodes.JsonRpc;
using ZeroG.Storage.Indexers;
using ZeroG.Storage.Selection;

namespace ZeroG.Nodes.Indexer;

/// <summary>
/// What a client asks of <c>indexer_getSelectedNodes</c>: nodes that together keep each segment so many times, three fifths of it, rounded
/// down, by discovered nodes where those can, and the rest by trusted ones.
/// </summary>
internal readonly record struct NodeSelection(int Replicas, string Method, bool TrustedOnly, HashSet<string> Dropped)
{
    private const string NotCovered = "cannot select a subset from the returned nodes that meets the replication requirement";

    /// <summary>Reads the parameters of the call.</summary>
    public static NodeSelection Read(ReadOnlyMemory<byte> parameters)
    {
        RpcParameters reader = new(parameters);
        long replicas = reader.Count("expectedReplica");
        string method = reader.Text("method");
        bool trustedOnly = reader.Boolean("fullTrusted");
        List<string> dropped = [];
        reader.OptionalValues("dropped", static (ref Utf8JsonReader item) => item.GetString()?.TrimEnd('/') ?? "", dropped);
        return replicas <= int.MaxValue
            ? new NodeSelection((int)replicas, method, trustedOnly, new HashSet<string>(dropped, StringComparer.OrdinalIgnoreCase))
            : throw RpcParameters.Invalid("expectedReplica", "more than there are nodes");
    }

    /// <summary>Chooses.</summary>
    /// <exception cref="JsonRpcException">The trusted nodes do not cover their part.</exception>
    public ShardedNodes From(IReadOnlyList<IndexedNode> trusted, IReadOnlyList<IndexedNode> discovered)
    {
        int part = TrustedOnly ? 0 : (int)(Replicas * 3L / 5);
        IReadOnlyList<IndexedNode>? found = Select(discovered, part);
        IReadOnlyList<IndexedNode> own = Select(trusted, found is null ? Replicas : Replicas - part)
            ?? throw new JsonRpcException(JsonRpcErrorCode.ServerError, NotCovered);
        return new ShardedNodes(own, found ?? []);
    }

    private IReadOnlyList<IndexedNode>? Select(IReadOnlyList<IndexedNode> nodes, int replicas)
    {
        HashSet<string> dropped = Dropped;
        return replicas == 0
            ? []
            : ShardSelection.Select(nodes.Where(node => !dropped.Contains(node.Url)), node => node.Config, replicas, Method);
    }
}
