using ZeroG.Chain;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.Settlement;
using ZeroG.Nodes.Chain;
using ZeroG.Nodes.Compute;
using ZeroG.Nodes.Compute.Fees;
using ZeroG.Nodes.Logging;
using ZeroG.Nodes.Tests.Indexer;

namespace ZeroG.Nodes.Tests.Compute;

/// <summary>A node that ended at the worst moments: no fee is lost, and none is paid twice.</summary>
public sealed class SettlementRestartTests(MarketFixture market) : IClassFixture<MarketFixture>
{
    private const string Chat = "v1/proxy/chat/completions";

    [Fact]
    public async Task Fees_AreThereAfterARestart_AndSettledAtOnce()
    {
        ComputeProviderOptions options = await OptionsAsync("restart");
        (Wallet user, Wallet again) = await ServeOnceAsync(options);

        ComputeProviderNode second = await market.StartAsync(options with { Wallet = again }, acknowledge: false);
        await IndexerFixture.UntilAsync(() => Task.FromResult(second.Unsettled.IsZero));

        Assert.Equal("4.7 0G", (await market.BalanceAsync(user, second)).ToString());
    }

    [Fact]
    public async Task Settlement_WrittenDownButNeverSent_IsSentAsItWas()
    {
        ComputeProviderOptions options = await OptionsAsync("unsent");
        (Wallet user, Wallet again) = await ServeOnceAsync(options);
        Hash256 signed = default;
        await InterruptAsync(options, again, (contract, book, settlement, item) => Assert.ThrowsAsync<IOException>(
            () => contract.SendAsync(
                [settlement],
                transaction =>
                {
                    signed = transaction.Hash;
                    book.Begin(new SettlementBatch([transaction], [item]));
                    throw new IOException("The process ends here.");
                },
                CancellationToken.None)));
        Assert.Null(await market.Client.Chain.GetReceiptAsync(signed));

        ComputeProviderNode second = await market.StartAsync(options with { Wallet = again }, acknowledge: false);
        await IndexerFixture.UntilAsync(() => Task.FromResult(second.Unsettled.IsZero));

        Assert.NotNull(await market.Client.Chain.GetReceiptAsync(signed));
        Assert.Equal("4.7 0G", (await market.BalanceAsync(user, second)).ToString());
        Assert.Contains(second.Log.Read(), line => line.EventId == 430);
    }

    [Fact]
    public async Task Settlement_MinedButNotWrittenOff_IsNotPaidAgain()
    {
        ComputeProviderOptions options = await OptionsAsync("mined");
        (Wallet user, Wallet again) = await ServeOnceAsync(options);
        await InterruptAsync(options, again, (contract, book, settlement, item) => contract.SendAsync(
            [settlement], transaction => book.Begin(new SettlementBatch([transaction], [item])), CancellationToken.None));
        ulong sent = await market.Client.Chain.GetTransactionCountAsync(again.Address);

        ComputeProviderNode second = await market.StartAsync(options with { Wallet = again }, acknowledge: false);
        await IndexerFixture.UntilAsync(() => Task.FromResult(second.Unsettled.IsZero));

        Assert.Equal("4.7 0G", (await market.BalanceAsync(user, second)).ToString());
        Assert.Equal(sent, await market.Client.Chain.GetTransactionCountAsync(second.Provider));
    }

    [Fact]
    public async Task Settlement_WhoseNonceWasTakenByAnother_IsSignedAnew()
    {
        ComputeProviderOptions options = await OptionsAsync("replaced");
        (Wallet user, Wallet again) = await ServeOnceAsync(options);
        await InterruptAsync(options, again, (contract, book, settlement, item) => Assert.ThrowsAsync<IOException>(
            () => contract.SendAsync(
                [settlement],
                transaction =>
                {
                    book.Begin(new SettlementBatch([transaction], [item]));
                    throw new IOException("The process ends here.");
                },
                CancellationToken.None)));
        await market.SendAsync(again, user.Address, [], TokenAmount.Parse("1"));

        ComputeProviderNode second = await market.StartAsync(options with { Wallet = again }, acknowledge: false);
        await IndexerFixture.UntilAsync(() => Task.FromResult(second.Unsettled.IsZero));

        Assert.Equal("4.7 0G", (await market.BalanceAsync(user, second)).ToString());
        Assert.Contains(second.Log.Read(), line => line is { EventId: 434, Level: NodeLogLevel.Error });
    }

