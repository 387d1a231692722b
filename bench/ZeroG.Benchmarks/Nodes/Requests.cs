using System.Text.Json;
using ZeroG.Storage.Nodes;

namespace ZeroG.Benchmarks.Nodes;

/// <summary>Bodies as clients send them.</summary>
internal static class Requests
{
    public static byte[] Upload(IReadOnlyList<SegmentWithProof> segments, long sequence) => Write("zgs_uploadSegmentsByTxSeq", writer =>
    {
        writer.WriteStartArray();
        foreach (SegmentWithProof segment in segments)
        {
            segment.Write(writer);
        }

        writer.WriteEndArray();
        writer.WriteNumberValue(sequence);
    });

    public static byte[] Download(long sequence, long segment) => Write("zgs_downloadSegmentWithProofByTxSeq", writer =>
    {
        writer.WriteNumberValue(sequence);
        writer.WriteNumberValue(segment);
    });

    /// <summary>The data of an answer to a download.</summary>
    public static byte[] DataOf(byte[] answer) => JsonElement.Parse(answer).GetProperty("result").GetProperty("data").GetBytesFromBase64();

    private static byte[] Write(string method, Action<Utf8JsonWriter> writeParameters)
    {
        using MemoryStream body = new();
        using (Utf8JsonWriter writer = new(body))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc", "2.0");
            writer.WriteNumber("id", 1);
            writer.WriteString("method", method);
            writer.WriteStartArray("params");
            writeParameters(writer);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return body.ToArray();
    }
}
