using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Nodes.JsonRpc;
using ZeroG.Nodes.Logging;
using ZeroG.Nodes.Storage;

namespace ZeroG.Nodes.Tests.Storage;

public sealed class LogSyncTests : IDisposable
{
    private readonly StorageFixture _node = new();

    public void Dispose() => _node.Dispose();

    [Fact]
    public async Task Step_LongChain_IsReadInPagesOf999()
    {
        _node.Chain.Mine(1500);
        _node.Chain.Submit(TestFile.Create(100));
        _node.Chain.Mine(1000);

        await _node.SyncAsync();

        Assert.Equal([(0, 998), (999, 1997), (1998, 2501)], _node.Chain.Ranges);
        Assert.Equal(1, _node.Store.Submissions.NextSequence);
        Assert.Equal(2501, _node.Store.Submissions.Progress?.Number);
        Assert.False(await _node.Sync.StepAsync(default));
    }

    [Fact]
    public async Task Step_UnconfirmedBlocks_AreLeft()
    {
        using StorageFixture node = new(confirmations: 3);
        node.Chain.Submit(TestFile.Create(100));
        node.Chain.Mine(2);
        await node.SyncAsync();
        Assert.Equal(0, node.Store.Submissions.NextSequence);

        node.Chain.Mine();
        await node.SyncAsync();

        Assert.Equal(1, node.Store.Submissions.NextSequence);
        Assert.Equal(1, node.Store.Submissions.Progress?.Number);
    }

    [Fact]
    public async Task Step_SubmissionsMoveInAReorganisation_TakesThemBackAndKeepsTheirData()
    {
        TestFile stays = TestFile.Create(1000, 1);
        TestFile moves = TestFile.Create(300_000, 2);
        TestFile other = TestFile.Create(5000, 3);
        await _node.UploadAsync(stays, await _node.SubmitAsync(stays));
        _node.Chain.Mine(2);
        await _node.UploadAsync(moves, await _node.SubmitAsync(moves));

        _node.Chain.Reorganise(2);
        _node.Chain.Submit(other, moves);
        _node.Chain.Mine();
        await _node.SyncAsync();

        Assert.Equal(3, _node.Store.Submissions.NextSequence);
        Assert.Equal(other.Root, _node.Store.Submissions.Find(1)!.Root);
        FlowTransaction again = _node.Store.Submissions.Find(2)!;
        Assert.Equal(moves.Root, again.Root);
        Assert.Equal(FileStatus.Finalized, _node.Store.StatusOf(again));
        byte[] read = new byte[moves.Wire(1).Length];
        Assert.True(_node.Store.TryRead(again, 1024, read));
        Assert.Equal(moves.Wire(1), read);
        Assert.Equal(FileStatus.Finalized, _node.Store.StatusOf(_node.Store.Submissions.Find(0)!));
        Assert.Null(_node.Pool.CountOf(moves.Root));
        Assert.Contains(_node.Log.Read(), entry => entry.EventId == 103);
    }

    [Fact]
    public async Task Step_SubmissionGoesForGood_WaitsInThePool()
    {
        TestFile file = TestFile.Create(1000);
        await _node.UploadAsync(file, await _node.SubmitAsync(file));

        _node.Chain.Reorganise(1);
        _node.Chain.Mine(2);
        await _node.SyncAsync();

        Assert.Equal(0, _node.Store.Submissions.NextSequence);
        Assert.Equal(1, _node.Store.Submissions.Context.Length);
        Assert.Equal(1, _node.Pool.CountOf(file.Root));
    }

    [Fact]
    public async Task Step_SubmissionOfALargeFileMoves_KeepsItsDataUpToTheLimit()
    {
        using StorageFixture node = new(limits: new UploadLimits { PooledFileSize = 1000, KeptFileSize = 600_000 });
        TestFile kept = TestFile.Create(600_000);
        TestFile dropped = TestFile.Create(600_001, seed: 2);
        await node.UploadAsync(kept, await node.SubmitAsync(kept));
        await node.UploadAsync(dropped, await node.SubmitAsync(dropped));

        node.Chain.Reorganise(2);
        node.Chain.Submit(dropped, kept);
        node.Chain.Mine(3);
        await node.SyncAsync();

        Assert.Null(node.Store.StatusOf(node.Store.Submissions.Find(dropped.Root, false)!));
        Assert.Equal(FileStatus.Finalized, node.Store.StatusOf(node.Store.Submissions.Find(kept.Root, false)!));
        Assert.Equal(0, node.Pool.Sectors);
        Assert.Single(node.Log.Read(), entry => entry.EventId == 104);
    }

