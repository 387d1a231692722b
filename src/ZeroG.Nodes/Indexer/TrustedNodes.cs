using System.Collections.Concurrent;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Nodes.Logging;
using ZeroG.Storage.Indexers;

namespace ZeroG.Nodes.Indexer;

/// <summary>
/// The storage nodes that the operator names. Each question goes to all of them at once; who does not answer in time is left out of this
/// answer, and the log tells when a node falls silent and when it is back.
/// </summary>
internal sealed class TrustedNodes(IReadOnlyList<Uri> uris, NodeAccess access, NodeLog log)
{
    private readonly ConcurrentDictionary<Uri, bool> _silent = new();

    /// <summary>Their addresses.</summary>
    public IReadOnlyList<Uri> Uris => uris;

    /// <summary>The nodes that answer, in the operator's order.</summary>
    public async Task<IReadOnlyList<IndexedNode>> GetNodesAsync(CancellationToken cancellationToken) =>
        [.. (await AskAllAsync(access.GetNodeAsync, cancellationToken).ConfigureAwait(false)).OfType<IndexedNode>()];

    /// <summary>Whether an address is one of them.</summary>
    public bool Contains(Uri uri) =>
        uris.Any(own => NodeAccess.UrlOf(own).Equals(NodeAccess.UrlOf(uri), StringComparison.OrdinalIgnoreCase));

    /// <summary>One question to all of them; the answers in the operator's order, with the default for who gave none.</summary>
    public async Task<T?[]> AskAllAsync<T>(Func<Uri, CancellationToken, Task<T>> ask, CancellationToken cancellationToken) =>
        await Task.WhenAll(uris.Select(uri => AskAsync(uri, ask, cancellationToken))).ConfigureAwait(false);

    /// <summary>One question to one of them; the default when it gives no answer.</summary>
    public async Task<T?> AskAsync<T>(Uri uri, Func<Uri, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            T answer = await ask(uri, cancellationToken).ConfigureAwait(false);
            if (_silent.TryRemove(uri, out _))
            {
                IndexerLog.NodeIsBack(log, MaskedUri.Of(uri));
            }

            return answer;
        }
        catch (ZeroGException failure)
        {
            if (_silent.TryAdd(uri, true))
            {
                IndexerLog.NodeLeftOut(log, MaskedUri.Of(uri), failure);
            }

            return default;
        }
    }
}
