using System.Text;
using ZeroG.Chain;
using ZeroG.Compute.Contracts;
using ZeroG.Compute.FineTuning;
using ZeroG.Nodes.Compute.FineTuning;

namespace ZeroG.Nodes.Tests.Compute.FineTuning;

/// <summary>Tasks that are taken and fail on their way.</summary>
public sealed class TaskFailureTests
{
    [Fact]
    public async Task Setup_BadLine_FailsWithItsNumber()
    {
        await using MarketBench market = await MarketBench.ServingAsync();
        MarketUser user = await market.UserAsync();
        byte[] dataset = [.. MarketBench.Dataset(7311), .. "{\"instruction\":\"x\"\n"u8, .. MarketBench.Dataset(3)];
        Guid task = await user.CreateAsync(dataset);

        await market.RunAsync();

        Assert.Equal(FineTuningState.Failed, await user.StateAsync(task));
        Assert.Contains("7312", await user.LogAsync(task), StringComparison.Ordinal);
        Assert.Equal(0, market.Storage.Stored);
        Assert.Empty(Directory.GetFiles(market.Folder["provider/tasks"], "*.jsonl"));
    }

    [Fact]
    public async Task Setup_TooLittleMoney_FailsAndSaysTheFee()
    {
        FineTuningProviderOptions dear = new() { PricePerToken = TokenAmount.Parse("0.1") };
        await using MarketBench market = await MarketBench.ServingAsync(dear);
        MarketUser user = await market.UserAsync();
        Guid task = await user.CreateAsync();

        await market.RunAsync();

        TaskRecord failed = await user.Client.GetTaskAsync(task);
        Assert.Equal(FineTuningState.Failed, failed.State);
        Assert.True(failed.Amount > TokenAmount.Parse("2"));
        Assert.Contains(
            $"insufficient account balance after pending refund: required {failed.Fee}, available 2000000000000000000",
            await user.LogAsync(task), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setup_StorageReserve_IsPartOfTheFee()
    {
        TokenAmount reserve = TokenAmount.Parse("0.01");
        FineTuningProviderOptions options = new() { Models = [ServedModel.Own with { StorageReserve = reserve }] };
        await using MarketBench market = await MarketBench.ServingAsync(options);
        MarketUser user = await market.UserAsync();
        Guid task = await user.CreateAsync();

        await market.RunAsync();

        TokenAmount rest = (await user.Client.GetTaskAsync(task)).Amount!.Value - reserve;
        Assert.Equal(0, rest.Wei % (options.PricePerToken.Wei * 2));
        Assert.True(rest > TokenAmount.Zero);
    }

    [Fact]
    public async Task Setup_StorageIsAway_IsTriedAgainAndThenFails()
    {
        await using MarketBench market = await MarketBench.ServingAsync(new FineTuningProviderOptions { Attempts = 3 });
        MarketUser user = await market.UserAsync();
        Guid task = await user.CreateAsync();
        market.Storage.Failure = new ZeroGException("ZgNodeDown", ErrorKind.ConnectionError, "The indexer is away. Wait.");

        await market.RunAsync();
        Assert.Equal(FineTuningState.Init, await user.StateAsync(task));
        market.Storage.Failure = null;
        await market.RunAsync();
        Assert.Equal(FineTuningState.Delivered, await user.StateAsync(task));
        await user.AcknowledgeAsync(task);
        await market.RunAsync();

        Guid lost = await user.CreateAsync();
        market.Storage.Failure = new ZeroGException("ZgNodeDown", ErrorKind.ConnectionError, "The indexer is away. Wait.");
        for (int i = 0; i < 3; i++)
        {
            await market.RunAsync();
        }

        Assert.Equal(FineTuningState.Failed, await user.StateAsync(lost));
        Assert.Contains("failed 3 times, at last with: The indexer is away.", await user.LogAsync(lost), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setup_DatasetOfNobody_Fails()
    {
        await using MarketBench market = await MarketBench.ServingAsync();
        MarketUser user = await market.UserAsync();
        Guid task = await user.Client.CreateTaskAsync(user.Task("ds_2026_01_upload"));

        await market.RunAsync();

        Assert.Equal(FineTuningState.Failed, await user.StateAsync(task));
        Assert.Contains("ds_2026_01_upload was not uploaded", await user.LogAsync(task), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setup_LargerDatasetThanAllowed_Fails()
    {
        await using MarketBench market = await MarketBench.ServingAsync(new FineTuningProviderOptions { MaximumStoredDatasetSize = 100 });
        MarketUser user = await market.UserAsync();
        Guid task = await user.CreateAsync();

        await market.RunAsync();

        Assert.Equal(FineTuningState.Failed, await user.StateAsync(task));
        Assert.Contains("larger", await user.LogAsync(task), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setup_UploadOfAnotherUser_IsNotUsed()
    {
        await using MarketBench market = await MarketBench.ServingAsync(new FineTuningProviderOptions { Attempts = 1 });
        MarketUser owner = await market.UserAsync(2);
        MarketUser thief = await market.UserAsync(3);
        string dataset = await owner.UploadAsync(MarketBench.Dataset());
        Guid task = await thief.Client.CreateTaskAsync(thief.Task(dataset));

        await market.RunAsync();

        Assert.Equal(FineTuningState.Failed, await thief.StateAsync(task));
    }

    [Fact]
    public async Task Work_OneTaskFails_TheNextGoesOn()
    {
        await using MarketBench market = await MarketBench.ServingAsync();
        MarketUser first = await market.UserAsync(2);
        MarketUser second = await market.UserAsync(3);
        Guid bad = await first.CreateAsync(Encoding.UTF8.GetBytes("not json\n"));
        market.Clock.Advance(TimeSpan.FromSeconds(1));
        Guid good = await second.CreateAsync(wait: true);

        await market.RunAsync();

        Assert.Equal(FineTuningState.Failed, await first.StateAsync(bad));
        Assert.Equal(FineTuningState.Delivered, await second.StateAsync(good));
    }

    [Fact]
    public async Task Delivery_ChainIsAwayForLongerThanTriesLast_WaitsAndGoesOn()
    {
        await using MarketBench market = await MarketBench.OpenAsync();
        bool isAway = true;
        int tries = 0;
        await market.ServeAsync(
            new FineTuningProviderOptions { Attempts = 2 },
            chain => new InterruptedChain(chain, "deliver", before: () => ++tries > 0 && isAway
                ? throw new ZeroGException("ZgRpcUnreachable", ErrorKind.ConnectionError, "The chain's node is away. Wait.")
                : Task.CompletedTask));
        await market.ApproveAsync();
        MarketUser user = await market.UserAsync();
        Guid task = await user.CreateAsync();

        for (int i = 0; i < 5; i++)
        {
            await market.RunAsync();
            Assert.Equal(FineTuningState.Trained, await user.StateAsync(task));
        }

        Assert.True(tries >= 5);
        isAway = false;
        await market.RunAsync();

        Assert.Equal(FineTuningState.Delivered, await user.StateAsync(task));
        Assert.Contains("waits for the chain: The chain's node is away.", await user.LogAsync(task), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settlement_AccountDeletedBeforeIt_FailsTheTask()
    {
        await using MarketBench market = await MarketBench.ServingAsync();
        MarketUser user = await market.UserAsync();
        Guid task = await user.CreateAsync();
        await market.RunAsync();
        await user.Account.RequestRefundAsync(ZeroG.Compute.ServiceKind.FineTuning, [market.Provider]).ToListAsync();
        await market.AdvanceAsync(TimeSpan.FromDays(1));
        await user.Account.CompleteRefundAsync(
            [await user.Account.PlanRefundAsync(ZeroG.Compute.ServiceKind.FineTuning, market.Provider)]).ToListAsync();
        await user.Account.WithdrawAsync(TokenAmount.Parse("2"));

        await market.RunAsync();

        Assert.Equal(FineTuningState.Failed, await user.StateAsync(task));
        Assert.Contains("gone from the chain", await user.LogAsync(task), StringComparison.Ordinal);
        Assert.Equal(0, await market.CountAsync(FineTuningEvents.FeesSettled));
    }
}
