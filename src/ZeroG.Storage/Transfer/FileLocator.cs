using ZeroG.Chain;
using ZeroG.Storage.Indexers;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Selection;

namespace ZeroG.Storage.Transfer;

/// <summary>
/// Asks known nodes for a file, and where they do not have all of it, the nodes that an indexer has seen it on. What those send is proved
/// like everything else.
/// </summary>
/// <param name="known">Nodes that are asked first; they stay the caller's to dispose.</param>
/// <param name="indexer">The indexer; it stays the caller's to dispose.</param>
/// <param name="connect">Makes the client of a node; the locator disposes it.</param>
public sealed class FileLocator(NodeSet known, IndexerClient indexer, Func<Uri, StorageNodeClient> connect) : IFileFinder, IDisposable
{
    private readonly Lock _adding = new();
    private readonly List<NodeSet> _found = [];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<NodeReport>> FindAsync(Hash256 root, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<NodeReport> reports = await known.FindAsync(root, cancellationToken);
        IEnumerable<NodeReport> holders = reports.Where(report => report.Info is { Finalized: true, Pruned: false });
        if (ShardSelection.Covers(holders.Select(holder => holder.Node.Shard), 1)
            || await LocateAsync(root, cancellationToken) is not { } elsewhere)
        {
            return reports;
        }

        lock (_adding)
        {
            _found.Add(elsewhere);
        }

        return [.. reports, .. await elsewhere.FindAsync(root, cancellationToken)];
    }

    /// <summary>Closes the connections to nodes that were found.</summary>
    public void Dispose()
    {
        foreach (NodeSet set in _found)
        {
            set.Dispose();
        }
    }

    private async Task<NodeSet?> LocateAsync(Hash256 root, CancellationToken cancellationToken)
    {
        try
        {
            return await NodeSet.FromFileLocationsAsync(indexer, connect, root, cancellationToken);
        }
        catch (ZeroGException)
        {
            // The known nodes answered, and what they said is the better message.
            return null;
        }
    }
}