    [Fact]
    public async Task Step_ChainIsShorterNow_GoesBackToTheCommonBlock()
    {
        await _node.SubmitAsync(TestFile.Create(1000));
        _node.Chain.Mine(5);
        await _node.SyncAsync();

        _node.Chain.Reorganise(4);
        await _node.SyncAsync();

        Assert.Equal(2, _node.Store.Submissions.Progress?.Number);
        Assert.Equal(1, _node.Store.Submissions.NextSequence);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Step_MachineThatAnswersLagsBehind_TakesNothingBack(bool headIsElsewhere)
    {
        using StorageFixture node = new(confirmations: 3);
        TestFile file = TestFile.Create(1000);
        node.Chain.Submit(file);
        node.Chain.Mine(5);
        await node.SyncAsync();
        SyncPoint? before = node.Store.Submissions.Progress;

        node.Chain.Lag = 5;
        node.Chain.HeadIsElsewhere = headIsElsewhere;
        Assert.False(await node.Sync.StepAsync(default));

        Assert.Equal((1, before), (node.Store.Submissions.NextSequence, node.Store.Submissions.Progress));
        node.Chain.Lag = 0;
        node.Chain.Mine();
        await node.SyncAsync();
        Assert.Equal(before!.Value.Number + 1, node.Store.Submissions.Progress?.Number);
    }

    [Fact]
    public async Task Step_LaggingMachineShowedABlockAsEmpty_ReadsItAgain()
    {
        _node.Chain.Submit(TestFile.Create(1000, 1));
        await _node.SyncAsync();
        _node.Chain.Submit(TestFile.Create(1000, 2));
        _node.Chain.HidesLogs = true;
        await _node.SyncAsync();
        Assert.Equal(1, _node.Store.Submissions.NextSequence);
        _node.Chain.HidesLogs = false;
        _node.Chain.Submit(TestFile.Create(1000, 3));

        Assert.False(await _node.Sync.StepAsync(default));
        await _node.SyncAsync();

        Assert.Equal(3, _node.Store.Submissions.NextSequence);
    }

    [Fact]
    public async Task Step_LogMissesASubmissionForGood_GivesUp()
    {
        _node.Chain.Submit(TestFile.Create(1000, 1));
        await _node.SyncAsync();
        _node.Chain.HiddenSequence = _node.Chain.Submit(TestFile.Create(1000, 2));
        _node.Chain.Submit(TestFile.Create(1000, 3));

        for (int i = 0; i < LogSync.MaximumRereads; i++)
        {
            Assert.False(await _node.Sync.StepAsync(default));
        }

        Assert.Equal("ZgLogGap", (await Assert.ThrowsAsync<ZeroGException>(() => _node.Sync.StepAsync(default))).ErrorId);
    }

    [Fact]
    public async Task Step_ChainChangesUnderThePage_ReadsItAgain()
    {
        TestFile first = TestFile.Create(1000, 1);
        TestFile second = TestFile.Create(1000, 2);
        _node.Chain.Submit(first);
        _node.Chain.OnRead = () =>
        {
            _node.Chain.OnRead = null;
            _node.Chain.Reorganise(1);
            _node.Chain.Submit(second);
        };

        await _node.SyncAsync();

        Assert.Equal(second.Root, _node.Store.Submissions.Find(0)!.Root);
        Assert.Equal(1, _node.Store.Submissions.NextSequence);
    }

    [Fact]
    public async Task Step_LogBeginsTooLate_SaysWhatToDo()
    {
        TestFile file = TestFile.Create(1000);
        _node.Chain.Submit(file);
        _node.Chain.Submit(file);
        LogSync late = new(
            _node.Chain, _node.Store, _node.Pool, _node.Upload,
            new LogSyncOptions(2, 0, TimeSpan.FromMilliseconds(1), TimeProvider.System), _node.Log);

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => late.StepAsync(default));

        Assert.Equal("ZgLogGap", failure.ErrorId);
        Assert.Equal(2L, failure.Target);
    }

    [Fact]
    public async Task Run_ChainFailsOnce_LogsItAndGoesOn()
    {
        _node.Chain.Submit(TestFile.Create(1000));
        _node.Chain.OnRead = () =>
        {
            _node.Chain.OnRead = null;
            throw new ZeroGException("ZgRpcUnreachable", ErrorKind.ConnectionError, "The chain is away. Wait.");
        };
        using CancellationTokenSource stop = new();
        Task running = _node.Sync.RunAsync(stop.Token);

        await _node.Sync.CaughtUp.WaitAsync(TimeSpan.FromSeconds(10));
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(1, _node.Store.Submissions.NextSequence);
        Assert.Contains(_node.Log.Read(), entry => entry.EventId == 105);
    }

    [Fact]
    public async Task EthereumFlowLog_ProviderLimitsTheRange_HalvesUntilItPasses()
    {
        using NodeLog log = new();
        _node.Chain.Submit(TestFile.Create(1000, 1));
        _node.Chain.Mine(8);
        _node.Chain.Submit(TestFile.Create(2000, 2));
        _node.Chain.RangeLimit = 3;
        await using JsonRpcHost host = await JsonRpcHost.StartAsync(_node.Chain, new JsonRpcHostOptions(), log);
        using ZeroG.Chain.JsonRpc.JsonRpcClient client = new(host.Uri);
        EthereumFlowLog source = new(new EthereumClient(client), ScriptedChain.Flow);

        IReadOnlyList<FlowSubmission> read = await source.GetSubmissionsAsync(0, 10, default);
        IReadOnlyList<FlowSubmission> expected = await _node.Chain.GetSubmissionsAsync(0, 10, default);

        Assert.Equal(expected.Select(item => item.Block), read.Select(item => item.Block));
        Assert.Equal(expected.Select(item => item.Transaction.ToBytes()), read.Select(item => item.Transaction.ToBytes()));
        Assert.Equal(10, await source.GetHeadAsync(default));
        Assert.Equal(expected[0].Block.Hash, await source.GetBlockHashAsync(1, default));
        Assert.Null(await source.GetBlockHashAsync(11, default));
    }
}
