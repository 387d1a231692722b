using System.Collections.Concurrent;
using ZeroG.Chain;
using ZeroG.Storage.Indexers;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Selection;

namespace ZeroG.Storage.Transfer;

/// <summary>
/// Asks known nodes for a file, and where they do not have all of it, the nodes that an indexer has seen it on. What those send is proved
/// like everything else.
/// </summary>
public sealed class FileLocator : IFileFinder, IDisposable
{
    private readonly IndexerClient _indexer;
    private readonly Func<Uri, StorageNodeClient> _connect;
    private readonly ConcurrentDictionary<Uri, StorageNodeClient> _clients = new();
    private NodeSet? _known;

    private FileLocator(IndexerClient indexer, Func<Uri, StorageNodeClient> connect) => (_indexer, _connect) = (indexer, connect);

    /// <summary>
    /// Knows the nodes that an indexer's operator trusts, and all that it lists where those are not enough: what nodes send is proved, so
    /// any will do.
    /// </summary>
    /// <param name="indexer">The indexer; it stays the caller's to dispose.</param>
    /// <param name="connect">Makes the client of a node, once for each address; the locator disposes it.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="ZeroGException"><c>ZgShardsIncomplete</c>, and the failure of a node that was needed.</exception>
    public static async Task<FileLocator> OpenAsync(
        IndexerClient indexer, Func<Uri, StorageNodeClient> connect, CancellationToken cancellationToken = default)
    {
        FileLocator locator = new(indexer, connect);
        try
        {
            ShardedNodes listed = await indexer.GetShardedNodesAsync(cancellationToken);
            try
            {
                locator._known = await locator.ConnectAsync(listed.Trusted, cancellationToken);
            }
            catch (ZeroGException) when (listed.Discovered.Count > 0)
            {
                locator._known = await locator.ConnectAsync(listed.All, cancellationToken);
            }

            return locator;
        }
        catch
        {
            locator.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<NodeReport>> FindAsync(Hash256 root, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<NodeReport> reports = await _known!.FindAsync(root, cancellationToken);
        IEnumerable<NodeReport> holders = reports.Where(report => report.Info is { Finalized: true, Pruned: false });
        return ShardSelection.Covers(holders.Select(holder => holder.Node.Shard), 1)
            || await LocateAsync(root, cancellationToken) is not { } elsewhere
            ? reports
            : [.. reports, .. await elsewhere.FindAsync(root, cancellationToken)];
    }

    /// <summary>Closes the connections to all nodes.</summary>
    public void Dispose()
    {
        foreach (StorageNodeClient client in _clients.Values)
        {
            client.Dispose();
        }
    }

    // An address that is none is left out.
    private Task<NodeSet> ConnectAsync(IEnumerable<IndexedNode> listed, CancellationToken cancellationToken) => NodeSet.FromNodesAsync(
        listed.Select(node => node.Uri).OfType<Uri>().Distinct().Select(ClientOf), mayFail: true, cancellationToken);

    private async Task<NodeSet?> LocateAsync(Hash256 root, CancellationToken cancellationToken)
    {
        try
        {
            return await _indexer.GetFileLocationsAsync(root, cancellationToken) is { Count: > 0 } locations
                ? NodeSet.Of(ReplacementNodes.Connect(locations, ClientOf))
                : null;
        }
        catch (ZeroGException)
        {
            // The known nodes answered, and what they said is the better message.
            return null;
        }
    }

    // Of two threads that ask for one address at the same moment, one makes a client for nothing; it holds no connection yet.
    private StorageNodeClient ClientOf(Uri uri) => _clients.GetOrAdd(uri, _connect);
}
