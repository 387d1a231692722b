using System.Text.Encodings.Web;
using System.Text.Json;

namespace ZeroG.Benchmarks.Nodes;

/// <summary>
/// The obvious way to handle calls with segments: classes by the serializer, Base64 by <see cref="Convert"/>, an array for each step, one
/// segment after another.
/// </summary>
internal abstract class NaiveHandler
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

    /// <summary>Checks a segment and keeps it.</summary>
    protected abstract void Put(Segment segment, byte[] data, long sequence);

    /// <summary>Reads a segment and its proof.</summary>
    protected abstract Segment Download(long sequence, long index);

    private object? Upload(Segment[] segments, long sequence)
    {
        foreach (Segment segment in segments)
        {
            Put(segment, Convert.FromBase64String(segment.Data), sequence);
        }

        return null;
    }

    protected sealed record Segment(string Root, string Data, long Index, Proof Proof, long FileSize);

    protected sealed record Proof(string[] Lemma, bool[] Path);

    private sealed record Request(string Method, int Id, JsonElement[] Params);

    private sealed record Response(string Jsonrpc, int Id, object? Result);
}
