using System.Net;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Storage.Indexers;
using ZeroG.Storage.Nodes;

namespace ZeroG.Nodes.Indexer;

/// <summary>
/// How an indexer asks storage nodes, most of which are strangers: one attempt with a limit of time and of the answer's size, over one pool
/// of connections, and no redirects.
/// </summary>
internal sealed class NodeAccess : IDisposable
{
    /// <summary>Nodes asked at once: thousands of peers that do not answer within three seconds are through in a minute or two.</summary>
    public const int Parallelism = 256;

    // A file's entry and a shard are a few hundred bytes each; a list of peers is a few hundred for each of thousands.
    private const int MaximumAnswer = 1 << 20;
    private const int MaximumPeers = 32 << 20;

    private readonly SocketsHttpHandler _handler;
    private readonly JsonRpcClientOptions _options;

    public NodeAccess(IndexerNodeOptions options)
    {
        Time = options.TimeProvider;
        _options = new JsonRpcClientOptions
        {
            Timeout = options.NodeTimeout, MaxAttempts = 1, MaxAnswerSize = MaximumAnswer, TimeProvider = Time,
        };
        _handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Brotli,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxConnectionsPerServer = Parallelism,
        };
    }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>The address of a node as indexers write it: without the last slash, and without a password.</summary>
    public static string UrlOf(Uri uri) => new UriBuilder(uri) { UserName = "", Password = "" }.Uri.AbsoluteUri.TrimEnd('/');

    /// <summary>A client of a node; cheap, since the connections are shared.</summary>
    public StorageNodeClient Connect(Uri uri) => new(uri, _options, _handler);

    /// <summary>A client of a node's admin port.</summary>
    public StorageAdminClient ConnectAdmin(Uri uri) => new(uri, _options with { MaxAnswerSize = MaximumPeers }, _handler);

    /// <summary>A node with its shard, and how long it took to say so.</summary>
    /// <exception cref="ZeroGException">It does not answer, or says a shard that cannot be.</exception>
    public async Task<IndexedNode> GetNodeAsync(Uri uri, CancellationToken cancellationToken)
    {
        using StorageNodeClient client = Connect(uri);
        long start = Time.GetTimestamp();
        ShardConfig shard = await client.GetShardConfigAsync(cancellationToken).ConfigureAwait(false);
        long latency = (long)Time.GetElapsedTime(start).TotalMilliseconds;
        return shard.IsValid
            ? new IndexedNode(UrlOf(uri), shard, latency, Time.GetUtcNow().ToUnixTimeSeconds())
            : throw new ZeroGException(
                "ZgShardInvalid", ErrorKind.ProtocolError,
                $"{client} says that it keeps shard {shard.ShardId} of {shard.NumShard}, which cannot be. Use another node.", UrlOf(uri));
    }

    /// <summary>The node, if it has an entry of the log completely; null when it has not, or does not know the entry.</summary>
    /// <exception cref="ZeroGException">It does not answer.</exception>
    public async Task<NodeVerdict> JudgeAsync(Uri uri, long sequence, CancellationToken cancellationToken)
    {
        using StorageNodeClient client = Connect(uri);
        ZeroG.Storage.Nodes.FileInfo? info = await client.GetFileInfoBySequenceAsync(sequence, cancellationToken).ConfigureAwait(false);
        return info is not { Finalized: true, Pruned: false }
            ? new NodeVerdict(info is not null, null)
            : new NodeVerdict(true, await GetNodeAsync(uri, cancellationToken).ConfigureAwait(false));
    }

    public void Dispose() => _handler.Dispose();
}
