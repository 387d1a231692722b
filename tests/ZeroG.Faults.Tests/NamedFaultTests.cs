using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Nodes.DevNet;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Submissions;
using ZeroG.Storage.Transfer;
using ZeroG.Testing;
using ZeroG.Testing.Faults;

namespace ZeroG.Faults.Tests;

/// <summary>
/// The faults that everybody meets, each by name: how the run ends, and that the next one ends well with one payment in all.
/// </summary>
public sealed class NamedFaultTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly byte[] Content = BytesOf(600_000);

    private readonly TempFolder _folder = new();
    private readonly Wallet _wallet = DevelopmentAccounts.Open(0);
    private FaultNetwork _network = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _network = await FaultNetwork.StartAsync(new DevNetOptions { Name = $"named-{Guid.NewGuid():N}", StorageNodeCount = 2 }, Cancel);

    public async ValueTask DisposeAsync()
    {
        await _network.DisposeAsync();
        _wallet.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Chain_LimitsRequestsForAWhile_TheUploadWaitsAndEnds()
    {
        await SendAsync((server, _, count) => server == "chain" && count <= 2 ? FaultKind.TooManyForNow : null);

        await AssertStoredOnceAsync();
    }

    [Theory]
    [InlineData(FaultKind.TooMany, "ZgRpcRateLimited")]
    [InlineData(FaultKind.LimitExceeded, "ZgRpcError")]
    [InlineData(FaultKind.Silence, "ZgRpcTimeout")]
    [InlineData(FaultKind.Unreachable, "ZgRpcUnreachable")]
    [InlineData(FaultKind.Unavailable, "ZgRpcHttpError")]
    [InlineData(FaultKind.Page, "ZgRpcAnswerInvalid")]
    public async Task Chain_FailsForGood_TheErrorSaysSoAndNothingIsPaid(FaultKind kind, string errorId)
    {
        ZeroGException failure = await Assert.ThrowsAnyAsync<ZeroGException>(
            () => SendAsync((server, _, _) => server == "chain" ? kind : null));

        Assert.Equal(errorId, failure.ErrorId);
        Assert.Empty(await _network.CountSubmissionsAsync(Cancel));
        await AssertEndsAsync();
    }

    // Each time the chain has the transaction, and the sender cannot know.
    [Theory]
    [InlineData(FaultKind.CutAfter)]
    [InlineData(FaultKind.Silence)]
    [InlineData(FaultKind.BadGateway)]
    [InlineData(FaultKind.InternalError)]
    [InlineData(FaultKind.Null)]
    [InlineData(FaultKind.Twice)]
    [InlineData(FaultKind.CutAmid)]
    public async Task Chain_LosesTheAnswerToTheTransaction_ItIsFoundAndNotSentAgain(FaultKind kind)
    {
        await EndOfAsync(SendAsync((_, method, _) => method == "eth_sendRawTransaction" ? kind : null));

        await AssertEndsAsync();
    }

    [Theory]
    [InlineData(FaultKind.Null)]
    [InlineData(FaultKind.CutAfter)]
    public async Task Chain_NeverShowsAReceipt_NothingIsPaidTwice(FaultKind kind)
    {
        // The nodes may tell what the chain does not; else the end is uncertain, and the next run finds out.
        await EndOfAsync(SendAsync((_, method, _) => method == "eth_getTransactionReceipt" ? kind : null));

        await AssertEndsAsync();
    }

    [Fact]
    public async Task Chain_AnswersFromThePast_OneAccountStillPaysOnceForEachFile()
    {
        await SendAsync((_, _, _) => null);
        byte[] second = BytesOf(1_000);
        FaultSchedule stale = new((_, method, _) =>
            method is "eth_getTransactionCount" or "eth_getBalance" or "eth_getTransactionByHash" ? FaultKind.Stale : null);

        await EndOfAsync(new FaultClient(_network, stale, _wallet, _folder.Path).SendAsync(second, Patience, Cancel));
        await new FaultClient(_network, null, _wallet, _folder.Path).SendAsync(second, Patience, Cancel);

        Dictionary<SubmittedFile, int> submissions = await _network.CountSubmissionsAsync(Cancel);
        Assert.Equal([1, 1], submissions.Values);
    }

    [Fact]
    public async Task Chain_TakesThePaymentBack_TheSameOneIsSentAgain()
    {
        object snapshot = await _network.Chain.Rpc.CallAsync("evm_snapshot", [], Cancel);
        int reverted = 0;

        await SendAsync((_, method, _) =>
        {
            // It was mined, and the client has not seen it yet.
            if (method == "eth_getTransactionReceipt" && Interlocked.Exchange(ref reverted, 1) == 0)
            {
                _network.Chain.Rpc.CallAsync("evm_revert", [snapshot], Cancel).GetAwaiter().GetResult();
            }

            return null;
        });

        Assert.Equal(1, reverted);
        await AssertEndsAsync();
    }

    // The nonce is used in a final block, and nobody shows by whom: neither the chain the receipt or the transaction, nor nodes the file.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Chain_CountsThePaymentAndNeverShowsIt_NothingIsPaidTwice(bool nextRunToo)
    {
        FaultKind? Hide(string server, string method, int count) => method is "eth_getTransactionReceipt" or "eth_getTransactionByHash"
            or "zgs_getFileInfo" or "zgs_getFileInfoByTxSeq" ? FaultKind.Null : null;

        ZeroGException failure = await Assert.ThrowsAnyAsync<ZeroGException>(() => SendAsync(Hide));
        if (nextRunToo)
        {
            await Assert.ThrowsAnyAsync<ZeroGException>(() => SendAsync(Hide));
        }

        Assert.Equal("ZgTransactionPending", failure.ErrorId);
        await AssertEndsAsync();
    }

    [Fact]
    public async Task Chain_RenumbersTheEntryAfterItsReceipt_ItIsFollowedInTheSameRun()
    {
        object snapshot = await _network.Chain.Rpc.CallAsync("evm_snapshot", [], Cancel);
        using TempFolder others = new();
        using Wallet other = DevelopmentAccounts.Open(1);
        Task<UploadResult>? second = null;

        // Both wait 15 s for nodes to leave the old chain, which the nodes do at their own pace: in this haste that leaves them 1.5 s.
        FastTimeProvider calm = new(10);
        FaultSchedule schedule = new((_, method, _) =>
        {
            // The receipt was seen: the file is entry 0. In the chain that counts somebody else's is, and this one waits in no pool.
            if (method == "zgs_getFileInfoByTxSeq" && second is null)
            {
                _network.Chain.Rpc.CallAsync("evm_revert", [snapshot], Cancel).GetAwaiter().GetResult();
                second = new FaultClient(_network, null, other, others.Path, clock: calm).SendAsync(BytesOf(1_000), Patience, Cancel);
                second.GetAwaiter().GetResult();
            }

            return null;
        });
        UploadResult stored =
            await new FaultClient(_network, schedule, _wallet, _folder.Path, clock: calm).SendAsync(Content, Patience, Cancel);

        Assert.Equal((0L, 1L), ((await second!).Sequence, stored.Sequence));
        Assert.Equal([1, 1], (await _network.CountSubmissionsAsync(Cancel)).Values);
        Assert.Equal(Content, await new FaultClient(_network, null, _wallet, _folder.Path).ReceiveAsync(stored.Root, Cancel));
    }

    [Fact]
    public async Task Chain_TakesThePaymentBackAfterItsReceipt_TheSameOneIsSentAgainInTheSameRun()
    {
        object snapshot = await _network.Chain.Rpc.CallAsync("evm_snapshot", [], Cancel);
        int reverted = 0;

        UploadResult stored = await SendAsync((_, method, _) =>
        {
            if (method == "zgs_getFileInfoByTxSeq" && Interlocked.Exchange(ref reverted, 1) == 0)
            {
                TakeBackAsync(snapshot).GetAwaiter().GetResult();
            }

            return null;
        });

        Assert.Equal((1, 0L), (reverted, stored.Sequence));
        await AssertStoredOnceAsync();
    }

    [Fact]
    public async Task Force_RunsOneAfterTheOther_PayEach()
    {
        Hash256?[] paid = [(await ForceAsync()).Transaction, (await ForceAsync()).Transaction, (await ForceAsync()).Transaction];

        Assert.Equal(3, paid.Distinct().Count());
        Assert.Equal([3], (await _network.CountSubmissionsAsync(Cancel)).Values);
    }

    [Fact]
    public async Task Force_FindsAPaymentThatIsNotFinished_GoesOnWithIt()
    {
        await Assert.ThrowsAnyAsync<ZeroGException>(
            () => ForceAsync((_, method, _) => method.StartsWith("zgs_upload", StringComparison.Ordinal) ? FaultKind.Unreachable : null));

        UploadResult stored = await ForceAsync();

        Assert.NotNull(stored.Transaction);
        await AssertStoredOnceAsync();
    }

    [Fact]
    public async Task Force_ProcessesAtOnce_EachTellsThePaymentThatIsItsOwnOrThatItJoined()
    {
        UploadResult[] stored = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => ForceAsync(), Cancel)));

        int payments = Assert.Single((await _network.CountSubmissionsAsync(Cancel)).Values);
        Assert.Equal(payments, stored.Select(one => one.Transaction).Distinct().Count());
        Assert.All(stored, one => Assert.NotNull(one.Transaction));
    }

    [Fact]
    public async Task Node_SendsWrongSegments_TheOtherOneIsAsked()
    {
        UploadResult stored = await SendAsync((_, _, _) => null, replicas: 2);
        FaultSchedule liar = new((server, method, _) =>
            server == "node0" && method.StartsWith("zgs_downloadSegment", StringComparison.Ordinal) ? FaultKind.Lie : null);

        byte[] received = await new FaultClient(_network, liar, _wallet, _folder.Path, 2).ReceiveAsync(stored.Root, Cancel);

        Assert.Equal(Content, received);
        Assert.NotEmpty(liar.Met);
    }

    [Fact]
    public async Task Nodes_AllSendWrongSegments_NothingIsReceivedAndTheErrorSaysThatTheyLie()
    {
        UploadResult stored = await SendAsync((_, _, _) => null, replicas: 2);
        FaultSchedule liars = new((_, method, _) =>
            method.StartsWith("zgs_downloadSegment", StringComparison.Ordinal) ? FaultKind.Lie : null);

        ZeroGException failure = await Assert.ThrowsAnyAsync<ZeroGException>(
            () => new FaultClient(_network, liars, _wallet, _folder.Path, 2).ReceiveAsync(stored.Root, Cancel));

        Assert.Equal("ZgProofInvalid", failure.ErrorId);
        Assert.False(File.Exists(_folder["received"]));
        Assert.Equal(Content, await new FaultClient(_network, null, _wallet, _folder.Path, 2).ReceiveAsync(stored.Root, Cancel));
    }

    [Fact]
    public async Task Machine_ClockJumpsByDays_ChangesNothing()
    {
        FaultClient client = new(_network, null, _wallet, _folder.Path, clock: new JumpingTimeProvider(FaultClient.Haste));

        await client.SendAsync(Content, Patience, Cancel);

        await AssertStoredOnceAsync();
    }

    private async Task<UploadResult> SendAsync(Func<string, string, int, FaultKind?> rule, int replicas = 1) =>
        await new FaultClient(_network, new FaultSchedule(rule), _wallet, _folder.Path, replicas).SendAsync(Content, Patience, Cancel);

    /// <summary>Goes back to a block, goes on with an empty one, and waits until the nodes know.</summary>
    private async Task TakeBackAsync(object snapshot)
    {
        await _network.Chain.Rpc.CallAsync("evm_revert", [snapshot], Cancel);
        await _network.Chain.Rpc.CallAsync("evm_mine", [], Cancel);
        foreach (Uri uri in _network.DevNet.StorageNodes.Select(node => node.Uri!))
        {
            using StorageNodeClient node = new(uri);
            while ((await node.GetStatusAsync(Cancel)).NextSequence > 0)
            {
                await Task.Yield();
            }
        }
    }

    private async Task<UploadResult> ForceAsync(Func<string, string, int, FaultKind?>? rule = null) =>
        await new FaultClient(_network, rule is null ? null : new FaultSchedule(rule), _wallet, _folder.Path).SendToAsync(
            _network.DevNet.StorageNodes[0].Uri!, Content, new UploadOptions { SkipIfExists = false, Timeout = Patience }, null, Cancel);

    /// <summary>Well, or with a failure that says what to do.</summary>
    private static async Task EndOfAsync(Task<UploadResult> upload)
    {
        try
        {
            await upload;
        }
        catch (ZeroGException)
        {
            // What counts is what the next run makes of it.
        }
    }

    private async Task AssertEndsAsync()
    {
        await new FaultClient(_network, null, _wallet, _folder.Path).SendAsync(Content, TimeSpan.FromHours(6), Cancel);
        await AssertStoredOnceAsync();
    }

    private async Task AssertStoredOnceAsync()
    {
        (SubmittedFile file, int count) = Assert.Single(await _network.CountSubmissionsAsync(Cancel));
        Assert.Equal(1, count);
        Assert.Equal(Content, await new FaultClient(_network, null, _wallet, _folder.Path).ReceiveAsync(file.Root, Cancel));
    }

    private static byte[] BytesOf(int size)
    {
        byte[] bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }

    /// <summary>The time of day goes wild; the time that passes does not, as on every system.</summary>
    private sealed class JumpingTimeProvider(int factor) : TimeProvider
    {
        private readonly FastTimeProvider _steady = new(factor);
        private int _looks;

        public override long TimestampFrequency => _steady.TimestampFrequency;

        public override long GetTimestamp() => _steady.GetTimestamp();

        public override DateTimeOffset GetUtcNow() =>
            _steady.GetUtcNow() + TimeSpan.FromDays((Interlocked.Increment(ref _looks) % 3 - 1) * 40);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            _steady.CreateTimer(callback, state, dueTime, period);
    }
}
