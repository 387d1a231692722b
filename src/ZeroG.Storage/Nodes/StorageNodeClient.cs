using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Storage.Merkle;

namespace ZeroG.Storage.Nodes;

/// <summary>
/// Calls a storage node: one method for each <c>zgs_</c> method that clients use (0G storage specification, storage node JSON-RPC). A
/// refusal is a <see cref="StorageNodeException"/>; failures of the transport come as <see cref="JsonRpcClient"/> reports them.
/// </summary>
public sealed class StorageNodeClient : IDisposable
{
    private readonly JsonRpcClient _rpc;

    /// <summary>Prepares a client; nothing is sent yet.</summary>
    /// <param name="uri">Address of the node's JSON-RPC.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="handler">Transport for tests; null for the usual.</param>
    public StorageNodeClient(Uri uri, JsonRpcClientOptions? options = null, HttpMessageHandler? handler = null) =>
        _rpc = new JsonRpcClient(uri, options, handler);

    /// <summary>Address of the node.</summary>
    public Uri Uri => _rpc.Uri;

    /// <summary>How far the node is, and which network it serves.</summary>
    public Task<NodeStatus> GetStatusAsync(CancellationToken cancellationToken = default) =>
        CallAsync("zgs_getStatus", static _ => { }, NodeStatus.Read, cancellationToken);

    /// <summary>Which segments the node keeps.</summary>
    public Task<ShardConfig> GetShardConfigAsync(CancellationToken cancellationToken = default) =>
        CallAsync("zgs_getShardConfig", static _ => { }, ShardConfig.Read, cancellationToken);

    /// <summary>
    /// What the node knows of a file; null when it knows nothing. Of several entries with this root a finalized one wins.
    /// </summary>
    /// <param name="root">Root of the file.</param>
    /// <param name="needAvailable">True to pass over entries whose data was pruned.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public Task<FileInfo?> GetFileInfoAsync(
        Hash256 root, bool needAvailable = true, CancellationToken cancellationToken = default) => CallAsync(
        "zgs_getFileInfo",
        writer =>
        {
            writer.WriteHashValue(root);
            writer.WriteBooleanValue(needAvailable);
        },
        FileInfo.Read,
        cancellationToken);

    /// <summary>What the node knows of an entry of the log; null when the log has not come so far.</summary>
    public Task<FileInfo?> GetFileInfoBySequenceAsync(long sequence, CancellationToken cancellationToken = default) =>
        CallAsync("zgs_getFileInfoByTxSeq", writer => writer.WriteNumberValue(sequence), FileInfo.Read, cancellationToken);

    /// <summary>Whether a file is stored completely on this node; null when it knows nothing of it.</summary>
    public Task<bool?> CheckFileFinalizedAsync(Hash256 root, CancellationToken cancellationToken = default) =>
        CallAsync("zgs_checkFileFinalized", writer => writer.WriteHashValue(root), ReadOptionalBoolean, cancellationToken);

    /// <summary>Sends segments of a file whose entry the node may not know yet. The node stops at the first that it refuses.</summary>
    public Task UploadSegmentsAsync(IReadOnlyList<SegmentWithProof> segments, CancellationToken cancellationToken = default) =>
        CallAsync("zgs_uploadSegments", writer => WriteSegments(writer, segments), Nothing, cancellationToken);

    /// <summary>Sends segments of an entry that the node knows. Newer nodes pass over those that they have already.</summary>
    public Task UploadSegmentsBySequenceAsync(
        IReadOnlyList<SegmentWithProof> segments, long sequence, CancellationToken cancellationToken = default) => CallAsync(
        "zgs_uploadSegmentsByTxSeq",
        writer =>
        {
            WriteSegments(writer, segments);
            writer.WriteNumberValue(sequence);
        },
        Nothing,
        cancellationToken);

    /// <summary>Sectors of a file without a proof; null when the node does not have them all.</summary>
    /// <param name="sequence">The file's entry.</param>
    /// <param name="startSector">First sector, counted in the file.</param>
    /// <param name="endSector">The one behind the last; at most 1024 away.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>To be disposed by the caller.</returns>
    public Task<SegmentData?> DownloadSegmentBySequenceAsync(
        long sequence, long startSector, long endSector, CancellationToken cancellationToken = default) => CallAsync(
        "zgs_downloadSegmentByTxSeq",
        writer =>
        {
            writer.WriteNumberValue(sequence);
            writer.WriteNumberValue(startSector);
            writer.WriteNumberValue(endSector);
        },
        SegmentData.Read,
        cancellationToken);

    /// <summary>A segment with its proof; null when the node does not have it.</summary>
    /// <returns>To be disposed by the caller.</returns>
    public Task<SegmentWithProof?> DownloadSegmentWithProofBySequenceAsync(
        long sequence, long segment, CancellationToken cancellationToken = default) => CallAsync(
        "zgs_downloadSegmentWithProofByTxSeq",
        writer =>
        {
            writer.WriteNumberValue(sequence);
            writer.WriteNumberValue(segment);
        },
        static (ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Null ? null : SegmentWithProof.Read(ref reader),
        cancellationToken);

    /// <summary>Proof that a sector belongs to the flow.</summary>
    /// <param name="sector">Index in the flow.</param>
    /// <param name="flowRoot">A root of the flow's history; null for the newest.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public Task<FlowProof> GetSectorProofAsync(
        long sector, Hash256? flowRoot = null, CancellationToken cancellationToken = default) => CallAsync(
        "zgs_getSectorProof",
        writer =>
        {
            writer.WriteNumberValue(sector);
            JsonRpcValue.Write(writer, flowRoot);
        },
        FlowProof.Read,
        cancellationToken);

    /// <summary>The address without keys.</summary>
    public override string ToString() => MaskedUri.Of(Uri);

    public void Dispose() => _rpc.Dispose();

    private async Task<T> CallAsync<T>(
        string method, Action<Utf8JsonWriter> writeParameters, JsonRpcResultReader<T> read, CancellationToken cancellationToken)
    {
        try
        {
            return await _rpc.CallAsync(
                method,
                writer =>
                {
                    writer.WriteStartArray();
                    writeParameters(writer);
                    writer.WriteEndArray();
                },
                read,
                cancellationToken);
        }
        catch (JsonRpcException refusal)
        {
            throw new StorageNodeException(Uri, method, refusal);
        }
    }

    private static void WriteSegments(Utf8JsonWriter writer, IReadOnlyList<SegmentWithProof> segments)
    {
        writer.WriteStartArray();
        foreach (SegmentWithProof segment in segments)
        {
            segment.Write(writer);
        }

        writer.WriteEndArray();
    }

    private static bool? ReadOptionalBoolean(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Null ? null : reader.ReadBoolean();

    /// <summary>Older nodes answer an upload with a number instead of null; neither means anything.</summary>
    private static bool Nothing(ref Utf8JsonReader reader)
    {
        reader.Skip();
        return true;
    }
}
