using System.Net;
using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Inference;
using ZeroG.Compute.Services;
using ZeroG.Testing;

namespace ZeroG.DevChain.Tests.Client;

/// <summary>
/// Two processes of a user that find the same sub-account empty at the same time. Blocks are made by the test, so that a second transfer
/// would be seen.
/// </summary>
public sealed class TopUpProcessTests : IAsyncLifetime
{
    private readonly ComputeUser _user = new();
    private readonly TempFolder _folder = new();
    private readonly List<IDisposable> _open = [];
    private InferenceService _service = null!;
    private ulong _sent;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _user.RegisterAsync(ComputeUser.Provider);
        await _user.Account.DepositAsync(TokenAmount.Parse("10"), cancellationToken: Cancelled);
        _service = (await _user.Client.Inference.FindServiceAsync(ComputeUser.Provider, Cancelled))!;
        _sent = await CountAsync();
        await _user.Client.Chain.Rpc.CallAsync("evm_setAutomine", [false], Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        _open.ForEach(one => one.Dispose());
        await _user.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task SecondProcess_WaitsForTheBlockOfTheFirstAndMovesNothing()
    {
        WatchedClock clock = new();
        AutoTopUp first = Process(new WatchedClock());
        AutoTopUp second = Process(clock);
        Task<bool> moving = first.EnsureAsync(_service, Cancelled);
        await SentAsync(1);

        Task<bool> waiting = second.EnsureAsync(_service, Cancelled);
        Assert.Equal(WatchedClock.PauseOfALock, await clock.FirstPause);
        await MineAsync();

        Assert.True(await moving);
        Assert.True(await waiting);
        Assert.Equal((TokenAmount.Parse("2"), TokenAmount.Zero), (first.Moved, second.Moved));
        await AssertMovedOnceAsync();
    }

    [Fact]
    public async Task SecondProcess_IsCancelledWhileItWaits_EndsAtOnce()
    {
        WatchedClock clock = new();
        Task<bool> moving = Process(new WatchedClock()).EnsureAsync(_service, Cancelled);
        await SentAsync(1);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        Task<bool> waiting = Process(clock).EnsureAsync(_service, stop.Token);
        Assert.Equal(WatchedClock.PauseOfALock, await clock.FirstPause);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.False(moving.IsCompleted);
        await MineAsync();
        Assert.True(await moving);
        await AssertMovedOnceAsync();
    }

    [Fact]
    public async Task FirstProcess_EndsBeforeTheBlock_TheNextWaitsForTheSameTransfer()
    {
        using CancellationTokenSource killed = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        Task<bool> moving = Process(new WatchedClock()).EnsureAsync(_service, killed.Token);
        await SentAsync(1);
        await killed.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => moving);

        // Its transfer is dropped by the pool as well: the bytes are sent again.
        string hash = Assert.Single(await PoolAsync());
        await _user.Client.Chain.Rpc.CallAsync("hardhat_dropTransaction", [hash], Cancelled);
        AutoTopUp next = Process(new WatchedClock());
        Task<bool> finishing = next.EnsureAsync(_service, Cancelled);
        await SentAsync(1);
        Assert.Equal(hash, Assert.Single(await PoolAsync()));
        await MineAsync();

        Assert.True(await finishing);
        Assert.Equal(TokenAmount.Zero, next.Moved);
        await AssertMovedOnceAsync();
    }

    [Fact]
    public async Task FirstProcess_TransferLosesItsNonce_TheNextMovesAnew()
    {
        using CancellationTokenSource killed = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        Task<bool> moving = Process(new WatchedClock()).EnsureAsync(_service, killed.Token);
        await SentAsync(1);
        await killed.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => moving);
        await _user.Client.Chain.Rpc.CallAsync("hardhat_dropTransaction", [Assert.Single(await PoolAsync())], Cancelled);
        await _user.Chain.Client.SendAsync(_user.Chain.Client.Transfer(_sent, fields => fields.From = DevelopmentAccounts.Open(1)));
        await MineAsync();
        await _user.Client.Chain.Rpc.CallAsync("evm_setAutomine", [true], Cancelled);

        AutoTopUp next = Process(new WatchedClock());

        Assert.True(await next.EnsureAsync(_service, Cancelled));
        Assert.Equal(TokenAmount.Parse("2"), next.Moved);
        Assert.Equal(TokenAmount.Parse("2"), (await _user.SubAccountAsync()).Balance);
    }

    private AutoTopUp Process(TimeProvider clock)
    {
        ComputeAccount account = _user.OpenElsewhere(clock);
        InferenceClient client = new(
            account.Client, DevelopmentAccounts.Open(1),
            new InferenceClientOptions { Handler = new SilentProvider(), TimeProvider = _user.Clock });
        AutoTopUp topUp = new(account, client, TokenAmount.Parse("9"), _folder.Path);
        _open.AddRange([topUp, client]);
        return topUp;
    }

    private Task<ulong> CountAsync() => _user.Client.Chain.GetTransactionCountAsync(ComputeUser.Address, BlockId.Pending, Cancelled);

    private async Task SentAsync(ulong transfers)
    {
        while (await CountAsync() < _sent + transfers)
        {
            await Task.Yield();
        }
    }

    private async Task<string[]> PoolAsync()
    {
        System.Text.Json.JsonElement pending = (await _user.Chain.Client.CallAsync("txpool_content")).GetProperty("pending");
        return [.. pending.EnumerateObject().SelectMany(from => from.Value.EnumerateObject())
            .Select(posted => posted.Value.GetProperty("hash").GetString()!)];
    }

    private async Task MineAsync() => await _user.Client.Chain.Rpc.CallAsync("evm_mine", [], Cancelled);

    private async Task AssertMovedOnceAsync()
    {
        Assert.Equal(TokenAmount.Parse("2"), (await _user.SubAccountAsync()).Balance);
        Assert.Equal(_sent + 1, await CountAsync());
    }

    /// <summary>The system's clock, which tells whether a process first waits for a file that another has, or for a block.</summary>
    private sealed class WatchedClock : TimeProvider
    {
        public static readonly TimeSpan PauseOfALock = TimeSpan.FromMilliseconds(25);

        private readonly TaskCompletionSource<TimeSpan> _pause = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<TimeSpan> FirstPause => _pause.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            // Longer ones are limits of requests.
            if (dueTime > TimeSpan.Zero && dueTime < TimeSpan.FromSeconds(1))
            {
                _pause.TrySetResult(dueTime);
            }

            return base.CreateTimer(callback, state, dueTime, period);
        }
    }

    /// <summary>A provider that does not say what is owed.</summary>
    private sealed class SilentProvider : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound));
    }
}
