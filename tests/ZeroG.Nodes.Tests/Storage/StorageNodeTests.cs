using ZeroG.Chain;
using ZeroG.Nodes.JsonRpc;
using ZeroG.Nodes.Logging;
using ZeroG.Nodes.Storage;
using ZeroG.Storage.Nodes;
using ZeroG.Testing;

namespace ZeroG.Nodes.Tests.Storage;

public sealed class StorageNodeTests : IAsyncLifetime
{
    private readonly ScriptedChain _chain = new();
    private readonly NodeLog _log = new();
    private readonly TempFolder _folder = new();
    private JsonRpcHost _chainHost = null!;

    public async ValueTask InitializeAsync() => _chainHost = await JsonRpcHost.StartAsync(_chain, new JsonRpcHostOptions(), _log);

    public async ValueTask DisposeAsync()
    {
        await _chainHost.DisposeAsync();
        _log.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Start_AfterStopOverTheSameFolder_KeepsFilesAndReadsOn()
    {
        TestFile file = TestFile.Create(300_000);
        long sequence = _chain.Submit(file);
        await using (StorageNode first = await StartAsync(Options()))
        {
            using StorageNodeClient client = new(first.Uri!);
            await client.UploadSegmentsBySequenceAsync([file.Segment(0), file.Segment(1)], sequence);
            Assert.Equal(1, first.SyncedBlock);
        }

        _chain.Submit(TestFile.Create(100, 2));
        await using StorageNode second = await StartAsync(Options());
        using StorageNodeClient again = new(second.Uri!);

        Assert.True(await again.CheckFileFinalizedAsync(file.Root));
        using SegmentWithProof? segment = await again.DownloadSegmentWithProofBySequenceAsync(sequence, 1);
        Assert.Equal(file.Wire(1), segment!.Data);
        Assert.Equal(2, second.SubmissionCount);
        Assert.Equal((0L, 1L), _chain.Ranges[0]);
        Assert.Equal((2L, 2L), _chain.Ranges[1]);
    }

    [Fact]
    public async Task Start_WithoutFolder_LeavesNothingBehind()
    {
        StorageNode node = await StartAsync(Options() with { DataPath = null });
        Assert.Null(node.DataPath);
        Assert.True(Directory.Exists(node.FolderPath));

        await node.DisposeAsync();

        Assert.Equal(NodeState.Stopped, node.State);
        Assert.False(Directory.Exists(node.FolderPath));
    }

    [Fact]
    public async Task Start_FolderOfAnotherShardOrNetwork_IsRefused()
    {
        await (await StartAsync(Options())).DisposeAsync();

        await AssertFailsAsync("ZgDataFolder", Options() with { Shard = new ShardConfig(1, 2) });
        await AssertFailsAsync("ZgDataFolder", Options() with { FlowAddress = Address.Zero });
    }

    [Fact]
    public async Task Start_FolderOfARunningNode_IsRefused()
    {
        await using StorageNode running = await StartAsync(Options());

        await AssertFailsAsync("ZgDataInUse", Options());
        Assert.Equal(NodeState.Running, running.State);
    }

    [Fact]
    public async Task Start_PortInUse_SaysSoAndLetsTheFolderGo()
    {
        await AssertFailsAsync("ZgPortInUse", Options() with { Port = _chainHost.Uri.Port });

        await (await StartAsync(Options())).DisposeAsync();
    }

    [Fact]
    public async Task Run_LogIsBroken_FaultsTheNode()
    {
        _chain.Submit(TestFile.Create(100));
        _chain.Submit(TestFile.Create(100));
        await using StorageNode node = new(Options() with { StartBlock = 2 });
        try
        {
            await node.StartAsync();
        }
        catch (ZeroGException early)
        {
            Assert.Equal("ZgNodeFaulted", early.ErrorId);
        }

        await node.Completion.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(NodeState.Faulted, node.State);
        Assert.Equal("ZgLogGap", Assert.IsType<ZeroGException>(node.Failure).ErrorId);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => node.CaughtUp);
    }

    [Fact]
    public void Create_ImpossibleShard_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new StorageNode(Options() with { Shard = new ShardConfig(2, 2) }));

    private StorageNodeOptions Options() => new()
    {
        ChainUri = _chainHost.Uri,
        FlowAddress = ScriptedChain.Flow,
        Confirmations = 0,
        PollInterval = TimeSpan.FromMilliseconds(5),
        DataPath = _folder["node"],
        Durable = false,
    };

    private static async Task<StorageNode> StartAsync(StorageNodeOptions options)
    {
        StorageNode node = new(options);
        await node.StartAsync();
        await node.CaughtUp.WaitAsync(TimeSpan.FromSeconds(20));
        return node;
    }

    private static async Task AssertFailsAsync(string errorId, StorageNodeOptions options)
    {
        await using StorageNode node = new(options);
        ZeroGException failure = await Assert.ThrowsAnyAsync<ZeroGException>(() => node.StartAsync());
        Assert.Equal(errorId, failure.ErrorId);
        Assert.Equal(NodeState.Faulted, node.State);
    }
}
