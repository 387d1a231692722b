using FileInfo = ZeroG.Storage.Nodes.FileInfo;
using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Nodes.JsonRpc;
using ZeroG.Storage.Files;
using ZeroG.Storage.Nodes;

namespace ZeroG.Nodes.Storage;

/// <summary>
/// The <c>zgs_</c> methods of a storage node (storage specification section 3.2), as a table of names and handlers over values.
/// </summary>
internal sealed class StorageRpc : IJsonRpcService
{
    private readonly FlowStore _store;
    private readonly UploadPool _pool;
    private readonly SegmentUpload _upload;
    private readonly FlowProofs _proofs;
    private readonly NetworkIdentity _network;
    private readonly StorageMetrics _metrics;
    private readonly FrozenDictionary<string, Handler> _handlers;

    public StorageRpc(FlowStore store, UploadPool pool, SegmentUpload upload, NetworkIdentity network, StorageMetrics metrics)
    {
        _store = store;
        _pool = pool;
        _upload = upload;
        _proofs = new FlowProofs(store);
        _network = network;
        _metrics = metrics;
        _handlers = new Dictionary<string, Handler>
        {
            ["zgs_getStatus"] = Answer((_, result) => GetStatus().Write(result)),
            ["zgs_uploadSegment"] = (parameters, result, token) => UploadAsync(parameters, many: false, bySequence: false, result, token),
            ["zgs_uploadSegmentByTxSeq"] = (parameters, result, token) =>
                UploadAsync(parameters, many: false, bySequence: true, result, token),
            ["zgs_uploadSegments"] = (parameters, result, token) => UploadAsync(parameters, many: true, bySequence: false, result, token),
            ["zgs_uploadSegmentsByTxSeq"] = (parameters, result, token) =>
                UploadAsync(parameters, many: true, bySequence: true, result, token),
            ["zgs_downloadSegment"] = Answer((parameters, result) =>
            {
                RpcParameters reader = new(parameters);
                WriteSectors(result, Find(reader.Hash("data_root")), ref reader);
            }),
            ["zgs_downloadSegmentByTxSeq"] = Answer((parameters, result) =>
            {
                RpcParameters reader = new(parameters);
                WriteSectors(result, _store.Submissions.Find(reader.Count("tx_seq")), ref reader);
            }),
            ["zgs_downloadSegmentWithProof"] = Answer((parameters, result) =>
            {
                RpcParameters reader = new(parameters);
                WriteSegment(result, Find(reader.Hash("data_root")), reader.Count("index"));
            }),
            ["zgs_downloadSegmentWithProofByTxSeq"] = Answer((parameters, result) =>
            {
                RpcParameters reader = new(parameters);
                WriteSegment(result, _store.Submissions.Find(reader.Count("tx_seq")), reader.Count("index"));
            }),
            ["zgs_checkFileFinalized"] = Answer(CheckFileFinalized),
            ["zgs_getFileInfo"] = Answer((parameters, result) =>
            {
                RpcParameters reader = new(parameters);
                WriteInfo(result, _store.Submissions.Find(reader.Hash("data_root"), reader.Boolean("need_available")));
            }),
            ["zgs_getFileInfoByTxSeq"] = Answer((parameters, result) =>
                WriteInfo(result, _store.Submissions.Find(new RpcParameters(parameters).Count("tx_seq")))),
            ["zgs_getShardConfig"] = Answer((_, result) => _store.Shard.Write(result)),
            ["zgs_getSectorProof"] = Answer((parameters, result) =>
            {
                RpcParameters reader = new(parameters);
                _proofs.Sector(reader.Count("sector_index"), reader.OptionalHash("flow_root")).Write(result);
            }),
            ["zgs_getFlowContext"] = Answer(GetFlowContext),
            ["zgs_getHashAtNodeIndex"] = Answer((parameters, result) =>
                WriteHash(result, _proofs.SegmentRootAt(new RpcParameters(parameters).Count("node_index")))),
            ["zgs_getDataByNodeIndex"] = Answer((parameters, result) =>
                SegmentDump.Write(_store, new RpcParameters(parameters).Count("node_index"), result)),
            ["zgs_getMetaDataByNodeIndex"] = Answer((parameters, result) =>
                result.WriteStringValue(SegmentDump.Describe(_store, new RpcParameters(parameters).Count("node_index")))),
        }.ToFrozenDictionary(StringComparer.Ordinal);
        Methods = _handlers.Keys.ToFrozenSet(StringComparer.Ordinal);
    }

    private delegate ValueTask Handler(ReadOnlyMemory<byte> parameters, Utf8JsonWriter result, CancellationToken cancellationToken);

    /// <summary>The methods that this node offers.</summary>
    public FrozenSet<string> Methods { get; }

    public ValueTask HandleAsync(
        string method, ReadOnlyMemory<byte> parameters, Utf8JsonWriter result, CancellationToken cancellationToken) =>
        _handlers.TryGetValue(method, out Handler? handler)
            ? handler(parameters, result, cancellationToken)
            : throw JsonRpcException.MethodNotFound(method);

    private static Handler Answer(Action<ReadOnlyMemory<byte>, Utf8JsonWriter> answer) => (parameters, result, _) =>
    {
        answer(parameters, result);
        return ValueTask.CompletedTask;
    };

