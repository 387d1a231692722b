using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Testing;

namespace ZeroG.DevChain.Tests.Client;

/// <summary>
/// Payments with references on a chain with the pool's own rules: fees that rise, nonces that others use, blocks taken back.
/// </summary>
public sealed class PaymentFateTests : IAsyncDisposable
{
    private static readonly Network Chain = new() { Name = "far", ChainId = 31337, RpcUri = new Uri("http://node.example") };
    private static readonly Address Recipient = DevelopmentAccounts.Addresses[9];

    private readonly TempFolder _folder = new();
    private readonly SkippingTimeProvider _clock = new(TimeSpan.FromSeconds(29));
    private readonly ChainClient _chain = new(new DevChainOptions { Automine = false });
    private readonly List<IDisposable> _open = [];
    private BigInteger? _baseFee;
    private bool _mines;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _open.ForEach(one => one.Dispose());
        await _chain.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task BaseFeeRisesAboveTheOffer_TheFeeIsRaisedAndThePaymentMadeOnce()
    {
        SentTransfer sent = await Process().SendAsync(Order("INV-1", 1), Cancel);
        (_baseFee, _mines) = (sent.Transaction.MaxFeePerGas * 2, true);

        TransactionStatus paid = await Process().WaitAsync(sent, TimeSpan.FromMinutes(10), Cancel);

        Assert.Equal((TransactionState.Succeeded, 0UL), (paid.State, paid.Nonce));
        Assert.NotEqual(sent.Transaction.Hash, paid.Transaction);
        await AssertPaidAsync(1);
        Assert.True((await Process().SendAsync(Order("INV-1", 1), Cancel)).AlreadySent);
    }

    [Fact]
    public async Task BaseFeeRisesAboveTheLimit_NothingIsRaisedAndItIsPaidOnceTheFeeFalls()
    {
        TokenOrder order = Order("INV-1", 1);
        SentTransfer sent = await Process().SendAsync(order, Cancel);
        order = order with { MaxFee = sent.Transaction.MaxFee };
        (_baseFee, _mines) = (sent.Transaction.MaxFeePerGas * 2, true);

        TransactionPendingException told = await Assert.ThrowsAsync<TransactionPendingException>(
            () => Process().WaitAsync(sent with { MaxFee = order.MaxFee }, TimeSpan.FromMinutes(5), Cancel));
        Assert.Contains("gwei is the most that may be offered", told.Message, StringComparison.Ordinal);
        _baseFee = 1;
        TransactionStatus paid = await Process().WaitAsync(
            await Process().SendAsync(order, Cancel), TimeSpan.FromMinutes(5), Cancel);

        Assert.Equal(sent.Transaction.Hash, paid.Transaction);
        await AssertPaidAsync(1);
    }

    [Fact]
    public async Task KilledBeforeTheNodeHasIt_AnotherPaymentTakesTheNonce_EachIsPaidOnce()
    {
        using CancellationTokenSource killed = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Process(method => KillAt(method, "eth_sendRawTransaction", killed), nonces: "lost")
                .SendAsync(Order("INV-1", 1), killed.Token));
        _mines = true;
        SentTransfer second = await Process().SendAsync(Order("INV-2", 2), Cancel);
        Assert.Equal(0UL, second.Transaction.Nonce);
        await Process().WaitAsync(second, TimeSpan.FromMinutes(2), Cancel);

        SentTransfer first = await Process().SendAsync(Order("INV-1", 1), Cancel);
        await Process().WaitAsync(first, TimeSpan.FromMinutes(2), Cancel);

