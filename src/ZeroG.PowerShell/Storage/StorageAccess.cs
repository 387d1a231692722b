using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Networks;
using ZeroG.Storage.Indexers;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Transfer;

namespace ZeroG.PowerShell.Storage;

/// <summary>The storage nodes that a file cmdlet works with: those that the user named, or those of an indexer.</summary>
/// <param name="network">The network, whose indexer is asked when the user named nothing.</param>
/// <param name="nodes">Storage nodes that the user named; empty for none.</param>
/// <param name="indexer">Indexer that the user named; null for none.</param>
/// <param name="trace">Hears of each call.</param>
internal sealed class StorageAccess(Network network, IReadOnlyList<Uri> nodes, Uri? indexer, Action<JsonRpcTrace>? trace) : IDisposable
{
    private readonly JsonRpcClientOptions _options = JsonRpcClientOptions.Default with { Trace = trace };
    private readonly List<IDisposable> _open = [];

    /// <summary>Nodes for an upload.</summary>
    public async Task<NodeSet> ForUploadAsync(CancellationToken cancellationToken) => nodes.Count > 0
        ? await ConnectAsync(nodes, mayFail: false, cancellationToken)
        : Own(await NodeSet.FromIndexerAsync(Indexer(), Connect, cancellationToken: cancellationToken));

    /// <summary>All nodes that may know a file.</summary>
    public async Task<NodeSet> ForReadingAsync(CancellationToken cancellationToken)
    {
        if (nodes.Count > 0)
        {
            return await ConnectAsync(nodes, mayFail: true, cancellationToken);
        }

        ShardedNodes known = await Indexer().GetShardedNodesAsync(cancellationToken);
        IEnumerable<IndexedNode> listed = known.Trusted.Count > 0 ? known.Trusted : known.Discovered;
        return await ConnectAsync(listed.Select(node => new Uri(node.Url)), mayFail: true, cancellationToken);
    }

    public void Dispose()
    {
        foreach (IDisposable open in _open)
        {
            open.Dispose();
        }
    }

    private IndexerClient Indexer() => Own(new IndexerClient(
        indexer ?? network.IndexerUri ?? throw new ZeroGException(
            "ZgNoStorageNodes", ErrorKind.InvalidOperation,
            $"Network {network.Name} names no indexer. Say with -Indexer or -Node where its storage nodes are.", network.Name),
        _options));

    private Task<NodeSet> ConnectAsync(IEnumerable<Uri> uris, bool mayFail, CancellationToken cancellationToken) =>
        NodeSet.FromNodesAsync([.. uris.Select(uri => Own(Connect(uri)))], mayFail, cancellationToken);

    private StorageNodeClient Connect(Uri uri) => new(uri, _options);

    private T Own<T>(T open)
        where T : IDisposable
    {
        _open.Add(open);
        return open;
    }
}
