using System.Net;
using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.Inference;
using ZeroG.Compute.Services;
using ZeroG.Testing;

namespace ZeroG.DevChain.Tests.Client;

/// <summary>Money that moves by itself, on a chain and through a node that make it hard to tell whether it has: it moves once.</summary>
public sealed class AutoTopUpTests : IAsyncLifetime
{
    private readonly ComputeUser _user = new();
    private readonly SilentProvider _provider = new();
    private readonly TempFolder _folder = new();
    private InferenceClient _client = null!;
    private InferenceService _service = null!;
    private AutoTopUp _topUp = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _user.RegisterAsync(ComputeUser.Provider);
        await _user.Account.DepositAsync(TokenAmount.Parse("10"), cancellationToken: Cancelled);
        _client = new InferenceClient(
            _user.Client, DevelopmentAccounts.Open(1), new InferenceClientOptions { Handler = _provider, TimeProvider = _user.Clock });
        _service = (await _user.Client.Inference.FindServiceAsync(ComputeUser.Provider, Cancelled))!;
        _topUp = new AutoTopUp(_user.Account, _client, TokenAmount.Parse("9"), _folder.Path);
    }

    public async ValueTask DisposeAsync()
    {
        _topUp.Dispose();
        _client.Dispose();
        _provider.Dispose();
        await _user.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Ensure_TransferIsNotConfirmed_NoOtherIsMade()
    {
        await _user.Client.Chain.Rpc.CallAsync("evm_setAutomine", [false], Cancelled);

        await Assert.ThrowsAsync<TransactionPendingException>(() => _topUp.EnsureAsync(_service, Cancelled));
        int waits = _user.Clock.Waits.Count;
        await Assert.ThrowsAsync<TransactionPendingException>(() => _topUp.EnsureAsync(_service, Cancelled));

        // Whoever waited in vain looks once from then on: a hundred questions do not wait for it in turn.
        Assert.Equal(waits, _user.Clock.Waits.Count);
        Assert.Equal(TokenAmount.Parse("2"), _topUp.Moved);

        // It arrives, and that is that.
        await _user.Client.Chain.Rpc.CallAsync("evm_mine", [], Cancelled);
        Assert.True(await _topUp.EnsureAsync(_service, Cancelled));
        Assert.Equal(TokenAmount.Parse("2"), (await _user.SubAccountAsync()).Balance);
        Assert.Equal(
            await _user.Client.Chain.GetTransactionCountAsync(ComputeUser.Address, BlockId.Latest, Cancelled),
            await _user.Client.Chain.GetTransactionCountAsync(ComputeUser.Address, BlockId.Pending, Cancelled));
    }

    [Fact]
    public async Task Ensure_AnswerToTheTransferIsLost_MovesOnce()
    {
        _user.Node.ForgetNext("eth_sendRawTransaction");

        Assert.True(await _topUp.EnsureAsync(_service, Cancelled));
        Assert.True(await _topUp.EnsureAsync(_service, Cancelled));

        Assert.False(_user.Node.ForgetsStill);
        Assert.Equal(TokenAmount.Parse("2"), (await _user.SubAccountAsync()).Balance);
    }

    [Fact]
    public async Task Ensure_NodeHasNotSeenTheTransferYet_MovesNothingMore()
    {
        Assert.True(await _topUp.EnsureAsync(_service, Cancelled));
        _user.Node.LagsFor = 1;

        Assert.True(await _topUp.EnsureAsync(_service, Cancelled));

        Assert.Equal(0, _user.Node.LagsFor);
        Assert.Equal(TokenAmount.Parse("2"), _topUp.Moved);
    }

    // A block far behind the transfer, and one in the transfer's place.
    [Theory]
    [InlineData(150, 0)]
    [InlineData(0, 3)]
    public async Task Ensure_ChainHasGoneBackBehindTheTransfer_MovesAnew(int before, int after)
    {
        object snapshot = await _user.Client.Chain.Rpc.CallAsync("evm_snapshot", [], Cancelled);
        await MineAsync(before);
        Assert.True(await _topUp.EnsureAsync(_service, Cancelled));
        await _user.Client.Chain.Rpc.CallAsync("evm_revert", [snapshot], Cancelled);
        await MineAsync(after);

        Assert.True(await _topUp.EnsureAsync(_service, Cancelled));

        Assert.Equal(TokenAmount.Parse("2"), (await _user.SubAccountAsync()).Balance);
    }

    [Fact]
    public async Task Ensure_TransferCameToNothing_DoesNotCount()
    {
        object snapshot = await _user.Client.Chain.Rpc.CallAsync("evm_snapshot", [], Cancelled);
        await _user.Client.Chain.Rpc.CallAsync("evm_setAutomine", [false], Cancelled);
        await Assert.ThrowsAsync<TransactionPendingException>(() => _topUp.EnsureAsync(_service, Cancelled));
        await _user.Client.Chain.Rpc.CallAsync("evm_revert", [snapshot], Cancelled);
        await _user.Client.Chain.Rpc.CallAsync("evm_setAutomine", [true], Cancelled);

        // Another transaction takes its nonce.
        await _user.Account.DepositAsync(TokenAmount.Parse("1"), cancellationToken: Cancelled);
        await MineAsync(100);

        Assert.True(await _topUp.EnsureAsync(_service, Cancelled));

        Assert.Equal(TokenAmount.Parse("2"), (await _user.SubAccountAsync()).Balance);
        Assert.Equal(TokenAmount.Parse("2"), _topUp.Moved);
    }

    [Fact]
    public async Task Ensure_AfterANo_LeavesAnEarlierTransferAsItIs()
    {
        await _user.Client.Chain.Rpc.CallAsync("evm_setAutomine", [false], Cancelled);
        await Assert.ThrowsAsync<TransactionPendingException>(() => _topUp.EnsureAsync(_service, Cancelled));
        int waits = _user.Clock.Waits.Count;
        bool isYes = false;
        using AutoTopUp other = new(
            _user.Account, _client, TokenAmount.Parse("9"), _folder.Path, (_, _) => Task.FromResult(isYes));

        Assert.False(await other.EnsureAsync(_service, Cancelled));
        Assert.Equal(waits, _user.Clock.Waits.Count);

        // A yes is for what is lacking, which the earlier transfer brings.
        await _user.Client.Chain.Rpc.CallAsync("evm_mine", [], Cancelled);
        isYes = true;
        Assert.True(await other.EnsureAsync(_service, Cancelled));
        Assert.Equal(TokenAmount.Parse("2"), (await _user.SubAccountAsync()).Balance);
        Assert.Equal(TokenAmount.Zero, other.Moved);
    }

    [Fact]
    public async Task Ensure_MainAccountIsEmpty_CountsNothingAndMayBeTriedAgain()
    {
        await _user.Account.WithdrawAsync(TokenAmount.Parse("9"), Cancelled);

        for (int i = 0; i < 2; i++)
        {
            ZeroGException refusal = await Assert.ThrowsAsync<ZeroGException>(() => _topUp.EnsureAsync(_service, Cancelled));
            Assert.Equal("ZgMainAccountTooLow", refusal.ErrorId);
        }

        Assert.Equal(TokenAmount.Zero, _topUp.Moved);
        await _user.Account.DepositAsync(TokenAmount.Parse("1"), cancellationToken: Cancelled);
        Assert.True(await _topUp.EnsureAsync(_service, Cancelled));
    }

    private Task MineAsync(int blocks) => blocks == 0
        ? Task.CompletedTask
        : _user.Client.Chain.Rpc.CallAsync("hardhat_mine", [$"0x{blocks:x}"], Cancelled);

    /// <summary>A provider that does not say what is owed.</summary>
    private sealed class SilentProvider : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound));
    }
}
