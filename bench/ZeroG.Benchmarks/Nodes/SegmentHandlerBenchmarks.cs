using System.Net.Http.Headers;
using System.Text;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using ZeroG.Chain;
using ZeroG.Nodes.JsonRpc;
using ZeroG.Nodes.Logging;
using ZeroG.Nodes.Storage;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Nodes;

namespace ZeroG.Benchmarks.Nodes;

/// <summary>
/// One segment into and out of a storage node, from the bytes of the request to those of the answer: ours against a handler that is written
/// the obvious way over the same hashes and the same store, and against a whole node that is. All check the same; <see cref="Http"/> puts
/// Kestrel and a client around each.
/// </summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory, BenchmarkLogicalGroupRule.ByParams)]
[CategoriesColumn]
[MinColumn]
public class SegmentHandlerBenchmarks : IDisposable
{
    private const int Segments = 64;

    // Downloads are over sooner than uploads, and need more of them for a round of the same length.
    private const int Rounds = 4;

    // A client sends several at once.
    private const int SegmentsPerCall = 8;

    private readonly NodeLog _log = new();
    private readonly HttpClient _client = new();
    private readonly byte[][] _uploads = new byte[Segments / SegmentsPerCall][];
    private readonly byte[][] _downloads = new byte[Segments][];
    private FlowTransaction _file = null!;
    private StoreOnDisk _store = null!;
    private JsonRpcDispatcher _dispatcher = null!;
    private JsonRpcHost _host = null!;
    private NaiveHost _naiveHost = null!;
    private NaiveHost _naiveNodeHost = null!;

    /// <summary>Whether requests go over HTTP on loopback.</summary>
    [Params(false, true)]
    public bool Http { get; set; }

    [GlobalSetup]
    public void Make()
    {
        byte[] data = new byte[Segments * FlowPadding.SegmentSize];
        new Random(1).NextBytes(data);
        using FileSource source = FileSource.FromBytes(data);
        FileTree tree = FileTree.BuildAsync(source).GetAwaiter().GetResult();
        _file = StoreOnDisk.FileOf(tree);
        SegmentWithProof[] segments = [.. Enumerable.Range(0, Segments).Select(i => new SegmentWithProof(
            tree.Root, data.AsMemory(i * FlowPadding.SegmentSize, FlowPadding.SegmentSize), i, tree.Proof(i), data.Length))];
        for (int i = 0; i < Segments; i++)
        {
            _uploads[i / SegmentsPerCall] = Requests.Upload(
                segments.AsSpan(i / SegmentsPerCall * SegmentsPerCall, SegmentsPerCall).ToArray(), _file.Sequence);
            _downloads[i] = Requests.Download(_file.Sequence, i);
        }

        _dispatcher = new JsonRpcDispatcher(_log);
        Open();
        Upload();
        byte[] ours = Answer(_downloads[^1]);
        byte[] naive = _store.Naive.Answer(_downloads[^1]);
        Answers.AssertEqual(Requests.DataOf(naive), Requests.DataOf(ours), nameof(Download));
        Answers.AssertEqual(data.AsSpan(^FlowPadding.SegmentSize..), Requests.DataOf(ours), nameof(DownloadNaive));
        Close();
        Open();
        UploadNaive();
        Answers.AssertEqual(ours, Answer(_downloads[^1]), nameof(UploadNaive));
        UploadNaiveNode();
        Answers.AssertEqual(ours, _store.NaiveNode.Answer(_downloads[^1]), nameof(DownloadNaiveNode));
        Close();
    }

    // Every upload goes into an empty store; downloads find all segments there.
    [IterationSetup(Targets = [nameof(UploadNaive), nameof(UploadNaiveNode), nameof(Upload)])]
    public void Open()
    {
        _store = new StoreOnDisk(_file, _log);
        _host = JsonRpcHost.StartAsync(_store.Rpc, new JsonRpcHostOptions(), _log).GetAwaiter().GetResult();
        _naiveHost = new NaiveHost(_store.Naive);
        _naiveNodeHost = new NaiveHost(_store.NaiveNode);
    }

    [IterationSetup(Targets = [nameof(DownloadNaive), nameof(DownloadNaiveNode), nameof(Download)])]
    public void OpenFilled()
    {
        Open();
        bool http = Http;
        Http = false;
        Upload();
        UploadNaiveNode();
        Http = http;
    }

    [IterationCleanup]
    public void Close()
    {
        _naiveNodeHost.Dispose();
        _naiveHost.Dispose();
        _host.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _store.Dispose();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _client.Dispose();
        _log.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Segments)]
    [BenchmarkCategory("upload")]
    public void UploadNaive() => SendAll(_uploads, _store.Naive, _naiveHost);

    [Benchmark(OperationsPerInvoke = Segments)]
    [BenchmarkCategory("upload")]
    public void UploadNaiveNode() => SendAll(_uploads, _store.NaiveNode, _naiveNodeHost);

    [Benchmark(OperationsPerInvoke = Segments)]
    [BenchmarkCategory("upload")]
    public void Upload() => SendAll(_uploads);

    [Benchmark(Baseline = true, OperationsPerInvoke = Segments * Rounds)]
    [BenchmarkCategory("download")]
    public void DownloadNaive() => Repeat(() => SendAll(_downloads, _store.Naive, _naiveHost));

    [Benchmark(OperationsPerInvoke = Segments * Rounds)]
    [BenchmarkCategory("download")]
    public void DownloadNaiveNode() => Repeat(() => SendAll(_downloads, _store.NaiveNode, _naiveNodeHost));

    [Benchmark(OperationsPerInvoke = Segments * Rounds)]
    [BenchmarkCategory("download")]
    public void Download() => Repeat(() => SendAll(_downloads));

    private static void Repeat(Action send)
    {
        for (int i = 0; i < Rounds; i++)
        {
            send();
        }
    }

    private void SendAll(byte[][] requests, NaiveHandler handler, NaiveHost host)
    {
        foreach (byte[] request in requests)
        {
            if (Http)
            {
                Post(host.Uri, request);
            }
            else
            {
                handler.Answer(request);
            }
        }
    }

    private void SendAll(byte[][] requests)
    {
        foreach (byte[] request in requests)
        {
            if (Http)
            {
                Post(_host.Uri, request);
            }
            else
            {
                using PooledBuffer answer = new();
                Handle(request, answer);
            }
        }
    }

    private void Post(Uri uri, byte[] request)
    {
        using ByteArrayContent content = new(request);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using HttpRequestMessage message = new(HttpMethod.Post, uri) { Content = content };
        using HttpResponseMessage answer = _client.Send(message, HttpCompletionOption.ResponseHeadersRead);
        using Stream body = answer.EnsureSuccessStatusCode().Content.ReadAsStream();
        body.CopyTo(Stream.Null);
    }

    private byte[] Answer(byte[] request)
    {
        using PooledBuffer answer = new();
        Handle(request, answer);
        return answer.Written.ToArray();
    }

    private void Handle(byte[] request, PooledBuffer answer)
    {
        _dispatcher.AnswerAsync(_store.Rpc, request, answer, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        if (answer.Written.Span.IndexOf("\"error\""u8) >= 0)
        {
            throw new InvalidOperationException(Encoding.UTF8.GetString(answer.Written.Span));
        }
    }
}
