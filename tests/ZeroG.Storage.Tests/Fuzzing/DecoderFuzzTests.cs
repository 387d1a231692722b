using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Storage.Contracts;
using ZeroG.Storage.Files;
using ZeroG.Storage.Indexers;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Submissions;
using ZeroG.Storage.Tests.Nodes;
using ZeroG.Storage.Transfer;
using ZeroG.Testing;
using FileInfo = ZeroG.Storage.Nodes.FileInfo;

namespace ZeroG.Storage.Tests.Fuzzing;

/// <summary>
/// Everything that reads what others wrote, with thousands of damaged versions of each form: it reads them or fails as documented, and
/// takes memory in proportion to what it was given. Seeds are fixed; a failure names its own.
/// </summary>
public sealed class DecoderFuzzTests : IDisposable
{
    private const int Versions = 2_500;

    // Text to values and back takes some times the size of the text; a length that is believed unseen takes gigabytes.
    private const long MemoryPerByte = 64;
    private const long MemoryAnyway = 256 << 10;

    private static readonly Hash256 Hash = Hash256.Keccak("hash"u8);
    private static readonly FileTree Tree = TreeOf(BytesOf(3_000));
    private static readonly StorageTransaction Entry = new(Tree.Root, [new(4, Tree.Root), new(3, Hash)], 1024, 3_000, 7);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private delegate object? WireReading(ref Utf8JsonReader reader);

    private static readonly Dictionary<string, (byte[] Valid, WireReading Read)> Messages = new()
    {
        ["SegmentWithProof"] = (
            Wire(new SegmentWithProof(Tree.Root, new byte[256], 0, Tree.Proof(0), 3_000).Write), (ref r) => SegmentWithProof.Read(ref r)),
        ["SegmentData"] = (Encoding.UTF8.GetBytes($"\"{Convert.ToBase64String(new byte[512])}\""), (ref r) => SegmentData.Read(ref r)),
        ["FileInfo"] = (Wire(new FileInfo(Entry, true, false, 1, false).Write), (ref r) => FileInfo.Read(ref r)),
        ["NodeStatus"] = (
            Wire(new NodeStatus(1, 2, Hash, 3, new NetworkIdentity(16602, ScriptedAddress, PeerProtocolVersion.Current)).Write),
            (ref r) => NodeStatus.Read(ref r)),
        ["ShardConfig"] = (Wire(new ShardConfig(1, 4).Write), (ref r) => ShardConfig.Read(ref r)),
        ["ShardedNodes"] = (
            Wire(new ShardedNodes([new("http://one:1", ShardConfig.Whole, 5, 6)], [new("http://two:2", new ShardConfig(0, 2))]).Write),
            (ref r) => ShardedNodes.Read(ref r)),
        ["FileProof"] = (Wire(Tree.Proof(0).Write), (ref r) => FileProof.Read(ref r)),
        ["FlowProof"] = (Wire(new FlowProof([Hash, Hash, Hash], [true]).Write), (ref r) => FlowProof.Read(ref r)),
    };

    private static Address ScriptedAddress => Address.Parse("0x22E03a6A89B950F1c82ec5e74F8eCa321a105296");

