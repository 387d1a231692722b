using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Compute;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Settlement;
using ZeroG.Nodes.Compute;
using ZeroG.Nodes.Compute.Fees;
using ZeroG.Nodes.Logging;
using ZeroG.Nodes.Tests.Indexer;

namespace ZeroG.Nodes.Tests.Compute;

/// <summary>Fees from the answer to the money, balance by balance on the development chain.</summary>
public sealed class SettlementTests(MarketFixture market) : IClassFixture<MarketFixture>
{
    private const string Chat = "v1/proxy/chat/completions";
    private const string Body = """{"messages":[{"role":"user","content":"x"}]}""";

    [Fact]
    public async Task Settle_TwoUsers_PayExactlyWhatTheyOwe()
    {
        ComputeProviderNode provider = await market.StartAsync(await PricedAsync("0.1", "0.2"));
        Wallet first = await market.CreateUserAsync(provider, "5");
        Wallet second = await market.CreateUserAsync(provider, "3");
        await AskAsync(provider, first);
        await AskAsync(provider, first);
        await AskAsync(provider, second);
        TokenAmount before = await market.Client.Chain.GetBalanceAsync(provider.Provider);

        SettlementSummary summary = await provider.SettleAsync();

        Assert.Equal((2, 3, "0.9 0G", "0 0G"), (summary.Users, summary.Requests, summary.Paid.ToString(), summary.Waiting.ToString()));
        Assert.Equal("4.4 0G", (await market.BalanceAsync(first, provider)).ToString());
        Assert.Equal("2.7 0G", (await market.BalanceAsync(second, provider)).ToString());
        TokenAmount earned = await market.Client.Chain.GetBalanceAsync(provider.Provider) - before;
        Assert.InRange(earned, TokenAmount.Parse("0.89"), TokenAmount.Parse("0.9"));
        Assert.Equal("4.4 0G", (await market.Client.Ledger.GetAsync(first.Address))!.Total.ToString());
        Assert.Equal(0, await market.UnsettledAsync(provider, first));
    }

    [Fact]
    public async Task Settle_TwiceInOneSecond_PaysEachFeeOnce()
    {
        ComputeProviderNode provider = await market.StartAsync(await PricedAsync("0.1", "0.2"));
        Wallet user = await market.CreateUserAsync(provider, "5");

        await AskAsync(provider, user);
        SettlementSummary first = await provider.SettleAsync();
        SettlementSummary nothing = await provider.SettleAsync();
        await AskAsync(provider, user);
        SettlementSummary second = await provider.SettleAsync();

        Assert.Equal((1, 0, 1), (first.Users, nothing.Users, second.Users));
        Assert.Equal("4.4 0G", (await market.BalanceAsync(user, provider)).ToString());
    }

    [Fact]
    public async Task Settle_FiftyOneUsers_GoInTwoCalls()
    {
        ComputeProviderNode provider = await market.StartAsync(await PricedAsync("0.001", "0.002"));
        Wallet[] users = await Task.WhenAll(Enumerable.Range(0, 51).Select(_ => market.CreateUserAsync(provider, "2")));
        await Task.WhenAll(users.Select(user => AskAsync(provider, user)));
        ulong sent = await market.Client.Chain.GetTransactionCountAsync(provider.Provider);

        SettlementSummary summary = await provider.SettleAsync();

        Assert.Equal((51, 51), (summary.Users, summary.Requests));
        Assert.Equal(sent + 2, await market.Client.Chain.GetTransactionCountAsync(provider.Provider));
        Assert.Equal("1.997 0G", (await market.BalanceAsync(users[50], provider)).ToString());
    }

