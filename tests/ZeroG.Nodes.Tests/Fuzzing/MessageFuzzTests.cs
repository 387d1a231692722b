using System.Text;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Nodes.Tests.Storage;
using ZeroG.Storage.Indexers;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Nodes;
using FileInfo = ZeroG.Storage.Nodes.FileInfo;

namespace ZeroG.Nodes.Tests.Fuzzing;

/// <summary>Damaged messages of storage nodes and indexers: their readers throw a <see cref="JsonException"/> and nothing else.</summary>
public sealed class MessageFuzzTests
{
    private const int Cases = 3000;

    private delegate void Reader(ref Utf8JsonReader reader);

    [Theory]
    [InlineData("segment")]
    [InlineData("data")]
    [InlineData("file")]
    [InlineData("status")]
    [InlineData("shard")]
    [InlineData("proof")]
    [InlineData("indexed")]
    public void Message_Damaged_ThrowsNothingButJsonExceptions(string kind)
    {
        (byte[] valid, Reader read) = Message(kind);
        Read(valid, read);
        Random random = new(kind.Length);
        for (int i = 0; i < Cases; i++)
        {
            Bounds.Check(TextMutation.Of(valid, random), input => Read(input, read), failure => failure is JsonException, kind);
        }
    }

    private static void Read(byte[] input, Reader read)
    {
        Utf8JsonReader reader = new(input);
        if (reader.Read())
        {
            read(ref reader);
        }
    }

    private static (byte[] Valid, Reader Read) Message(string kind)
    {
        TestFile file = TestFile.Create(300_000);
        ShardConfig shard = new(1, 4);
        NetworkIdentity network = new(16602, Address.Zero, PeerProtocolVersion.Current);
        StorageTransaction transaction = new(file.Root, [new StorageTransactionNode(11, file.Root)], 1024, 300_000, 7);
        return kind switch
        {
            "segment" => (
                Write(TestFile.Create(700).Segment(0).Write),
                (ref Utf8JsonReader reader) => SegmentWithProof.Read(ref reader).Dispose()),
            "data" => (
                Encoding.UTF8.GetBytes("\"AAEC\\u002BQ==\""),
                (ref Utf8JsonReader reader) => SegmentData.Read(ref reader)?.Dispose()),
            "file" => (
                Write(new FileInfo(transaction, true, false, 2, false).Write),
                (ref Utf8JsonReader reader) => FileInfo.Read(ref reader)),
            "status" => (
                Write(new NodeStatus(0, 5, file.Root, 8, network).Write),
                (ref Utf8JsonReader reader) => NodeStatus.Read(ref reader)),
            "shard" => (Write(shard.Write), (ref Utf8JsonReader reader) => ShardConfig.Read(ref reader)),
            "proof" => (
                Write(new FlowProof([file.Root, file.Root, file.Root], [true]).Write),
                (ref Utf8JsonReader reader) => FlowProof.Read(ref reader)),
            _ => (
                Write(new ShardedNodes([new IndexedNode("http://127.0.0.1:5678", shard, 3, 1_700_000_000)], []).Write),
                (ref Utf8JsonReader reader) => ShardedNodes.Read(ref reader)),
        };
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            write(writer);
        }

        return stream.ToArray();
    }
}
