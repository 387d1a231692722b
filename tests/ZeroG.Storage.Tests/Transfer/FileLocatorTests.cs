using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Storage.Files;
using ZeroG.Storage.Indexers;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Transfer;
using ZeroG.Testing;

namespace ZeroG.Storage.Tests.Transfer;

public sealed class FileLocatorTests : IAsyncLifetime
{
    private static readonly byte[] Bytes = new byte[1000];

    private readonly ScriptedNode _trusted = new("trusted");
    private readonly ScriptedNode _discovered = new("discovered");
    private readonly TempFolder _folder = new();
    private FileTree? _tree;

    public async ValueTask InitializeAsync()
    {
        using FileSource source = FileSource.FromBytes(Bytes);
        _tree = await FileTree.BuildAsync(source);
    }

    public ValueTask DisposeAsync()
    {
        _trusted.Dispose();
        _discovered.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Find_KnownNodesHaveTheFile_AsksNobodyElse()
    {
        _trusted.Keep(Bytes, _tree!);
        using FakeRpcServer calls = Indexer();
        using IndexerClient indexer = new(new Uri("http://indexer.test"), null, calls);
        using FileLocator locator = await OpenAsync(indexer);

        Assert.Equal([_trusted.Uri], (await locator.FindAsync(_tree!.Root)).Select(report => report.Node.Client.Uri));
        Assert.Equal(["indexer_getShardedNodes"], calls.Calls.Select(call => call.Method));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Find_KnownNodesLackTheFile_FindsItWhereTheIndexerSawIt(bool isBeingSent)
    {
        _discovered.Keep(Bytes, _tree!);
        if (isBeingSent)
        {
            _trusted.Keep(Bytes, _tree!);
            _trusted.Forget(7, 0);
        }

        using FakeRpcServer calls = Indexer().On(
            "indexer_getFileLocations",
            "[{\"url\":\"http://discovered.test:5678\",\"config\":{\"shardId\":0,\"numShard\":1},\"latency\":1,\"since\":2}]");
        using IndexerClient indexer = new(new Uri("http://indexer.test"), null, calls);
        using FileLocator locator = await OpenAsync(indexer);

        DownloadResult result = await new FileDownload(locator).ReceiveAsync(_tree!.Root, _folder["out.bin"]);

        Assert.Equal(Bytes, await File.ReadAllBytesAsync(_folder["out.bin"]));
        Assert.Equal([_discovered.Uri], result.Node);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"nonsense\"")]
    [InlineData("[{\"url\":\"http://discovered.test:5678\",\"config\":{\"shardId\":0,\"numShard\":2},\"latency\":1,\"since\":2}]")]
    public async Task Find_IndexerKnowsNothingMore_SaysWhatTheKnownNodesSaid(string answer)
    {
        using FakeRpcServer calls = Indexer().On("indexer_getFileLocations", answer);
        using IndexerClient indexer = new(new Uri("http://indexer.test"), null, calls);
        using FileLocator locator = await OpenAsync(indexer);

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(
            () => new FileDownload(locator).ReceiveAsync(_tree!.Root, _folder["out.bin"]));

        Assert.Equal("ZgFileUnknown", failure.ErrorId);
    }

    [Fact]
    public async Task Open_TrustedNodesAreGone_KnowsTheOthersAndNoAddressThatIsNone()
    {
        _discovered.Keep(Bytes, _tree!);
        _trusted.Answering = (_, _) => throw new HttpRequestException(HttpRequestError.ConnectionError, "gone");
        using FakeRpcServer calls = Indexer();
        using IndexerClient indexer = new(new Uri("http://indexer.test"), null, calls);
        using FileLocator locator = await OpenAsync(indexer);

        DownloadResult result = await new FileDownload(locator).ReceiveAsync(_tree!.Root, _folder["out.bin"]);

        Assert.Equal([_discovered.Uri], result.Node);
        Assert.Equal(["indexer_getShardedNodes"], calls.Calls.Select(call => call.Method));
    }

    [Fact]
    public async Task Find_ManyFilesElsewhere_AreAskedForOverOneConnection()
    {
        _discovered.Keep(Bytes, _tree!);
        using FakeRpcServer calls = Indexer().On(
            "indexer_getFileLocations", "[{\"url\":\"http://discovered.test:5678\",\"config\":{\"shardId\":0,\"numShard\":1}}]");
        using IndexerClient indexer = new(new Uri("http://indexer.test"), null, calls);
        int made = 0;
        using FileLocator locator = await FileLocator.OpenAsync(indexer, uri => Connect(uri, ref made));

        for (int i = 0; i < 3; i++)
        {
            Assert.Contains(await locator.FindAsync(_tree!.Root), report => report.Info is { Finalized: true });
        }

        Assert.Equal(2, made);
    }

    private static FakeRpcServer Indexer() => new FakeRpcServer().On(
        "indexer_getShardedNodes",
        "{\"trusted\":[{\"url\":\"http://trusted.test:5678\",\"config\":{\"shardId\":0,\"numShard\":1}}],"
        + "\"discovered\":[{\"url\":\"nonsense\",\"config\":{\"shardId\":0,\"numShard\":1}},"
        + "{\"url\":\"http://discovered.test:5678\",\"config\":{\"shardId\":0,\"numShard\":1}}]}");

    private Task<FileLocator> OpenAsync(IndexerClient indexer)
    {
        int made = 0;
        return FileLocator.OpenAsync(indexer, uri => Connect(uri, ref made));
    }

    // One attempt, so that a node that is gone is noticed at once.
    private StorageNodeClient Connect(Uri uri, ref int made)
    {
        made++;
        return new StorageNodeClient(
            uri, JsonRpcClientOptions.Default with { MaxAttempts = 1 }, uri == _trusted.Uri ? _trusted : _discovered);
    }
}
