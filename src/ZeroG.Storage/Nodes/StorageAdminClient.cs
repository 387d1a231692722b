using ZeroG.Chain.JsonRpc;

namespace ZeroG.Storage.Nodes;

/// <summary>
/// Calls the operator's side of a storage node: those <c>admin_</c> methods by which an indexer finds nodes and files (0G storage
/// specification section 3.5).
/// </summary>
public sealed class StorageAdminClient : IDisposable
{
    private readonly JsonRpcClient _rpc;

    /// <summary>Prepares a client; nothing is sent yet.</summary>
    /// <param name="uri">Address of the node's admin port.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="handler">Transport for tests; null for the usual.</param>
    public StorageAdminClient(Uri uri, JsonRpcClientOptions? options = null, HttpMessageHandler? handler = null) =>
        _rpc = new JsonRpcClient(uri, options, handler);

    /// <summary>All peers that the node has met.</summary>
    public Task<IReadOnlyList<StoragePeer>> GetPeersAsync(CancellationToken cancellationToken = default) => _rpc.CallAsync(
        "admin_getPeers", static writer => JsonRpcValue.WriteArray(writer, Array.Empty<object>()), StoragePeer.ReadMap, cancellationToken);

    /// <summary>Where the node has heard that a file is.</summary>
    /// <param name="sequence">The file's entry in the log.</param>
    /// <param name="allShards">True for nothing unless all shards are heard of.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public Task<IReadOnlyList<FileLocation>> GetFileLocationAsync(
        long sequence, bool allShards, CancellationToken cancellationToken = default) => _rpc.CallAsync(
        "admin_getFileLocation",
        writer => JsonRpcValue.WriteArray(writer, new object[] { sequence, allShards }),
        FileLocation.ReadList,
        cancellationToken);

    /// <summary>Lets the node ask its network for a file; what it hears shows in <see cref="GetFileLocationAsync"/> later.</summary>
    public async Task FindFileAsync(long sequence, CancellationToken cancellationToken = default) =>
        await _rpc.CallOnceAsync("admin_findFile", [sequence], cancellationToken);

    /// <summary>The address without keys.</summary>
    public override string ToString() => _rpc.ToString();

    public void Dispose() => _rpc.Dispose();
}