    [Fact]
    public async Task Settle_BalanceCoversAPart_TakesTheRowsThatFitAndTheRestAnHourLater()
    {
        // 1.6 0G a request; all ask at once, so that the reserve holds none of them back.
        TaskCompletionSource release = new();
        SemaphoreSlim arrived = new(0);
        await using ScriptedBackend backend = await ScriptedBackend.StartAsync(async context =>
        {
            arrived.Release();
            await release.Task;
            await ScriptedBackend.ReplyAsync(context, 200, """{"usage":{"prompt_tokens":0,"completion_tokens":8}}""");
        });
        ComputeProviderNode provider = await market.StartAsync(await PricedAsync("0.1", "0.2") with { BackendUri = backend.Uri });
        Wallet user = await market.CreateUserAsync(provider, "2");
        Task first = AskAsync(provider, user);
        Task second = AskAsync(provider, user);
        Assert.True(await arrived.WaitAsync(TimeSpan.FromSeconds(60)) && await arrived.WaitAsync(TimeSpan.FromSeconds(60)));
        release.SetResult();
        await Task.WhenAll(first, second);

        SettlementSummary part = await provider.SettleAsync();
        await market.FundAsync(user, provider.Provider, "3");
        SettlementSummary tooEarly = await provider.SettleAsync();
        market.Time.Advance(TimeSpan.FromHours(1.1));
        await IndexerFixture.UntilAsync(async () => await market.UnsettledAsync(provider, user) == 0);

        Assert.Equal((1, 1, "1.6 0G", "1.6 0G"), (part.Users, part.Requests, part.Paid.ToString(), part.Waiting.ToString()));
        Assert.Equal(0, tooEarly.Users);
        Assert.Equal("1.8 0G", (await market.BalanceAsync(user, provider)).ToString());
        Assert.Contains(provider.Log.Read(), line =>
            line.EventId == 432 && line.Message.Contains("covers 1 of 2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Settle_UserAskedTheMoneyBack_IsPaidOutOfTheRefund()
    {
        ComputeProviderNode provider = await market.StartAsync(await PricedAsync("0.1", "0.2"));
        Wallet user = await market.CreateUserAsync(provider, "5");
        await AskAsync(provider, user);
        await foreach (RefundResult _ in market.AccountOf(user).RequestRefundAsync(ServiceKind.Inference, [provider.Provider]))
        {
        }

        // Nobody calls it: this is the look at who is at risk, long before everybody's turn.
        market.Time.Advance(TimeSpan.FromMinutes(5.1));
        await IndexerFixture.UntilAsync(async () => await market.UnsettledAsync(provider, user) == 0);

        Assert.Equal("4.7 0G", (await market.BalanceAsync(user, provider)).ToString());
    }

    [Fact]
    public async Task Settle_Regularly_LeavesUsersOfNoRiskUntilTheirTime()
    {
        ComputeProviderNode provider = await market.StartAsync(await PricedAsync("0.1", "0.2"));
        Wallet user = await market.CreateUserAsync(provider, "5");
        Wallet poor = await market.CreateUserAsync(provider, "1.2");
        await AskAsync(provider, user);
        await AskAsync(provider, poor);

        market.Time.Advance(TimeSpan.FromMinutes(5.1));
        await IndexerFixture.UntilAsync(async () => await market.UnsettledAsync(provider, poor) == 0);
        BigInteger stillOwed = await market.UnsettledAsync(provider, user);
        market.Time.Advance(TimeSpan.FromMinutes(5.1));
        await IndexerFixture.UntilAsync(async () => await market.UnsettledAsync(provider, user) == 0);

        Assert.Equal(300_000_000_000_000_000, stillOwed);
    }

    [Fact]
    public async Task Settle_BalanceIsRemembered_IsLookedUpAnewAfterwards()
    {
        ComputeProviderNode provider = await market.StartAsync(
            await PricedAsync("0.3", "0.6") with { CacheDuration = TimeSpan.FromMinutes(2) });
        Wallet user = await market.CreateUserAsync(provider, "2");
        await AskAsync(provider, user);
        await provider.SettleAsync();
        await AskAsync(provider, user);

        // 1.1 0G are left of which 0.9 are owed; before the settlement there were 2.
        using HttpResponseMessage reply = await market.PostAsync(provider, user, Chat, Body);

        Assert.Equal(System.Net.HttpStatusCode.PaymentRequired, reply.StatusCode);
    }

    [Fact]
    public async Task Settle_OperatorHasNotAcknowledged_KeepsTheFees()
    {
        ComputeProviderOptions options = await PricedAsync("0.1", "0.2") with { DataPath = market.Folder["unacknowledged"] };
        ComputeProviderNode provider = await market.StartAsync(options);
        Wallet user = await market.CreateUserAsync(provider, "5");
        await AskAsync(provider, user);
        Wallet again = MarketFixture.Copy(options.Wallet);
        await provider.StopAsync();

        // Another model takes the acknowledgement back.
        ComputeProviderNode changed = await market.StartAsync(options with { Wallet = again, Model = "other" }, acknowledge: false);
        SettlementSummary without = await changed.SettleAsync();
        await market.AcknowledgeAsync(changed.Provider);
        SettlementSummary with = await changed.SettleAsync();

        Assert.Equal((0, "0 0G", "0.3 0G"), (without.Users, without.Dropped.ToString(), without.Waiting.ToString()));
        Assert.Equal((1, "0.3 0G"), (with.Users, with.Paid.ToString()));
    }

    [Fact]
    public async Task Settle_WalletCannotPayTheGas_KeepsTheFees()
    {
        ComputeProviderOptions options = await PricedAsync("0.1", "0.2");
        Wallet wallet = options.Wallet;
        ComputeProviderNode provider = await market.StartAsync(options);
        Wallet user = await market.CreateUserAsync(provider, "5");
        await AskAsync(provider, user);
        TokenAmount all = await market.Client.Chain.GetBalanceAsync(provider.Provider);
        await market.SendAsync(wallet, user.Address, [], all - TokenAmount.FromGwei(50_000));

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => provider.SettleAsync());

        Assert.Equal("ZgInsufficientFunds", failure.ErrorId);
        Assert.Equal("0.3 0G", provider.Unsettled.ToString());
    }

    [Fact]
    public void SettlePart_TakesTheOldestFirstAndKeepsTheRest()
    {
        FeeRow[] rows = [Row("a", 3, 4), Row("b", 5, 6), Row("c", 1, 1)];
        List<FeeRow> removed = [];
        List<FeeRow> changed = [];

        FeeSettlement.SettlePart(rows, new TokenAmount(14), removed, changed);

        Assert.Equal([rows[0]], removed);
        Assert.Equal([Row("b", 0, 4), rows[2]], changed);
    }

    private static FeeRow Row(string request, int input, int output) =>
        new(request, Address.Zero, new TokenAmount(input), new TokenAmount(output), DateTimeOffset.UnixEpoch);

    private async Task<ComputeProviderOptions> PricedAsync(string input, string output) => await market.OptionsAsync() with
    {
        InputPrice = TokenAmount.Parse(input), OutputPrice = TokenAmount.Parse(output),
    };

    private async Task AskAsync(ComputeProviderNode provider, Wallet user)
    {
        using HttpResponseMessage reply = await market.PostAsync(provider, user, Chat, Body);
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
    }
}
