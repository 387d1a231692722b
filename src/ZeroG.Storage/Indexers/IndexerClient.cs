using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Selection;

namespace ZeroG.Storage.Indexers;

/// <summary>Asks an indexer which storage nodes there are (0G storage specification, indexer JSON-RPC).</summary>
public sealed class IndexerClient : IDisposable
{
    private readonly JsonRpcClient _rpc;

    /// <summary>Prepares a client; nothing is sent yet.</summary>
    /// <param name="uri">Address of the indexer.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="handler">Transport for tests; null for the usual.</param>
    public IndexerClient(Uri uri, JsonRpcClientOptions? options = null, HttpMessageHandler? handler = null) =>
        _rpc = new JsonRpcClient(uri, options, handler);

    /// <summary>Address of the indexer.</summary>
    public Uri Uri => _rpc.Uri;

    /// <summary>All nodes that the indexer knows.</summary>
    public Task<ShardedNodes> GetShardedNodesAsync(CancellationToken cancellationToken = default) =>
        CallAsync("indexer_getShardedNodes", static _ => { }, ShardedNodes.Read, cancellationToken);

    /// <summary>
    /// Nodes that together keep each segment so many times. An indexer older than January 2026 cannot choose; then this side chooses among
    /// the trusted, and among all when those do not cover it.
    /// </summary>
    /// <param name="replicas">How often each segment shall be kept.</param>
    /// <param name="method">A word of <see cref="SelectionMethod"/> or a number of shards.</param>
    /// <param name="trustedOnly">True to leave out discovered nodes.</param>
    /// <param name="dropped">Addresses that failed before and shall not be chosen again.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="ZeroGException"><c>ZgShardsIncomplete</c>: the nodes do not cover that many replicas.</exception>
    public async Task<ShardedNodes> GetSelectedNodesAsync(
        int replicas, string method, bool trustedOnly, IReadOnlyList<string> dropped, CancellationToken cancellationToken = default)
    {
        try
        {
            return await CallAsync(
                "indexer_getSelectedNodes",
                writer =>
                {
                    writer.WriteNumberValue(replicas);
                    writer.WriteStringValue(method);
                    writer.WriteBooleanValue(trustedOnly);
                    JsonRpcValue.WriteArray(writer, dropped);
                },
                ShardedNodes.Read,
                cancellationToken);
        }
        catch (JsonRpcException refusal) when (refusal.Code == JsonRpcErrorCode.MethodNotFound)
        {
            ShardedNodes nodes = await GetShardedNodesAsync(cancellationToken);
            return Select(nodes, replicas, method, trustedOnly, dropped);
        }
    }

    /// <summary>Nodes that have a file completely; null when the indexer has to look for it first.</summary>
    /// <exception cref="JsonRpcException">The indexer's words say that no node knows the file.</exception>
    public Task<IReadOnlyList<IndexedNode>?> GetFileLocationsAsync(Hash256 root, CancellationToken cancellationToken = default) =>
        CallAsync("indexer_getFileLocations", writer => writer.WriteHashValue(root), IndexedNode.ReadList, cancellationToken);

    /// <summary>The address without keys.</summary>
    public override string ToString() => MaskedUri.Of(Uri);

    public void Dispose() => _rpc.Dispose();

    private Task<T> CallAsync<T>(
        string method, Action<Utf8JsonWriter> writeParameters, JsonRpcResultReader<T> read, CancellationToken cancellationToken) =>
        _rpc.CallAsync(
            method,
            writer =>
            {
                writer.WriteStartArray();
                writeParameters(writer);
                writer.WriteEndArray();
            },
            read,
            cancellationToken);

    private ShardedNodes Select(ShardedNodes nodes, int replicas, string method, bool trustedOnly, IReadOnlyList<string> dropped)
    {
        IReadOnlyList<IndexedNode>? selected = SelectFrom(nodes.Trusted, replicas, method, dropped);
        if (selected is null && !trustedOnly)
        {
            selected = SelectFrom(nodes.All, replicas, method, dropped);
        }

        return selected is null
            ? throw new ZeroGException(
                "ZgShardsIncomplete", ErrorKind.ResourceUnavailable,
                $"The nodes of indexer {this} do not keep every segment {replicas} times. Ask for fewer replicas, "
                + "or use another indexer.", Uri)
            : new ShardedNodes([.. selected.Where(nodes.Trusted.Contains)], [.. selected.Except(nodes.Trusted)]);
    }

    private static IReadOnlyList<IndexedNode>? SelectFrom(
        IEnumerable<IndexedNode> nodes, int replicas, string method, IReadOnlyList<string> dropped) =>
        ShardSelection.Select(nodes.Where(node => !dropped.Contains(node.Url)), node => node.Config, replicas, method);
}
