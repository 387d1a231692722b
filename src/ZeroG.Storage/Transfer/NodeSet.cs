using System.Runtime.ExceptionServices;
using ZeroG.Chain;
using ZeroG.Storage.Indexers;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Selection;
using FileInfo = ZeroG.Storage.Nodes.FileInfo;

namespace ZeroG.Storage.Transfer;

/// <summary>
/// The nodes of a transfer, however they were chosen: together they keep every segment at least once. Nodes that fail an upload are taken
/// out, and others in, as long as every segment is kept as often as was asked for.
/// </summary>
public sealed class NodeSet : IFileFinder, IDisposable
{
    private readonly ReplacementNodes? _source;
    private readonly List<StorageNode> _owned = [];
    private readonly List<DroppedNode> _dropped = [];
    private readonly bool _isFixed;
    private readonly SemaphoreSlim _changing = new(1);
    private volatile IReadOnlyList<StorageNode> _nodes;

    private NodeSet(IReadOnlyList<StorageNode> nodes, int replicas, bool isFixed, ReplacementNodes? source = null)
    {
        _nodes = nodes;
        _isFixed = isFixed;
        _source = source;
        Replicas = replicas;
    }

    /// <summary>At least one node. The list is replaced and never changed when a node is.</summary>
    public IReadOnlyList<StorageNode> Nodes => _nodes;

    /// <summary>How often each segment shall be kept.</summary>
    public int Replicas { get; }

    /// <summary>The nodes that failed and were taken out, with their reasons.</summary>
    public IReadOnlyList<DroppedNode> Dropped
    {
        get
        {
            lock (_dropped)
            {
                return [.. _dropped];
            }
        }
    }

    /// <summary>The addresses.</summary>
    public NodeAddresses Uris => new(Nodes.Select(node => node.Client.Uri));

    /// <summary>Takes nodes that the user named, none of which may fail in an upload, and asks each for its shard.</summary>
    /// <param name="clients">They stay the caller's to dispose.</param>
    /// <param name="mayFail">True to leave out nodes that do not answer, as a download may while the others keep all segments.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="ZeroGException"><c>ZgShardsIncomplete</c>: segments would be left that none of the nodes keeps.</exception>
    public static Task<NodeSet> FromNodesAsync(
        IEnumerable<StorageNodeClient> clients, bool mayFail = false, CancellationToken cancellationToken = default) =>
        FromNodesAsync(clients, 1, mayFail, isFixed: true, cancellationToken);

    /// <summary>Takes nodes that the user named, some of which may fail as long as the others keep every segment so many times.</summary>
    /// <param name="clients">They stay the caller's to dispose.</param>
    /// <param name="replicas">How often each segment shall be kept at least.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="ZeroGException"><c>ZgShardsIncomplete</c>: the nodes do not cover that.</exception>
    public static Task<NodeSet> FromNodesAsync(
        IEnumerable<StorageNodeClient> clients, int replicas, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(replicas, 1);
        return FromNodesAsync(clients, replicas, mayFail: true, isFixed: false, cancellationToken);
    }

    /// <summary>Takes nodes that an indexer chose for an upload, and more of its nodes in place of those that fail.</summary>
    /// <param name="indexer">The indexer; it must outlive the set.</param>
    /// <param name="connect">Makes the client of a node; the set disposes it.</param>
    /// <param name="replicas">How often each segment shall be kept.</param>
    /// <param name="method">A word of <see cref="SelectionMethod"/> or a number of shards.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="ZeroGException"><c>ZgShardsIncomplete</c>: the indexer's nodes do not cover that.</exception>
    public static async Task<NodeSet> FromIndexerAsync(
        IndexerClient indexer, Func<Uri, StorageNodeClient> connect, int replicas = 1, string method = SelectionMethod.Min,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(replicas, 1);
        ReplacementNodes source = new(indexer, connect, replicas, method);
        return Owning(await source.ChooseAsync([], cancellationToken), replicas, source);
    }

    /// <summary>Takes nodes that, by an indexer's word, have a file; null when the indexer knows none that has it completely.</summary>
    public static async Task<NodeSet?> FromFileLocationsAsync(
        IndexerClient indexer, Func<Uri, StorageNodeClient> connect, Hash256 root, CancellationToken cancellationToken = default) =>
        await indexer.GetFileLocationsAsync(root, cancellationToken) is { Count: > 0 } locations
            ? Owning(ReplacementNodes.Connect(locations, connect), 1, null)
            : null;

    /// <summary>Takes nodes whose shards are known; their clients stay the caller's to dispose.</summary>
    /// <exception cref="ZeroGException"><c>ZgShardsIncomplete</c>.</exception>
    internal static NodeSet Of(IReadOnlyList<StorageNode> nodes)
    {
        CheckCover(nodes, 1);
        return new NodeSet(nodes, 1, isFixed: true);
    }

    /// <summary>Asks all nodes what they know of a root. A node that fails is reported, not thrown.</summary>
    public Task<IReadOnlyList<NodeReport>> FindAsync(Hash256 root, CancellationToken cancellationToken = default) =>
        ReportAsync(root, node => node.Client.GetFileInfoAsync(root, needAvailable: true, cancellationToken));

    /// <summary>Asks all nodes what they know of an entry of the log. A node that fails is reported, not thrown.</summary>
    public Task<IReadOnlyList<NodeReport>> FindAsync(long sequence, Hash256 root, CancellationToken cancellationToken = default) =>
        ReportAsync(root, node => node.Client.GetFileInfoBySequenceAsync(sequence, cancellationToken));

    public void Dispose()
    {
        foreach (StorageNode node in _owned)
        {
            node.Client.Dispose();
        }

        _changing.Dispose();
    }