    public static TheoryData<string> Names() => [.. Messages.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Message_Damaged_IsReadOrRefused(string name)
    {
        (byte[] valid, WireReading read) = Messages[name];
        Assert.Null(Outcome(valid, whole => Read(whole, read)));
        int refused = 0;
        for (int seed = 0; seed < Versions; seed++)
        {
            byte[] damaged = Mutation.Of(valid, seed);
            string? whole = Outcome(damaged, bytes => Read(bytes, read), seed, typeof(JsonException));
            string? inPieces = Outcome(damaged, bytes => ReadInPieces(bytes, read), seed, typeof(JsonException));
            Assert.True(
                (whole is null) == (inPieces is null),
                $"{name}, seed {seed}: in one piece {whole ?? "read"}, in several {inPieces ?? "read"}");
            refused += whole is null ? 0 : 1;
        }

        Assert.InRange(refused, Versions / 4, Versions);
    }

    [Fact]
    public void SubmitLog_Damaged_IsReadOrRefused()
    {
        Submission submission = Submission.Create(Tree, new byte[] { 1, 2, 3 });
        AbiLog log = new SubmitLog(ScriptedAddress, submission.Identity, 7, 1024, 12, submission).Encode();
        byte[] valid = [.. log.Topics.SelectMany(topic => topic.ToArray()), .. log.Data];
        for (int seed = 0; seed < Versions; seed++)
        {
            Outcome(Mutation.Of(valid, seed), Decode, seed, typeof(AbiException));
        }

        void Decode(byte[] bytes)
        {
            IEnumerable<byte[]> words = bytes.Take(96).Chunk(Hash256.Size).Where(word => word.Length == Hash256.Size);
            Hash256[] topics = [.. words.Select(word => new Hash256(word))];
            SubmitLog.Decode(topics, bytes.AsSpan(Math.Min(96, bytes.Length)))?.Submission.FindFault();
        }
    }

    [Fact]
    public void PartialFile_Damaged_IsTakenUpWithinItsBoundsOrRefused()
    {
        string target = _folder["partial.bin"];
        string path = target + ".download";
        using (PartialFile begun = PartialFile.Open(target, Hash, 700, force: false))
        {
            begun.Append(BytesOf(256));
        }

        byte[] valid = File.ReadAllBytes(path);
        for (int seed = 0; seed < Versions / 4; seed++)
        {
            File.WriteAllBytes(path, Mutation.Of(valid, seed));
            Outcome(valid, _ => Open(), seed, typeof(ZeroGException));
        }

        void Open()
        {
            using PartialFile again = PartialFile.Open(target, Hash, 700, force: false);
            Assert.InRange(again.Offset, 0, 700);
        }
    }

    [Fact]
    public void Journal_Damaged_NeverForgetsInSilence()
    {
        SubmittedFile file = new(Hash, 700);
        PendingSubmission pending = new([file], [BytesOf(120)], DateTimeOffset.UnixEpoch);
        string folder = _folder["journal"];
        using (SubmissionJournal journal = new(folder, 16602, ScriptedAddress))
        {
            journal.Remember(pending);
        }

        string path = Directory.GetFiles(folder, "journal.jsonl", SearchOption.AllDirectories).Single();
        byte[] valid = File.ReadAllBytes(path);
        int lineStart = Array.IndexOf(valid, (byte)'\n') + 1;
        for (int seed = 0; seed < Versions / 4; seed++)
        {
            // A line that has its end was written whole. Damage within it must be noticed or do no harm.
            byte[] line = Mutation.Of(valid[lineStart..^1], seed);
            File.WriteAllBytes(path, [.. valid[..lineStart], .. line, (byte)'\n']);
            Outcome(valid, _ => Find(), seed, typeof(ZeroGException));
        }

        void Find()
        {
            using SubmissionJournal again = new(folder, 16602, ScriptedAddress);
            again.Find(file);
        }
    }

    [Fact]
    public async Task Answers_Damaged_AreReadOrEndAsErrorsOfTheClient()
    {
        string submitLog = FlowContract.SubmitEvent.Topic.ToString();
        (string Result, Func<JsonRpcClient, StorageNodeClient, IndexerClient, Task> Ask)[] calls =
        [
            (Text("FileInfo"), (_, node, _) => node.GetFileInfoAsync(Hash, true)),
            (Text("NodeStatus"), (_, node, _) => node.GetStatusAsync()),
            (Text("SegmentWithProof"), async (_, node, _) => (await node.DownloadSegmentWithProofBySequenceAsync(7, 0))?.Dispose()),
            (Text("SegmentData"), async (_, node, _) => (await node.DownloadSegmentBySequenceAsync(7, 0, 2))?.Dispose()),
            (Text("FlowProof"), (_, node, _) => node.GetSectorProofAsync(1)),
            (Text("ShardedNodes"), (_, _, indexer) => indexer.GetShardedNodesAsync()),
            (
                "[{\"url\":\"http://one:1\",\"config\":{\"shardId\":0,\"numShard\":1}}]",
                (_, _, indexer) => indexer.GetFileLocationsAsync(Hash)),
            ("\"0x10\"", (rpc, _, _) => new EthereumClient(rpc).GetBlockNumberAsync()),
            (
                $"[{{\"address\":\"{ScriptedAddress}\",\"topics\":[\"{submitLog}\"],\"data\":\"0x00\",\"blockNumber\":\"0x1\","
                    + $"\"blockHash\":\"{Hash}\","
                    + $"\"transactionHash\":\"{Hash}\",\"transactionIndex\":\"0x0\",\"logIndex\":\"0x0\",\"removed\":false}}]",
                async (rpc, _, _) => await new EthereumClient(rpc).GetLogsAsync(new LogFilter { ToBlock = 1 }).ToListAsync()),
        ];
        byte[] body = [];
        using AnswerAnything server = new(() => body);
        JsonRpcClientOptions once = new() { MaxAttempts = 1 };
        for (int seed = 0; seed < Versions; seed++)
        {
            (string result, var ask) = calls[seed % calls.Length];
            using JsonRpcClient rpc = new(new Uri("http://server.test"), once, server);
            using StorageNodeClient node = new(new Uri("http://server.test"), once, server);
            using IndexerClient indexer = new(new Uri("http://server.test"), once, server);
            body = Mutation.Of(Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":1,"result":{{result}}}"""), seed);
            try
            {
                await ask(rpc, node, indexer);
            }
            catch (Exception failure) when (failure is not ZeroGException)
            {
                Assert.Fail($"seed {seed}: {Encoding.UTF8.GetString(body)}\n{failure}");
            }
            catch (ZeroGException)
            {
                // Documented, whatever it says.
            }
        }

        static string Text(string name) => Encoding.UTF8.GetString(Messages[name].Valid);
    }

