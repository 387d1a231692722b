using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Compute;
using ZeroG.Compute.Services;
using ZeroG.Nodes.Compute;
using ZeroG.Nodes.Compute.Fees;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.Tests.Compute;

/// <summary>Settlement and registration on a chain whose fees rise above what was offered: they go through at the same nonce, once.</summary>
public sealed class SettlementFeeTests(MarketFixture market) : IClassFixture<MarketFixture>, IAsyncLifetime
{
    private readonly NodeLog _log = new();
    private FeeLink _link = null!;

    public ValueTask InitializeAsync()
    {
        _link = new FeeLink(market.Network.RpcUri);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _link.DisarmAsync();
        _link.Client.Rpc.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task BaseFeeRisesAboveTheOffer_TheFeeIsRaisedAndEachFeePaidOnce()
    {
        Debtor debtor = await OweAsync("risen");
        await _link.ArmAsync(rise: 2);

        SettlementSummary summary = await SettleAsync(debtor);

        Assert.Equal((1, "0.3 0G", "0 0G"), (summary.Users, summary.Paid.ToString(), summary.Waiting.ToString()));
        await AssertRaisedAndPaidOnceAsync(debtor);
        Assert.Contains(_log.Read(), line => line is { EventId: 416, Level: NodeLogLevel.Warning });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task KilledBetweenRaisingAndItsBlock_TheNextLifeGoesOnWithBothVersions(bool beforeItLeft)
    {
        Debtor debtor = await OweAsync($"killed-{beforeItLeft}");
        using CancellationTokenSource killed = new();
        await _link.ArmAsync(rise: 2);
        Func<int, Task> kill = versions => versions == 2 ? killed.CancelAsync() : Task.CompletedTask;
        _link.BeforeSending = beforeItLeft ? kill : null;
        _link.AfterSending = beforeItLeft ? null : kill;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SettleAsync(debtor, killed.Token));
        (_link.BeforeSending, _link.AfterSending) = (null, null);
        using (FeeBook left = await OpenAsync(debtor))
        {
            Assert.Equal(
                _link.Sent.Select(version => version.Hash), left.Batch!.Versions.Select(version => version.Hash));
        }

        SettlementSummary summary = await SettleAsync(debtor);

        Assert.Equal((1, "0.3 0G", "0 0G"), (summary.Users, summary.Paid.ToString(), summary.Waiting.ToString()));
        await AssertRaisedAndPaidOnceAsync(debtor);
        Assert.Contains(_log.Read(), line => line.EventId == 430);
    }

    [Fact]
    public async Task BaseFeeRisesAboveTheCeiling_IsToldAndPaidOnceItFalls()
    {
        Debtor debtor = await OweAsync("ceiling");
        await _link.ArmAsync(rise: 100);

        TransactionPendingException told = await Assert.ThrowsAsync<TransactionPendingException>(() => SettleAsync(debtor));
        Assert.Contains("is the most that may be offered", told.Message, StringComparison.Ordinal);
        int versions = _link.Sent.Count;
        Assert.Equal(_link.Sent[0].MaxFeePerGas * 5, _link.Sent[^1].MaxFeePerGas);
        await Assert.ThrowsAsync<TransactionPendingException>(() => SettleAsync(debtor));
        Assert.Equal(versions, _link.Sent.Count);
        _link.Rise = 0;
        SettlementSummary summary = await SettleAsync(debtor);

        Assert.Equal((1, "0 0G"), (summary.Users, summary.Waiting.ToString()));
        await AssertRaisedAndPaidOnceAsync(debtor);
    }

    [Fact]
    public async Task Registration_BaseFeeRisesAndTheProcessIsKilled_TheNextStartFindsTheSameTransaction()
    {
        ComputeProviderOptions options = await market.OptionsAsync();
        using TransactionJournal journal = new(market.Folder["registration"]);
        using CancellationTokenSource killed = new();
        await _link.ArmAsync(rise: 2);
        _link.AfterSending = versions => versions == 2 ? killed.CancelAsync() : Task.CompletedTask;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RegisterAsync(options, journal, killed.Token));
        _link.AfterSending = null;

        await RegisterAsync(options, journal, CancellationToken.None);

        Assert.Equal([0UL, 0UL], _link.Sent.Select(version => version.Nonce));
        Assert.Equal(1UL, await market.Client.Chain.GetTransactionCountAsync(options.Wallet.Address, BlockId.Pending));
        Assert.NotNull(await market.Client.Inference.FindServiceAsync(options.Wallet.Address));
        Assert.Contains(_log.Read(), line => line.EventId == 402);
    }

