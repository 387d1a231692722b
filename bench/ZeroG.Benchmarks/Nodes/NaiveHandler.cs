using System.Text.Encodings.Web;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Nodes.Storage;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Nodes;

namespace ZeroG.Benchmarks.Nodes;

/// <summary>
/// The obvious way to handle segments: classes by the serializer, Base64 by <see cref="Convert"/>, an array for each step. Checks and store
/// are the node's own, so that what differs is the handling.
/// </summary>
internal sealed class NaiveHandler(FlowStore store)
{
    private static readonly JsonSerializerOptions Options =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public byte[] Answer(byte[] body)
    {
        Request request = JsonSerializer.Deserialize<Request>(body, Options)!;
        object? result = request.Method switch
        {
            "zgs_uploadSegmentsByTxSeq" => Upload(request.Params[0].Deserialize<Segment[]>(Options)!, request.Params[1].GetInt64()),
            "zgs_downloadSegmentWithProofByTxSeq" => Download(request.Params[0].GetInt64(), request.Params[1].GetInt64()),
            _ => throw new NotSupportedException(request.Method),
        };
        return JsonSerializer.SerializeToUtf8Bytes(new Response("2.0", request.Id, result), Options);
    }

    private object? Upload(Segment[] segments, long sequence)
    {
        FlowTransaction file = store.Submissions.Find(sequence)!;
        foreach (Segment segment in segments)
        {
            byte[] data = Convert.FromBase64String(segment.Data);
            FileProof proof = new([.. segment.Proof.Lemma.Select(Hash256.Parse)], segment.Proof.Path);
            using SegmentWithProof message = new(Hash256.Parse(segment.Root), data, segment.Index, proof, segment.FileSize);
            if (SegmentCheck.FindFault(message, file, store.StatusOf(file), isPooled: false) is { } fault)
            {
                throw fault;
            }

            if (!store.TryBegin(file, segment.Index)
                || !store.Store(file, [new IncomingSegment(segment.Index, data, StoredProof.ToBytes(proof))]))
            {
                throw new InvalidOperationException("The segment is there already.");
            }
        }

        return null;
    }

    private Segment Download(long sequence, long index)
    {
        FlowTransaction file = store.Submissions.Find(sequence)!;
        FileProof proof = StoredProof.FromBytes(store.GetProof(file, index));
        byte[] data = new byte[file.Padding.WireLength(index)];
        return store.TryRead(file, index * FlowPadding.SectorsPerSegment, data)
            ? new Segment(
                file.Root.ToString(), Convert.ToBase64String(data), index,
                new Proof([.. proof.Lemma.Select(hash => hash.ToString())], [.. proof.Path]), file.Size)
            : throw new InvalidOperationException("The segment is not there.");
    }

    private sealed record Request(string Method, int Id, JsonElement[] Params);

    private sealed record Response(string Jsonrpc, int Id, object? Result);

    private sealed record Segment(string Root, string Data, long Index, Proof Proof, long FileSize);

    private sealed record Proof(string[] Lemma, bool[] Path);
}
