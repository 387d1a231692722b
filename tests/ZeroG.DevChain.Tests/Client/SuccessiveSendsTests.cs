using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.Transactions;
using ZeroG.Testing;

namespace ZeroG.DevChain.Tests.Client;

/// <summary>What is sent for a purpose one after another: the next only when the end of the last is known.</summary>
public sealed class SuccessiveSendsTests : IAsyncLifetime
{
    private const string Purpose = "rent";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ComputeUser _user = new();
    private readonly TempFolder _folder = new();
    private TransactionJournal _journal = null!;
    private SuccessiveSends _sends = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static TransactionRequest Rent => new() { To = ComputeUser.Provider, Value = TokenAmount.Parse("1") };

    public ValueTask InitializeAsync()
    {
        _journal = new TransactionJournal(_folder.Path);
        EthereumClient chain = _user.Client.Chain;
        _sends = new SuccessiveSends(
            chain, new TransactionSender(chain, ChainClient.Dev1, _user.Client.Network, nonces: new NonceTracker(null)), _journal);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _journal.Dispose();
        await _user.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Send_AfterTheLastIsDone_TakesItsPlace()
    {
        MinedPlace first = await _sends.SendAsync(Purpose, Rent, Patience, Cancelled);
        Assert.Equal(first.Transaction, (await _sends.FinishAsync(Purpose, Patience, cancellationToken: Cancelled))!.Transaction);

        MinedPlace second = await _sends.SendAsync(Purpose, Rent, Patience, Cancelled);

        Assert.NotEqual(first.Transaction, second.Transaction);
        Assert.Equal(second.Block, _journal.Find(Purpose)!.Mined!.Block);
    }

    [Fact]
    public async Task Send_WhileTheLastIsUnderWay_SendsNothing()
    {
        await _user.Client.Chain.Rpc.CallAsync("evm_setAutomine", [false], Cancelled);
        TransactionPendingException pending = await Assert.ThrowsAsync<TransactionPendingException>(
            () => _sends.SendAsync(Purpose, Rent, Patience, Cancelled));

        TransactionPendingException again = await Assert.ThrowsAsync<TransactionPendingException>(
            () => _sends.SendAsync(Purpose, Rent, Patience, Cancelled));

        Assert.Equal(pending.Transaction.Hash, again.Transaction.Hash);
        Assert.Equal(1UL, await _user.Client.Chain.GetTransactionCountAsync(ComputeUser.Address, BlockId.Pending, Cancelled));
        await _user.Client.Chain.Rpc.CallAsync("evm_mine", [], Cancelled);
        Assert.NotNull(await _sends.FinishAsync(Purpose, Patience, cancellationToken: Cancelled));
    }

    [Fact]
    public async Task Send_IsRefusedBeforeItLeaves_TheLastStaysKnown()
    {
        MinedPlace first = await _sends.SendAsync(Purpose, Rent, Patience, Cancelled);

        ZeroGException refusal = await Assert.ThrowsAsync<ZeroGException>(
            () => _sends.SendAsync(Purpose, Rent with { Value = TokenAmount.Parse("1000000") }, Patience, Cancelled));

        Assert.Equal("ZgInsufficientFunds", refusal.ErrorId);
        Assert.Equal(first.Transaction, _journal.Find(Purpose)!.Mined!.Transaction);
    }
}
