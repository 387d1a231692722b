using ZeroG.Chain;
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
        using FakeRpcServer calls = new();
        using IndexerClient indexer = new(new Uri("http://indexer.test"), null, calls);
        using FileLocator locator = await OpenAsync(indexer);

        Assert.Equal([_trusted.Uri], (await locator.FindAsync(_tree!.Root)).Select(report => report.Node.Client.Uri));
        Assert.Empty(calls.Calls);
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

        using FakeRpcServer calls = new FakeRpcServer().On(
            "indexer_getFileLocations", "[{\"url\":\"http://discovered.test:5678\",\"config\":{\"shardId\":0,\"numShard\":1},\"latency\":1,\"since\":2}]");
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
        using FakeRpcServer calls = new FakeRpcServer().On("indexer_getFileLocations", answer);
        using IndexerClient indexer = new(new Uri("http://indexer.test"), null, calls);
        using FileLocator locator = await OpenAsync(indexer);

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(
            () => new FileDownload(locator).ReceiveAsync(_tree!.Root, _folder["out.bin"]));

        Assert.Equal("ZgFileUnknown", failure.ErrorId);
    }

    private async Task<FileLocator> OpenAsync(IndexerClient indexer) =>
        new(await NodeSet.FromNodesAsync([_trusted.Client]), indexer, _ => new StorageNodeClient(_discovered.Uri, null, _discovered));
}