    [Fact]
    public async Task Folder_OfAnotherProvider_IsRefused()
    {
        ComputeProviderOptions options = await OptionsAsync("owned");
        await ServeOnceAsync(options);
        await using ComputeProviderNode other = new(options with { Wallet = await market.CreateWalletAsync() });

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => other.StartAsync());

        Assert.Equal("ZgDataFolder", failure.ErrorId);
    }

    // What was signed and what is owed there means nothing on a chain that only has the same id.
    [Fact]
    public async Task Folder_OfAChainThatHasBegunAnew_IsRefused()
    {
        ComputeProviderOptions options = await OptionsAsync("begun-anew");
        (_, Wallet wallet) = await ServeOnceAsync(options);
        await using DevChainNode anew = new(new DevChainNodeOptions());
        await anew.StartAsync();
        await using ComputeProviderNode other = new(
            options with { Wallet = wallet, Network = market.Network with { RpcUri = anew.Uri! } });

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => other.StartAsync());

        Assert.Equal("ZgDataFolder", failure.ErrorId);
    }

    [Fact]
    public async Task Folder_InUse_IsRefused()
    {
        ComputeProviderOptions options = await OptionsAsync("used");
        Wallet copy = MarketFixture.Copy(options.Wallet);
        await market.StartAsync(options);
        await using ComputeProviderNode second = new(options with { Wallet = copy });

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => second.StartAsync());

        Assert.Equal("ZgDataInUse", failure.ErrorId);
    }

    private async Task<ComputeProviderOptions> OptionsAsync(string folder) => await market.OptionsAsync() with
    {
        InputPrice = TokenAmount.Parse("0.1"), OutputPrice = TokenAmount.Parse("0.2"), DataPath = market.Folder[folder],
        PublicUri = new Uri("http://127.0.0.1:1/"),
    };

    /// <summary>A provider that has answered one request, for 0.3 0G, and has ended.</summary>
    private async Task<(Wallet User, Wallet Provider)> ServeOnceAsync(ComputeProviderOptions options)
    {
        Wallet again = MarketFixture.Copy(options.Wallet);
        ComputeProviderNode provider = await market.StartAsync(options);
        Wallet user = await market.CreateUserAsync(provider, "5");
        using HttpResponseMessage reply = await market.PostAsync(
            provider, user, Chat, """{"messages":[{"role":"user","content":"x"}]}""");
        reply.EnsureSuccessStatusCode();
        Assert.Equal("0.3 0G", provider.Unsettled.ToString());
        await provider.StopAsync();
        return (user, again);
    }

    /// <summary>Does a part of a settlement over the folder of a node that has ended, as a node does that ends in the middle.</summary>
    private async Task InterruptAsync(
        ComputeProviderOptions options, Wallet wallet, Func<SettlementContract, FeeBook, InferenceSettlement, SettlementItem, Task> act)
    {
        using TeeKey tee = TeeKey.Open(options.DataPath!);
        using FeeBook book = await market.OpenFeesAsync(options.DataPath!, wallet);
        FeeRow row = Assert.Single(book.RowsOf(Assert.Single(book.Users)));
        InferenceSettlement settlement = new(
            SettledRequests.Hash([row]), SettledRequests.NonceAt(market.Time.GetUtcNow()), wallet.Address, row.User, row.Fee);
        SettlementContract contract = new(market.Client, new TransactionSender(market.Client.Chain, wallet, market.Network), tee);
        await act(contract, book, settlement, new SettlementItem(row.User, settlement.Nonce, row.Fee, [row.RequestHash]));
    }
}
