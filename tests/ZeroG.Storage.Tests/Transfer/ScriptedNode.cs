using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Submissions;
using ZeroG.Storage.Tests.Nodes;
using ZeroG.Storage.Tests.Vectors;
using FileInfo = ZeroG.Storage.Nodes.FileInfo;

namespace ZeroG.Storage.Tests.Transfer;

/// <summary>
/// A storage node in memory, reached through the client's own wire code. It keeps the rules of its shard and checks proofs; a test makes it
/// refuse, forget, delay or lie through <see cref="Answering"/>, which runs before each call and may answer in its place.
/// </summary>
internal sealed class ScriptedNode : HttpMessageHandler
{
    public static readonly Address Flow = Address.Parse("0x22E03a6A89B950F1c82ec5e74F8eCa321a105296");

    private readonly ConcurrentDictionary<long, Entry> _entries = new();
    private readonly List<SegmentWithProof> _pool = [];

    public ScriptedNode(string name = "node", ShardConfig? shard = null)
    {
        Shard = shard ?? ShardConfig.Whole;
        Uri = new Uri($"http://{name}.test:5678");
        Client = new StorageNodeClient(Uri, null, this);
    }

    public Uri Uri { get; }

    public StorageNodeClient Client { get; }

    public ShardConfig Shard { get; }

    public long ChainId { get; set; } = 16602;

    /// <summary>The block that it has followed the chain to.</summary>
    public long Height { get; set; } = 1;

    /// <summary>Whether it takes segments by root, before it knows their entry.</summary>
    public bool TakesEarly { get; init; }

    /// <summary>Every call: method and parameters.</summary>
    public ConcurrentQueue<(string Method, JsonElement Parameters)> Calls { get; } = new();

    /// <summary>Answers in the node's place with JSON of a result or a <see cref="Refusal"/>; null lets the node answer.</summary>
    public Func<string, JsonElement, string?> Answering { get; set; } = (_, _) => null;

    public IEnumerable<long> SentSegments => Calls.Where(call => call.Method == "zgs_uploadSegmentsByTxSeq")
        .SelectMany(call => call.Parameters[0].EnumerateArray().Select(segment => segment.Number("index")));

    public static string Refusal(int code, string message, string? data = null) =>
        JsonSerializer.Serialize(new Dictionary<string, object?> { ["error"] = new { code, message, data } });

    /// <summary>Tells the node of an entry of the log.</summary>
    public void Announce(Submission submission, long sequence, long start)
    {
        Entry entry = new(submission.FileRoot, submission.Length, start, [.. submission.Nodes]);
        lock (_pool)
        {
            _entries[sequence] = entry;
            foreach (SegmentWithProof segment in _pool.Where(segment => segment.Root == entry.Root && segment.FileSize == entry.Size))
            {
                Take(entry, segment);
            }
        }
    }

    /// <summary>Its status when it will read this entry next.</summary>
    public string StatusAt(long next) =>
        WireText.Of(new NodeStatus(0, Height, default, next, new NetworkIdentity(ChainId, Flow, PeerProtocolVersion.Current)).Write);

    /// <summary>Gives the node a whole file.</summary>
    public void Keep(byte[] file, FileTree tree, long sequence = 7, long start = 1024, long? size = null)
    {
        Entry entry = new(tree.Root, size ?? file.Length, start, [.. Submission.Create(tree).Nodes]) { Tree = tree };
        for (long segment = 0; segment < tree.Padding.Segments; segment++)
        {
            byte[] data = new byte[tree.Padding.WireLength(segment)];
            file.AsSpan((int)segment * FlowPadding.SegmentSize, tree.Padding.FileLength(segment)).CopyTo(data);
            if (Shard.Contains((start / FlowPadding.SectorsPerSegment) + segment))
            {
                entry.Segments[segment] = data;
            }
        }

        _entries[sequence] = entry;
    }

    public void Forget(long sequence, long segment) => _entries[sequence].Segments.TryRemove(segment, out _);

    public IEnumerable<long> SegmentsOf(long sequence) => _entries[sequence].Segments.Keys.Order();