    /// <summary>Null when it was read, or the failure's message; anything undocumented and any hunger for memory fails the test.</summary>
    private static string? Outcome(byte[] input, Action<byte[]> read, int seed = -1, Type? documented = null)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        string? outcome = null;
        try
        {
            read(input);
        }
        catch (Exception failure) when (documented?.IsInstanceOfType(failure) == true)
        {
            outcome = failure.Message;
        }
        catch (Exception failure)
        {
            Assert.Fail($"seed {seed}: {Encoding.UTF8.GetString(input)}\n{failure}");
        }

        long taken = GC.GetAllocatedBytesForCurrentThread() - before;
        long allowed = MemoryAnyway + (MemoryPerByte * input.Length);
        Assert.True(taken <= allowed, $"seed {seed}: {taken} bytes of memory for {input.Length} bytes");
        return outcome;
    }

    private static void Read(byte[] bytes, WireReading read)
    {
        Utf8JsonReader reader = new(bytes);
        Finish(ref reader, read);
    }

    /// <summary>As it comes from a socket: a few bytes in each piece.</summary>
    private static void ReadInPieces(byte[] bytes, WireReading read)
    {
        Piece? first = null;
        Piece? last = null;
        foreach (byte[] part in bytes.Chunk(7))
        {
            last = last?.Append(part) ?? (first = new Piece(part));
        }

        ReadOnlySequence<byte> sequence = first is null ? default : new(first, 0, last!, last!.Memory.Length);
        Utf8JsonReader reader = new(sequence);
        Finish(ref reader, read);
    }

    private static void Finish(ref Utf8JsonReader reader, WireReading read)
    {
        reader.Read();
        (read(ref reader) as IDisposable)?.Dispose();
    }

    private static byte[] Wire(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetBytes(WireText.Of(write));

    private static FileTree TreeOf(byte[] content)
    {
        using FileSource source = FileSource.FromBytes(content);
        return FileTree.BuildAsync(source, null, CancellationToken.None).GetAwaiter().GetResult();
    }

    private static byte[] BytesOf(int size)
    {
        byte[] bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(byte[] bytes) => Memory = bytes;

        public Piece Append(byte[] bytes)
        {
            Piece next = new(bytes) { RunningIndex = RunningIndex + Memory.Length };
            Next = next;
            return next;
        }
    }

    private sealed class AnswerAnything(Func<byte[]> body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(body()) });
    }
}