        Assert.Equal((false, 1UL), (first.AlreadySent, first.Transaction.Nonce));
        await AssertPaidAsync(3);
    }

    [Fact]
    public async Task PoolDropsWhatAKilledProcessSent_TheGapIsFilledByTheSameBytes()
    {
        SentTransfer first = await Process().SendAsync(Order("INV-1", 1), Cancel);
        await _chain.CallAsync("hardhat_dropTransaction", first.Transaction.Hash);
        SentTransfer second = await Process().SendAsync(Order("INV-2", 2), Cancel);
        Assert.Equal(1UL, second.Transaction.Nonce);
        _mines = true;
        await Assert.ThrowsAsync<TransactionPendingException>(() => Process().WaitAsync(second, TimeSpan.FromMinutes(1), Cancel));

        SentTransfer again = await Process().SendAsync(Order("INV-1", 1), Cancel);
        await Process().WaitAsync(again, TimeSpan.FromMinutes(2), Cancel);
        await Process().WaitAsync(second, TimeSpan.FromMinutes(2), Cancel);

        Assert.Equal((true, first.Transaction.Hash), (again.AlreadySent, again.Transaction.Hash));
        await AssertPaidAsync(3);
    }

    [Fact]
    public async Task AnotherWalletUsesTheKeyMeanwhile_ThePaymentTakesTheNextNonce()
    {
        // It asks for the count, and before it sends, the other wallet's transaction with that nonce is in a block.
        SentTransfer sent = await Process(async method =>
        {
            if (method == "eth_sendRawTransaction" && !_mines)
            {
                _mines = true;
                await _chain.SendAsync(_chain.Transfer(0));
                await _chain.CallAsync("evm_mine");
            }
        }).SendAsync(Order("INV-1", 1), Cancel);
        await Process().WaitAsync(sent, TimeSpan.FromMinutes(2), Cancel);

        Assert.Equal(1UL, sent.Transaction.Nonce);
        await AssertPaidAsync(1);
    }

    [Fact]
    public async Task AnotherWalletReplacesThePayment_ItIsToldAndMadeAnewByTheNextRun()
    {
        SentTransfer sent = await Process().SendAsync(Order("INV-1", 1), Cancel);
        await _chain.SendAsync(_chain.Transfer(0, fields => fields.Tip = 50_000_000_000));
        _mines = true;

        ZeroGException told = await Assert.ThrowsAsync<ZeroGException>(
            () => Process().WaitAsync(sent, TimeSpan.FromMinutes(5), Cancel));
        SentTransfer again = await Process().SendAsync(Order("INV-1", 1), Cancel);
        await Process().WaitAsync(again, TimeSpan.FromMinutes(2), Cancel);

        Assert.Equal("ZgTransactionReplaced", told.ErrorId);
        Assert.Equal((false, 1UL), (again.AlreadySent, again.Transaction.Nonce));
        await AssertPaidAsync(1);
    }

    [Fact]
    public async Task ReorganisationAfterTheFeeWasRaised_WhicheverVersionComesBackCounts()
    {
        SentTransfer sent = await Process().SendAsync(Order("INV-1", 1), Cancel);
        string snapshot = (await _chain.CallAsync("evm_snapshot")).GetString()!;
        (_baseFee, _mines) = (sent.Transaction.MaxFeePerGas * 2, true);
        TransactionStatus raised = await Process().WaitAsync(sent, TimeSpan.FromMinutes(10), Cancel);

        // Back to where only the first version waits; its fee is enough this time.
        await _chain.CallAsync("evm_revert", snapshot);
        _baseFee = 1;
        SentTransfer again = await Process().SendAsync(Order("INV-1", 1), Cancel);
        TransactionStatus paid = await Process().WaitAsync(again, TimeSpan.FromMinutes(10), Cancel);

        Assert.NotEqual(sent.Transaction.Hash, raised.Transaction);
        Assert.Contains(paid.Transaction, again.Entry.Versions.Select(version => version.Hash));
        await AssertPaidAsync(1);
    }

    private static TokenOrder Order(string reference, int gwei) => new(Recipient, TokenAmount.FromGwei(gwei), Reference: reference);

    private static Task KillAt(string method, string fatal, CancellationTokenSource process)
    {
        if (method == fatal)
        {
            process.Cancel();
            process.Token.ThrowIfCancellationRequested();
        }

        return Task.CompletedTask;
    }

    private async Task AssertPaidAsync(int gwei)
    {
        BigInteger before = TokenAmount.Parse("10000").Wei;
        Assert.Equal(TokenAmount.FromGwei(gwei).Wei, await _chain.NumberAsync("eth_getBalance", Recipient, "latest") - before);
    }

    /// <summary>
    /// A new process of the user: what it knows, it has from the disk. One that is killed leaves no note of its nonce, in contrast to one
    /// that is cancelled.
    /// </summary>
    private TokenTransfer Process(Func<string, Task>? before = null, string nonces = "nonces")
    {
        EthereumClient client = new(new JsonRpcClient(
            Chain.RpcUri, new JsonRpcClientOptions { TimeProvider = _clock },
            new Link(this, before, new ChainMessageHandler(_chain.Chain))));
        TransactionJournal journal = new(_folder["payments"], _clock);
        _open.AddRange([client.Rpc, journal]);
        return new TokenTransfer(
            Chain, client,
            new TransactionSender(client, ChainClient.Dev0, Chain, nonces: new NonceTracker(_folder[nonces], _clock)), journal);
    }

    /// <summary>A block passes whenever somebody looks for a receipt.</summary>
    private sealed class Link(PaymentFateTests owner, Func<string, Task>? before, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            string body = await request.Content!.ReadAsStringAsync(cancellationToken);
            foreach (string method in (string[])["eth_sendRawTransaction", "eth_getTransactionReceipt"])
            {
                if (body.Contains(method, StringComparison.Ordinal) && before is not null)
                {
                    await before(method);
                }
            }

            if (owner._mines && body.Contains("eth_getTransactionReceipt", StringComparison.Ordinal))
            {
                if (owner._baseFee is { } fee)
                {
                    await owner._chain.CallAsync("hardhat_setNextBlockBaseFeePerGas", Hex.ToQuantity(fee));
                }

                await owner._chain.CallAsync("evm_mine");
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