    private static void WriteHash(Utf8JsonWriter result, Hash256? hash)
    {
        if (hash is { } value)
        {
            result.WriteStringValue(value.ToString());
        }
        else
        {
            result.WriteNullValue();
        }
    }

    private FlowTransaction? Find(Hash256 root) => _store.Submissions.Find(root, needAvailable: true);

    private NodeStatus GetStatus()
    {
        SyncPoint progress = _store.Submissions.Progress ?? default;
        return new NodeStatus(0, progress.Number, progress.Hash, _store.Submissions.NextSequence, _network);
    }

    private async ValueTask UploadAsync(
        ReadOnlyMemory<byte> parameters, bool many, bool bySequence, Utf8JsonWriter result, CancellationToken cancellationToken)
    {
        List<SegmentWithProof> segments = [];
        try
        {
            long? sequence = ReadUpload(parameters, many, bySequence, segments);

            // Only the plural form by sequence passes over what is there already, as in the official node.
            await _upload.PutAsync(segments, sequence, skipPresent: many && bySequence, cancellationToken).ConfigureAwait(false);
            result.WriteNullValue();
        }
        finally
        {
            foreach (SegmentWithProof segment in segments)
            {
                segment.Dispose();
            }
        }
    }

    private static long? ReadUpload(ReadOnlyMemory<byte> parameters, bool many, bool bySequence, List<SegmentWithProof> segments)
    {
        RpcParameters reader = new(parameters);
        if (many)
        {
            reader.Values("segments", SegmentWithProof.Read, segments);
        }
        else
        {
            segments.Add(reader.Value("segment", SegmentWithProof.Read));
        }

        return bySequence ? reader.Count("tx_seq") : null;
    }

    private void WriteSectors(Utf8JsonWriter result, FlowTransaction? file, ref RpcParameters parameters)
    {
        long start = parameters.Count("start_index");
        long end = parameters.Count("end_index");
        if (start >= end)
        {
            throw StorageRefusal.Parameter("end_index", "invalid chunk index");
        }

        if (end - start > FlowPadding.SectorsPerSegment)
        {
            throw StorageRefusal.Parameter("end_index", $"exceeds maximum chunks {FlowPadding.SectorsPerSegment}");
        }

        if (file is not null && end > file.Padding.Sectors)
        {
            throw StorageRefusal.Other($"end entry index exceeds tx size: end={end} tx size={file.Size}");
        }

        int length = (int)(end - start) * FlowPadding.SectorSize;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length);
        if (file is not null && _store.TryRead(file, start, buffer.AsSpan(0, length)))
        {
            result.WriteBase64StringValue(buffer.AsSpan(0, length));
            _metrics.Served(length);
        }
        else
        {
            result.WriteNullValue();
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    private void WriteSegment(Utf8JsonWriter result, FlowTransaction? file, long index)
    {
        if (file is null)
        {
            result.WriteNullValue();
            return;
        }

        if (index >= file.Padding.Segments)
        {
            throw StorageRefusal.Parameter("index", "index out of bound");
        }

        int length = file.Padding.WireLength(index);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length);
        if (_store.GetProof(file, index) is { } proof
            && _store.TryRead(file, index * FlowPadding.SectorsPerSegment, buffer.AsSpan(0, length)))
        {
            using SegmentWithProof segment = new(file.Root, buffer.AsMemory(0, length), index, StoredProof.FromBytes(proof), file.Size);
            segment.Write(result);
            _metrics.Served(length);
        }
        else
        {
            result.WriteNullValue();
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    private void CheckFileFinalized(ReadOnlyMemory<byte> parameters, Utf8JsonWriter result)
    {
        (long sequence, Hash256? root) = new RpcParameters(parameters).CountOrHash("tx_seq_or_root");
        FlowTransaction? file = root is { } hash ? _store.Submissions.Find(hash, needAvailable: false) : _store.Submissions.Find(sequence);
        if (file is null)
        {
            result.WriteNullValue();
        }
        else
        {
            result.WriteBooleanValue(_store.StatusOf(file) == FileStatus.Finalized);
        }
    }

    private void WriteInfo(Utf8JsonWriter result, FlowTransaction? file)
    {
        if (file is null)
        {
            result.WriteNullValue();
            return;
        }

        FileStatus? status = _store.StatusOf(file);
        int? pooled = _pool.CountOf(file.Root);
        long uploaded = pooled ?? (status is null ? _store.StoredCountOf(file) : file.Padding.Segments);
        StorageTransaction transaction = new(
            file.Root, [.. file.Subtrees.Select(subtree => new StorageTransactionNode(subtree.Height + 1, subtree.Root))],
            file.StartSector, file.Size, file.Sequence);
        new FileInfo(transaction, status == FileStatus.Finalized, pooled is not null, uploaded, status == FileStatus.Pruned).Write(result);
    }

    private void GetFlowContext(ReadOnlyMemory<byte> parameters, Utf8JsonWriter result)
    {
        (Hash256 root, long length) = _store.Submissions.Context;
        result.WriteStartArray();
        result.WriteStringValue(root.ToString());
        result.WriteNumberValue(length);
        result.WriteEndArray();
    }
}