    private Task<InferenceService> RegisterAsync(ComputeProviderOptions options, TransactionJournal journal, CancellationToken cancellationToken) =>
        new ServiceRegistration(Client, SenderOf(options.Wallet), journal, _log).EnsureAsync(
            options, "http://127.0.0.1:1", DevelopmentAccounts.Addresses[4], cancellationToken);

    private ComputeClient Client => new(market.Network, _link.Client);

    private TransactionSender SenderOf(Wallet wallet) => new(_link.Client, wallet, market.Network, nonces: new NonceTracker(null));

    /// <summary>A user who owes 0.3 0G to a provider that has ended.</summary>
    private async Task<Debtor> OweAsync(string folder)
    {
        ComputeProviderOptions options = await market.OptionsAsync() with
        {
            InputPrice = TokenAmount.Parse("0.1"), OutputPrice = TokenAmount.Parse("0.2"), DataPath = market.Folder[folder],
            PublicUri = new Uri("http://127.0.0.1:1/"),
        };
        Wallet wallet = MarketFixture.Copy(options.Wallet);
        ComputeProviderNode provider = await market.StartAsync(options);
        Wallet user = await market.CreateUserAsync(provider, "5");
        using HttpResponseMessage reply = await market.PostAsync(
            provider, user, "v1/proxy/chat/completions", """{"messages":[{"role":"user","content":"x"}]}""");
        reply.EnsureSuccessStatusCode();
        await provider.StopAsync();
        return new Debtor(provider, user, wallet, options.DataPath!, await market.Client.Chain.GetTransactionCountAsync(wallet.Address));
    }

    private Task<FeeBook> OpenAsync(Debtor debtor) => market.OpenFeesAsync(debtor.Folder, debtor.Wallet);

    /// <summary>One life of the provider, in which it settles.</summary>
    private async Task<SettlementSummary> SettleAsync(Debtor debtor, CancellationToken cancellationToken = default)
    {
        using TeeKey tee = TeeKey.Open(debtor.Folder);
        using FeeBook book = await OpenAsync(debtor);
        using FeeSettlement settlement = new(
            book, new SettlementContract(Client, SenderOf(debtor.Wallet), tee), _ => { }, _log, market.Time);
        return await settlement.RunAsync(chosen: null, cancellationToken);
    }

    private async Task AssertRaisedAndPaidOnceAsync(Debtor debtor)
    {
        Assert.NotEqual(1, _link.Sent.Count);
        Assert.All(_link.Sent, version => Assert.Equal(debtor.Nonce, version.Nonce));
        Assert.Equal(debtor.Nonce + 1, await market.Client.Chain.GetTransactionCountAsync(debtor.Wallet.Address, BlockId.Pending));
        Assert.Equal("4.7 0G", (await market.BalanceAsync(debtor.User, debtor.Provider)).ToString());
        using FeeBook book = await OpenAsync(debtor);
        Assert.Null(book.Batch);
        Assert.Equal(0, book.Count);
    }

    /// <param name="Provider">The node that has ended.</param>
    /// <param name="User">Who owes.</param>
    /// <param name="Wallet">The provider's.</param>
    /// <param name="Folder">The provider's.</param>
    /// <param name="Nonce">Of the provider's next transaction.</param>
    private sealed record Debtor(ComputeProviderNode Provider, Wallet User, Wallet Wallet, string Folder, ulong Nonce);
}
