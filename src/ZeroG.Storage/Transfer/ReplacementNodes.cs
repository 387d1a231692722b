using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Storage.Indexers;
using ZeroG.Storage.Nodes;

namespace ZeroG.Storage.Transfer;

/// <summary>Where the nodes of an upload come from, and those that take the place of nodes that fail.</summary>
/// <param name="indexer">The indexer.</param>
/// <param name="connect">Makes the client of a node.</param>
/// <param name="replicas">How often each segment shall be kept.</param>
/// <param name="method">How to choose.</param>
internal sealed class ReplacementNodes(IndexerClient indexer, Func<Uri, StorageNodeClient> connect, int replicas, string method)
{
    /// <summary>
    /// Has the indexer choose nodes: among those that its operator trusts, and among all it knows where those are not enough.
    /// </summary>
    /// <param name="dropped">Addresses that failed, as the indexer wrote them.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="ZeroGException"><c>ZgShardsIncomplete</c>, or the indexer's refusal.</exception>
    public async Task<IReadOnlyList<StorageNode>> ChooseAsync(IReadOnlyList<string> dropped, CancellationToken cancellationToken)
    {
        ShardedNodes chosen;
        try
        {
            chosen = await indexer.GetSelectedNodesAsync(replicas, method, trustedOnly: true, dropped, cancellationToken);
        }
        catch (ZeroGException refusal) when (refusal is JsonRpcException || refusal.ErrorId == "ZgShardsIncomplete")
        {
            chosen = await indexer.GetSelectedNodesAsync(replicas, method, trustedOnly: false, dropped, cancellationToken);
        }

        return Connect(chosen.All, connect);
    }

    /// <summary>Prepares the clients of nodes.</summary>
    /// <param name="indexed">
    /// As an indexer lists them. It may list addresses that are none, and one address twice; the others are enough, or the caller's check
    /// says that they are not.
    /// </param>
    /// <param name="connect">Makes the client of a node.</param>
    public static IReadOnlyList<StorageNode> Connect(IEnumerable<IndexedNode> indexed, Func<Uri, StorageNodeClient> connect)
    {
        List<StorageNode> nodes = [];
        foreach (IndexedNode node in indexed.DistinctBy(node => node.Url, StringComparer.OrdinalIgnoreCase))
        {
            if (node.Uri is { } uri)
            {
                nodes.Add(new StorageNode(connect(uri), node.Config) { Url = node.Url });
            }
        }

        return nodes;
    }
}