    /// <summary>
    /// Takes a node that failed out, and others in when the rest is not enough. Nothing happens when somebody else has done it.
    /// </summary>
    /// <param name="node">The node.</param>
    /// <param name="failure">What it did.</param>
    /// <param name="examine">Says why a node that is offered cannot be used; null when it can.</param>
    /// <param name="cancellationToken">Stops the calls; the set stays as it was.</param>
    /// <exception cref="ZeroGException">
    /// The failure itself where no node may fail; <c>ZgReplicasLost</c> when too few are left and no others can be had. The set stays as
    /// it was.
    /// </exception>
    internal async Task ReplaceAsync(
        StorageNode node, ZeroGException failure, Func<StorageNode, CancellationToken, Task<ZeroGException?>> examine,
        CancellationToken cancellationToken)
    {
        if (_isFixed)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        await _changing.WaitAsync(cancellationToken);
        try
        {
            if (_nodes.Contains(node))
            {
                await ReplaceOneAsync(new DroppedNode(node, failure), examine, cancellationToken);
            }
        }
        finally
        {
            _changing.Release();
        }
    }

    private async Task ReplaceOneAsync(
        DroppedNode failed, Func<StorageNode, CancellationToken, Task<ZeroGException?>> examine, CancellationToken cancellationToken)
    {
        List<DroppedNode> dropped = [.. Dropped, failed];
        List<StorageNode> kept = [.. _nodes.Where(other => other != failed.Node)];
        while (!Covers(kept, Replicas))
        {
            IReadOnlyList<StorageNode> offered = await OfferAsync(kept, dropped, cancellationToken);
            ZeroGException?[] faults = await Task.WhenAll(offered.Select(other => examine(other, cancellationToken)));
            for (int i = 0; i < faults.Length; i++)
            {
                if (faults[i] is { } fault)
                {
                    dropped.Add(new DroppedNode(offered[i], fault));
                }
                else
                {
                    kept.Add(offered[i]);
                }
            }
        }

        lock (_dropped)
        {
            _dropped.Clear();
            _dropped.AddRange(dropped);
        }

        _nodes = kept;
    }

    /// <summary>Nodes that together with those that are kept cover what was asked for.</summary>
    private async Task<IReadOnlyList<StorageNode>> OfferAsync(
        List<StorageNode> kept, List<DroppedNode> dropped, CancellationToken cancellationToken)
    {
        if (_source is null)
        {
            throw ReplicasLost(dropped, null);
        }

        try
        {
            IReadOnlyList<StorageNode> chosen = await _source.ChooseAsync([.. dropped.Select(other => other.Node.Url)], cancellationToken);
            _owned.AddRange(chosen);
            IEnumerable<StorageNode> others = chosen.Where(other => !kept.Exists(mine => mine.Url == other.Url));
            HashSet<StorageNode> needed =
                [.. ShardSelection.Complete(kept, others, other => other.Shard, Replicas) ?? throw ReplicasLost(dropped, null)];
            return [.. chosen.Where(needed.Contains)];
        }
        catch (ZeroGException refusal) when (refusal.ErrorId != "ZgReplicasLost")
        {
            throw ReplicasLost(dropped, refusal);
        }
    }

    private ZeroGException ReplicasLost(List<DroppedNode> dropped, ZeroGException? cause) => new(
        "ZgReplicasLost", ErrorKind.ResourceUnavailable,
        $"Storage nodes failed, and the others that can be had do not keep every segment {Replicas} times: "
            + $"{string.Join("; ", dropped)}. Run the same command again later, which pays nothing twice, ask for fewer replicas, "
            + "or use other nodes.",
        string.Join(", ", dropped.Select(other => other.Node)), cause ?? dropped[^1].Failure);

    private static async Task<NodeSet> FromNodesAsync(
        IEnumerable<StorageNodeClient> clients, int replicas, bool mayFail, bool isFixed, CancellationToken cancellationToken)
    {
        (StorageNode? Node, ZeroGException? Failure)[] answers =
            await Task.WhenAll(clients.Select(client => AskAsync(client, cancellationToken)));
        StorageNode[] nodes = [.. answers.Select(answer => answer.Node).OfType<StorageNode>()];
        ZeroGException? failure = answers.FirstOrDefault(answer => answer.Failure is not null).Failure;
        if (failure is not null && !(mayFail && Covers(nodes, replicas)))
        {
            throw failure;
        }

        CheckCover(nodes, replicas);
        return new NodeSet(nodes, replicas, isFixed);
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

    private static bool Covers(IEnumerable<StorageNode> nodes, int replicas) =>
        ShardSelection.Covers(nodes.Select(node => node.Shard), replicas);

    private static void CheckCover(IReadOnlyList<StorageNode> nodes, int replicas)
    {
        if (!Covers(nodes, replicas))
        {
            string all = replicas == 1 ? "all segments" : $"every segment {replicas} times";
            throw new ZeroGException(
                "ZgShardsIncomplete", ErrorKind.ResourceUnavailable,
                nodes.Count == 0
                    ? "No storage node is known. Name some, or use another indexer."
                    : $"The nodes {string.Join(", ", nodes)} do not keep {all} between them. Name the nodes of the missing shards too, "
                        + "or use an indexer.",
                string.Join(", ", nodes));
        }
    }

    private static NodeSet Owning(IReadOnlyList<StorageNode> nodes, int replicas, ReplacementNodes? source)
    {
        NodeSet set = new(nodes, replicas, isFixed: source is null, source);
        set._owned.AddRange(nodes);
        try
        {
            CheckCover(nodes, replicas);
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
