using ZeroG.Chain.JsonRpc;
using ZeroG.Nodes.Indexer;
using ZeroG.Storage.Indexers;

namespace ZeroG.Nodes.Tests.Indexer;

/// <summary>Who has a file, on a clock that the tests move.</summary>
public sealed class FileHoldersTests : IAsyncLifetime
{
    private const long File = 7;
    private const string Locations = """[{"ip":"127.0.0.1","shardConfig":{"shardId":9,"numShard":16}}]""";
    private const string BySequence = "zgs_getFileInfoByTxSeq";

    private ScriptedStorage _even = null!;
    private ScriptedStorage _odd = null!;
    private ScriptedStorage _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _even = await ScriptedStorage.StartAsync(0, 2);
        _odd = await ScriptedStorage.StartAsync(1, 2);
        _admin = await ScriptedStorage.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _even.DisposeAsync();
        await _odd.DisposeAsync();
        await _admin.DisposeAsync();
    }

    [Fact]
    public async Task TrustedNodes_ThatHaveIt_AreRememberedForTenMinutes()
    {
        _even.Has(File);
        _odd.Has(File);
        await using IndexerFixture indexer = await IndexerFixture.StartAsync(new IndexerNodeOptions { Nodes = [_even.Uri, _odd.Uri] });

        Assert.Equal([_even.Url, _odd.Url], await FindAsync(indexer));
        indexer.Time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal([_even.Url, _odd.Url], await FindAsync(indexer));
        Assert.Equal(1, _odd.Calls(BySequence));

        indexer.Time.Advance(TimeSpan.FromMinutes(2));
        await _odd.CloseAsync();
        Assert.Null(await FindAsync(indexer));
        Assert.Equal(2, _even.Calls(BySequence));
    }

    [Fact]
    public async Task Holders_AfterTheCacheExpiry_AreForgotten()
    {
        _even.Has(File);
        _odd.Has(File);
        await using IndexerFixture indexer = await IndexerFixture.StartAsync(
            new IndexerNodeOptions { Nodes = [_even.Uri, _odd.Uri], FileCacheExpiry = TimeSpan.FromMinutes(5) });

        await FindAsync(indexer);
        indexer.Time.Advance(TimeSpan.FromMinutes(6));
        await FindAsync(indexer);

        Assert.Equal(2, _odd.Calls(BySequence));
    }

    [Fact]
    public async Task TrustedNodes_UploadGoesOn_TheLastOneIsSeenAtOnce()
    {
        _even.Has(File);
        _odd.Has(File, finalized: false);
        await using IndexerFixture indexer = await IndexerFixture.StartAsync(new IndexerNodeOptions { Nodes = [_even.Uri, _odd.Uri] });

        Assert.Null(await FindAsync(indexer));
        _odd.Has(File);
        Assert.Equal([_even.Url, _odd.Url], await FindAsync(indexer));
    }

    [Fact]
    public async Task Hearsay_IsCheckedWithTheNodeAndForThisFileOnly()
    {
        _even.Has(File).Has(File + 1);
        _odd.Has(File);
        _admin.On("admin_getFileLocation", Locations);
        await using IndexerFixture indexer = await StartAsync();

        Assert.Equal([_even.Url, _odd.Url], await FindAsync(indexer));
        Assert.Equal(1, (await indexer.Client.GetFileLocationsAsync(ScriptedStorage.RootOf(File)))![1].Config.ShardId);
        Assert.Equal(1, _admin.Calls("admin_getFileLocation"));

        Assert.Null(await FindAsync(indexer, File + 1));
        Assert.Equal(1, _admin.Calls("admin_findFile"));
    }

    [Fact]
    public async Task Hearsay_AddressThatDoesNotAnswer_IsTriedAgainAfterTenMinutes()
    {
        _even.Has(File);
        _odd.Has(File).On(BySequence, (string?)null);
        _admin.On("admin_getFileLocation", Locations);
        await using IndexerFixture indexer = await StartAsync();

        Assert.Null(await FindAsync(indexer));
        Assert.Null(await FindAsync(indexer));
        Assert.Equal(1, _odd.Calls(BySequence));

        _odd.Has(File);
        indexer.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal([_even.Url, _odd.Url], await FindAsync(indexer));
    }

    [Fact]
    public async Task Search_AtMostOncePerHourAndFile()
    {
        _even.Has(File);
        await using IndexerFixture indexer = await StartAsync();

        Assert.Null(await FindAsync(indexer));
        indexer.Time.Advance(TimeSpan.FromMinutes(59));
        Assert.Null(await FindAsync(indexer));
        Assert.Equal(1, _admin.Calls("admin_findFile"));

        indexer.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await FindAsync(indexer));
        Assert.Equal(2, _admin.Calls("admin_findFile"));
    }

    [Fact]
    public async Task Search_ThatTheDiscoveryNodeDidNotHear_IsMadeAgain()
    {
        _even.Has(File);
        _admin.On("admin_findFile", (string?)null);
        await using IndexerFixture indexer = await StartAsync();

        Assert.Null(await FindAsync(indexer));
        _admin.On("admin_findFile", "null");
        Assert.Null(await FindAsync(indexer));

        Assert.Equal(2, _admin.Calls("admin_findFile"));
        Assert.Contains(indexer.Node.Log.Read(), entry => entry.EventId == 207);
    }

    [Fact]
    public async Task ManyClientsAtOnce_AreOneSearch()
    {
        _even.Has(File);
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using IndexerFixture indexer = await StartAsync();
        _admin.Gate = gate.Task;

        Task<IEnumerable<string>?>[] clients = [.. Enumerable.Range(0, 20).Select(_ => FindAsync(indexer))];
        await IndexerFixture.UntilAsync(
            () => Task.FromResult(_even.Calls("zgs_getFileInfo") == clients.Length && _admin.Calls("admin_getFileLocation") > 0));
        gate.SetResult();
        await Task.WhenAll(clients);

        // A client that came when the first search had just ended began another; none of them searched the network again.
        Assert.Equal(1, _admin.Calls("admin_findFile"));
        Assert.InRange(_admin.Calls("admin_getFileLocation"), 1, clients.Length - 1);
    }

    [Fact]
    public async Task Indexer_WithoutTrustedNodes_AsksThoseItDiscovered()
    {
        await using ScriptedStorage whole = await ScriptedStorage.StartAsync();
        whole.Has(File);
        _admin.On("admin_getPeers", ScriptedStorage.Peers("127.0.0.1"));
        await using IndexerFixture indexer = await IndexerFixture.StartAsync(
            new IndexerNodeOptions { DiscoveryNode = _admin.Uri, DiscoveryPorts = [whole.Uri.Port] });
        await indexer.DiscoveredAsync(whole.Url);

        Assert.Equal([whole.Url], await FindAsync(indexer));
    }

    [Fact]
    public async Task UnknownFile_IsRefusedInTheOfficialWords()
    {
        await using IndexerFixture indexer = await StartAsync();
        JsonRpcException unknown = await Assert.ThrowsAsync<JsonRpcException>(() => FindAsync(indexer));
        Assert.Equal("file not found", unknown.RemoteMessage);

        // Known by its root, and gone from the log a moment later.
        _even.Has(File).On(BySequence, "null");
        JsonRpcException forgotten = await Assert.ThrowsAsync<JsonRpcException>(() => FindAsync(indexer));
        Assert.Equal("file info not found", forgotten.RemoteMessage);
    }

    private Task<IndexerFixture> StartAsync() => IndexerFixture.StartAsync(
        new IndexerNodeOptions { Nodes = [_even.Uri], DiscoveryNode = _admin.Uri, DiscoveryPorts = [_odd.Uri.Port] });

    private static async Task<IEnumerable<string>?> FindAsync(IndexerFixture indexer, long file = File)
    {
        IReadOnlyList<IndexedNode>? nodes = await indexer.Client.GetFileLocationsAsync(ScriptedStorage.RootOf(file));
        return nodes?.Select(node => node.Url);
    }
}