    public byte[] SegmentOf(long sequence, long segment) => _entries[sequence].Segments[segment];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using JsonDocument body = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        string method = body.RootElement.Text("method");
        JsonElement parameters = body.RootElement.GetProperty("params").Clone();
        Calls.Enqueue((method, parameters));
        string answer = Answering(method, parameters) ?? Answer(method, parameters);
        cancellationToken.ThrowIfCancellationRequested();
        string outcome = answer.StartsWith("{\"error\"", StringComparison.Ordinal) ? answer[1..^1] : $"\"result\":{answer}";
        return new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent(
                $"{{\"jsonrpc\":\"2.0\",\"id\":{body.RootElement.GetProperty("id").GetRawText()},{outcome}}}",
                Encoding.UTF8,
                "application/json"),
        };
    }

    private string Answer(string method, JsonElement parameters) => method switch
    {
        "zgs_getStatus" => StatusAt(_entries.Count),
        "zgs_getShardConfig" => WireText.Of(Shard.Write),
        "zgs_getFileInfo" => Describe(_entries.Where(entry => entry.Value.Root == parameters[0].Hash()).Select(entry => entry.Key).Order()),
        "zgs_getFileInfoByTxSeq" => Describe(_entries.Keys.Where(sequence => sequence == parameters[0].GetInt64())),
        "zgs_uploadSegmentsByTxSeq" => Upload(parameters[0], _entries[parameters[1].GetInt64()]),
        "zgs_uploadSegments" when TakesEarly => UploadEarly(parameters[0]),
        "zgs_downloadSegmentByTxSeq" => Download(_entries[parameters[0].GetInt64()], parameters[1].GetInt64(), parameters[2].GetInt64()),
        "zgs_downloadSegmentWithProofByTxSeq" => DownloadWithProof(_entries[parameters[0].GetInt64()], parameters[1].GetInt64()),
        _ => Refusal(-32601, "Method not found"),
    };

    private string Describe(IEnumerable<long> sequences)
    {
        long[] found = [.. sequences.Take(1)];
        if (found.Length == 0)
        {
            return "null";
        }

        Entry entry = _entries[found[0]];
        StorageTransactionNode[] nodes = [.. entry.Nodes.Select(node => new StorageTransactionNode(node.Height + 1, node.Root))];
        StorageTransaction transaction = new(entry.Root, nodes, entry.Start, entry.Size, found[0]);
        return WireText.Of(new FileInfo(transaction, entry.Segments.Count >= Owned(entry), false, entry.Segments.Count, false).Write);
    }

    private long Owned(Entry entry) =>
        Enumerable.Range(0, (int)new FlowPadding(entry.Size).Segments).Count(
            segment => Shard.Contains((entry.Start / FlowPadding.SectorsPerSegment) + segment));

    private string Upload(JsonElement segments, Entry entry)
    {
        foreach (JsonElement item in segments.EnumerateArray())
        {
            using SegmentWithProof segment = WireText.Read(item.GetRawText(), SegmentWithProof.Read);
            FlowPadding padding = new(entry.Size);
            Hash256 leaf = SegmentRoot.Compute(segment.Data.Span, segment.Index, padding);
            if (segment.Proof.FindFault(entry.Root, leaf, segment.Index, padding.PaddedSegments) is not null
                || segment.FileSize != entry.Size)
            {
                return Refusal(-32602, "Invalid params: proof", "validation failed");
            }

            if (!Shard.Contains((entry.Start / FlowPadding.SectorsPerSegment) + segment.Index))
            {
                return Refusal(-32602, "Invalid params: index", "not of this shard");
            }

            entry.Segments[segment.Index] = segment.Data.ToArray();
        }

        return "null";
    }

    private string UploadEarly(JsonElement segments)
    {
        lock (_pool)
        {
            foreach (JsonElement item in segments.EnumerateArray())
            {
                SegmentWithProof segment = WireText.Read(item.GetRawText(), SegmentWithProof.Read);
                _pool.Add(segment);
                if (_entries.Values.FirstOrDefault(entry => entry.Root == segment.Root && entry.Size == segment.FileSize) is { } entry)
                {
                    Take(entry, segment);
                }
            }
        }

        return "null";
    }

    private void Take(Entry entry, SegmentWithProof segment)
    {
        if (Shard.Contains((entry.Start / FlowPadding.SectorsPerSegment) + segment.Index))
        {
            entry.Segments[segment.Index] = segment.Data.ToArray();
        }
    }

    private static string Download(Entry entry, long start, long end)
    {
        (long segment, long first) = Math.DivRem(start, FlowPadding.SectorsPerSegment);
        return entry.Segments.TryGetValue(segment, out byte[]? data)
            ? $"\"{Convert.ToBase64String(data.AsSpan((int)first * FlowPadding.SectorSize, (int)(end - start) * FlowPadding.SectorSize))}\""
            : "null";
    }

    private static string DownloadWithProof(Entry entry, long segment)
    {
        if (!entry.Segments.TryGetValue(segment, out byte[]? data))
        {
            return "null";
        }

        using SegmentWithProof answer = new(entry.Root, data, segment, TreeOf(entry).Proof(segment), entry.Size);
        return WireText.Of(answer.Write);
    }

    private static FileTree TreeOf(Entry entry)
    {
        if (entry.Tree is null)
        {
            // What came by an upload lies there in segments.
            byte[] padded = [.. entry.Segments.OrderBy(item => item.Key).SelectMany(item => item.Value)];
            using FileSource source = FileSource.FromBytes(padded.AsMemory(0, (int)entry.Size));
            entry.Tree = FileTree.BuildAsync(source).GetAwaiter().GetResult();
        }

        return entry.Tree;
    }

    private sealed record Entry(Hash256 Root, long Size, long Start, SubmissionNode[] Nodes)
    {
        public ConcurrentDictionary<long, byte[]> Segments { get; } = new();

        public FileTree? Tree { get; set; }
    }
}
