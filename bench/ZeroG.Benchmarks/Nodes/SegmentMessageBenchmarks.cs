using System.Text.Json;
using BenchmarkDotNet.Attributes;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Nodes;

namespace ZeroG.Benchmarks.Nodes;

/// <summary>
/// Reading one uploaded segment from the parameters of a call: straight from the bytes, through a document, and through classes.
/// </summary>
[MemoryDiagnoser]
public class SegmentMessageBenchmarks
{
    private byte[] _json = [];

    [GlobalSetup]
    public void Make()
    {
        byte[] data = new byte[FlowPadding.SegmentSize];
        new Random(1).NextBytes(data);
        using FileSource source = FileSource.FromBytes(data);
        FileTree tree = FileTree.BuildAsync(source).GetAwaiter().GetResult();
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            new SegmentWithProof(tree.Root, data, 0, tree.Proof(0), data.Length).Write(writer);
        }

        _json = stream.ToArray();
        ReadOnlySpan<byte> expected = BitConverter.GetBytes(data[0] + data[^1]);
        Answers.AssertEqual(expected, BitConverter.GetBytes(Reader()), nameof(Reader));
        Answers.AssertEqual(expected, BitConverter.GetBytes(Document()), nameof(Document));
        Answers.AssertEqual(expected, BitConverter.GetBytes(Classes()), nameof(Classes));
    }

    [Benchmark(Baseline = true)]
    public int Reader()
    {
        Utf8JsonReader reader = new(_json);
        reader.Read();
        using SegmentWithProof segment = SegmentWithProof.Read(ref reader);
        return segment.Data.Span[0] + segment.Data.Span[^1];
    }

    [Benchmark]
    public int Document()
    {
        using JsonDocument document = JsonDocument.Parse(_json);
        byte[] data = document.RootElement.GetProperty("data").GetBytesFromBase64();
        return data[0] + data[^1];
    }

    [Benchmark]
    public int Classes()
    {
        Message message = JsonSerializer.Deserialize<Message>(_json, JsonSerializerOptions.Web)!;
        byte[] data = Convert.FromBase64String(message.Data);
        return data[0] + data[^1];
    }

    private sealed record Message(string Root, string Data, long Index, ProofMessage Proof, long FileSize);

    private sealed record ProofMessage(string[] Lemma, bool[] Path);
}
