using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Nodes.Logging;
using ZeroG.Storage.Indexers;
using ZeroG.Storage.Nodes;
using FileInfo = ZeroG.Storage.Nodes.FileInfo;

namespace ZeroG.Nodes.Indexer;

/// <summary>
/// The storage nodes behind an indexer. Each question goes to all of them at once; who does not answer in time is left out and logged.
/// </summary>
internal sealed class IndexedNodes : IDisposable
{
    private readonly NodeLog _log;
    private readonly TimeProvider _time;
    private readonly long _since;
    private readonly StorageNodeClient[] _clients;

    public IndexedNodes(IndexerNodeOptions options, NodeLog log)
    {
        _log = log;
        _time = options.TimeProvider;
        _since = _time.GetUtcNow().ToUnixTimeSeconds();
        JsonRpcClientOptions patience = new() { Timeout = options.NodeTimeout, MaxAttempts = 1 };
        _clients = [.. options.Nodes.Select(uri => new StorageNodeClient(uri, patience))];
    }

    /// <summary>The nodes that answer, each with its shard and the time of the answer.</summary>
    public async Task<IReadOnlyList<IndexedNode>> GetNodesAsync(CancellationToken cancellationToken) =>
        [.. (await AskAllAsync(GetNodeAsync, cancellationToken).ConfigureAwait(false)).OfType<IndexedNode>()];

    /// <summary>What the nodes that know a file say of it.</summary>
    public async Task<IReadOnlyList<(IndexedNode Node, FileInfo Info)>> FindAsync(Hash256 root, CancellationToken cancellationToken)
    {
        IEnumerable<(IndexedNode Node, FileInfo Info)?> answers = await AskAllAsync(
            async (client, token) =>
            {
                FileInfo? info = await client.GetFileInfoAsync(root, needAvailable: true, token).ConfigureAwait(false);
                return info is null ? ((IndexedNode, FileInfo)?)null : (await GetNodeAsync(client, token).ConfigureAwait(false), info);
            },
            cancellationToken).ConfigureAwait(false);
        return [.. answers.OfType<(IndexedNode, FileInfo)>()];
    }

    public void Dispose()
    {
        foreach (StorageNodeClient client in _clients)
        {
            client.Dispose();
        }
    }

    private async Task<IndexedNode> GetNodeAsync(StorageNodeClient client, CancellationToken cancellationToken)
    {
        long start = _time.GetTimestamp();
        ShardConfig shard = await client.GetShardConfigAsync(cancellationToken).ConfigureAwait(false);
        long latency = (long)_time.GetElapsedTime(start).TotalMilliseconds;
        return new IndexedNode(client.Uri.AbsoluteUri.TrimEnd('/'), shard, latency, _since);
    }

    private async Task<T?[]> AskAllAsync<T>(Func<StorageNodeClient, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        return await Task.WhenAll(_clients.Select(AskAsync)).ConfigureAwait(false);

        async Task<T?> AskAsync(StorageNodeClient client)
        {
            try
            {
                return await ask(client, cancellationToken).ConfigureAwait(false);
            }
            catch (ZeroGException failure)
            {
                IndexerLog.NodeLeftOut(_log, client, failure);
                return default;
            }
        }
    }
}
