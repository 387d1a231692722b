using ZeroG.Chain;
using ZeroG.Storage.Indexers;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Selection;
using FileInfo = ZeroG.Storage.Nodes.FileInfo;

namespace ZeroG.Storage.Transfer;

/// <summary>The nodes of a transfer, however they were chosen: together they keep every segment at least once.</summary>
public sealed class NodeSet : IFileFinder, IDisposable
{
    private readonly bool _ownsClients;

    private NodeSet(IReadOnlyList<StorageNode> nodes, bool ownsClients)
    {
        Nodes = nodes;
        _ownsClients = ownsClients;
    }

    /// <summary>At least one node.</summary>
    public IReadOnlyList<StorageNode> Nodes { get; }

    /// <summary>The addresses.</summary>
    public NodeAddresses Uris => new(Nodes.Select(node => node.Client.Uri));

    /// <summary>Takes nodes that the user named, and asks each for its shard.</summary>
    /// <param name="clients">They stay the caller's to dispose.</param>
    /// <param name="mayFail">True to leave out nodes that do not answer, as a download may while the others keep all segments.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="ZeroGException"><c>ZgShardsIncomplete</c>: segments would be left that none of the nodes keeps.</exception>
    public static async Task<NodeSet> FromNodesAsync(
        IEnumerable<StorageNodeClient> clients, bool mayFail = false, CancellationToken cancellationToken = default)
    {
        (StorageNode? Node, ZeroGException? Failure)[] answers =
            await Task.WhenAll(clients.Select(client => AskAsync(client, cancellationToken)));
        StorageNode[] nodes = [.. answers.Select(answer => answer.Node).OfType<StorageNode>()];
        ZeroGException? failure = answers.FirstOrDefault(answer => answer.Failure is not null).Failure;
        if (failure is not null && !(mayFail && KeepAll(nodes)))
        {
            throw failure;
        }

        CheckCover(nodes);
        return new NodeSet(nodes, ownsClients: false);
    }

    /// <summary>Takes nodes that an indexer chose for an upload.</summary>
    /// <param name="indexer">The indexer.</param>
    /// <param name="connect">Makes the client of a node; the set disposes it.</param>
    /// <param name="replicas">How often each segment shall be kept.</param>
    /// <param name="method">A word of <see cref="SelectionMethod"/> or a number of shards.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="ZeroGException"><c>ZgShardsIncomplete</c>: the indexer's nodes do not cover that.</exception>
    public static async Task<NodeSet> FromIndexerAsync(
        IndexerClient indexer, Func<Uri, StorageNodeClient> connect, int replicas = 1, string method = SelectionMethod.Min,
        CancellationToken cancellationToken = default)
    {
        ShardedNodes selected = await indexer.GetSelectedNodesAsync(replicas, method, trustedOnly: false, [], cancellationToken);
        return FromIndexed(selected.All, connect);
    }

    /// <summary>Takes nodes that, by an indexer's word, have a file; null when the indexer knows none that has it completely.</summary>
    public static async Task<NodeSet?> FromFileLocationsAsync(
        IndexerClient indexer, Func<Uri, StorageNodeClient> connect, Hash256 root, CancellationToken cancellationToken = default) =>
        await indexer.GetFileLocationsAsync(root, cancellationToken) is { Count: > 0 } locations ? FromIndexed(locations, connect) : null;

    /// <summary>Asks all nodes what they know of a root. A node that fails is reported, not thrown.</summary>
    public Task<IReadOnlyList<NodeReport>> FindAsync(Hash256 root, CancellationToken cancellationToken = default) =>
        ReportAsync(root, node => node.Client.GetFileInfoAsync(root, needAvailable: true, cancellationToken));

    /// <summary>Asks all nodes what they know of an entry of the log. A node that fails is reported, not thrown.</summary>
    public Task<IReadOnlyList<NodeReport>> FindAsync(long sequence, Hash256 root, CancellationToken cancellationToken = default) =>
        ReportAsync(root, node => node.Client.GetFileInfoBySequenceAsync(sequence, cancellationToken));

    public void Dispose()
    {
        foreach (StorageNode node in _ownsClients ? Nodes : [])
        {
            node.Client.Dispose();
        }
    }

    private static async Task<(StorageNode? Node, ZeroGException? Failure)> AskAsync(
        StorageNodeClient client, CancellationToken cancellationToken)
    {
        try
        {
            return (new StorageNode(client, await client.GetShardConfigAsync(cancellationToken)), null);
        }
        catch (ZeroGException failure)
        {
            return (null, failure);
        }
    }

    private async Task<IReadOnlyList<NodeReport>> ReportAsync(Hash256 root, Func<StorageNode, Task<FileInfo?>> ask) =>
        await Task.WhenAll(Nodes.Select(async node =>
        {
            try
            {
                return new NodeReport(node, CheckRoot(node, await ask(node), root));
            }
            catch (ZeroGException failure)
            {
                return new NodeReport(node, null, failure);
            }
        }));

    private static bool KeepAll(IEnumerable<StorageNode> nodes) => ShardSelection.Covers(nodes.Select(node => node.Shard), 1);

    private static void CheckCover(IReadOnlyList<StorageNode> nodes)
    {
        if (!KeepAll(nodes))
        {
            throw new ZeroGException(
                "ZgShardsIncomplete", ErrorKind.ResourceUnavailable,
                $"The nodes {string.Join(", ", nodes)} do not keep all segments between them. Name the nodes of the missing shards too, "
                + "or use an indexer.",
                string.Join(", ", nodes));
        }
    }

    private static NodeSet FromIndexed(IEnumerable<IndexedNode> indexed, Func<Uri, StorageNodeClient> connect)
    {
        List<StorageNode> nodes = [];
        foreach (IndexedNode node in indexed)
        {
            // An indexer may list addresses that are none; the others are enough, or the check below says that they are not.
            if (Uri.TryCreate(node.Url, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https")
            {
                nodes.Add(new StorageNode(connect(uri), node.Config));
            }
        }

        NodeSet set = new(nodes, ownsClients: true);
        try
        {
            CheckCover(nodes);
            return set;
        }
        catch (ZeroGException)
        {
            set.Dispose();
            throw;
        }
    }

    private static FileInfo? CheckRoot(StorageNode node, FileInfo? info, Hash256 root) =>
        info is null || info.Transaction.DataMerkleRoot == root
        ? info
        : throw new ZeroGException(
            "ZgNodeMismatch", ErrorKind.ProtocolError,
            $"Storage node {node} answers for root {info.Transaction.DataMerkleRoot} where {root} was asked. "
            + "It may follow another chain; use another node.", node.Client.Uri);
}
