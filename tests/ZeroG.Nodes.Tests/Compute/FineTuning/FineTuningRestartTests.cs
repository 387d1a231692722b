using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Transactions;
using ZeroG.Compute.Contracts;
using ZeroG.Compute.FineTuning;
using ZeroG.Nodes.Compute.FineTuning;

namespace ZeroG.Nodes.Tests.Compute.FineTuning;

/// <summary>A provider that is killed at any moment goes on where it was, and announces and settles nothing twice.</summary>
public sealed class FineTuningRestartTests
{
    [Theory]
    [InlineData("occupy", false)]
    [InlineData("occupy", true)]
    [InlineData("deliver", false)]
    [InlineData("deliver", true)]
    [InlineData("settle", false)]
    [InlineData("settle", true)]
    public async Task Kill_AroundACallToTheChain_EndsInOneDeliverableAndOneSettlement(string call, bool after)
    {
        await using MarketBench market = await MarketBench.OpenAsync();
        using CancellationTokenSource kill = new();
        await market.ServeAsync(wrap: chain => after
            ? new InterruptedChain(chain, call, after: kill.CancelAsync)
            : new InterruptedChain(chain, call, before: kill.CancelAsync));
        await market.ApproveAsync();
        MarketUser user = await market.UserAsync();
        Guid task = await user.CreateAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await market.RunAsync(cancellationToken: kill.Token);
            await user.AcknowledgeAsync(task);
            await market.RunAsync(cancellationToken: kill.Token);
        });
        await market.ServeAsync();
        await market.RunAsync();
        if (call != "settle")
        {
            await user.AcknowledgeAsync(task);
            await market.RunAsync();
        }

        await AssertFinishedOnceAsync(market, user, task);
    }

    [Fact]
    public async Task Kill_AfterTheModelWasStored_StoresTheSameBytesAgain()
    {
        await using MarketBench market = await MarketBench.ServingAsync();
        using CancellationTokenSource kill = new();
        MarketUser user = await market.UserAsync();
        Guid task = await user.CreateAsync();
        List<byte[]> files = [];
        market.Storage.AfterStore = () =>
        {
            files.Add(File.ReadAllBytes(market.Folder[$"provider/tasks/{task}.model"]));
            kill.Cancel();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => market.RunAsync(cancellationToken: kill.Token));
        await market.ServeAsync();
        await market.RunAsync();

        Assert.Equal(2, files.Count);
        Assert.Equal(files[0], files[1]);
        await user.AcknowledgeAsync(task);
        await market.RunAsync();
        await AssertFinishedOnceAsync(market, user, task);
    }

    [Theory]
    [InlineData("deliver")]
    [InlineData("settle")]
    public async Task Kill_SentAndNotMined_WaitsForTheSameTransaction(string call)
    {
        await using MarketBench market = await MarketBench.OpenAsync();
        await market.ServeAsync(wrap: chain =>
            new InterruptedChain(chain, call, before: () => ControlAsync(market, "evm_setAutomine", false)));
        await market.ApproveAsync();
        MarketUser user = await market.UserAsync();
        Guid task = await user.CreateAsync();
        if (call == "settle")
        {
            await market.RunAsync();
            await user.AcknowledgeAsync(task);
        }

        using CancellationTokenSource kill = new();
        Task killed = market.RunAsync(cancellationToken: kill.Token);
        using TransactionJournal notes = new(market.Folder["provider/transactions"]);
        while (notes.Find($"{call} {task}") is null || await CountAsync(market, BlockId.Pending) == await CountAsync(market, BlockId.Latest))
        {
        }

        await kill.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => killed);
        Hash256 sent = notes.Find($"{call} {task}")!.Newest.Hash;
        ulong count = await CountAsync(market, BlockId.Pending);
        await market.ServeAsync();
        Task resumed = market.RunAsync();
        while (!resumed.IsCompleted)
        {
            await ControlAsync(market, "evm_mine");
        }

        await resumed;
        await ControlAsync(market, "evm_setAutomine", true);
        Assert.NotNull(await market.Client.Chain.GetReceiptAsync(sent));
        Assert.Equal(count, await CountAsync(market, BlockId.Latest));
        if (call == "deliver")
        {
            await user.AcknowledgeAsync(task);
            await market.RunAsync();
        }

        await AssertFinishedOnceAsync(market, user, task);
    }

    [Theory]
    [InlineData(FineTuningState.SettingUp, FineTuningState.Init)]
    [InlineData(FineTuningState.Training, FineTuningState.SetUp)]
    [InlineData(FineTuningState.Delivering, FineTuningState.Trained)]
    [InlineData(FineTuningState.Init, FineTuningState.Init)]
    [InlineData(FineTuningState.SetUp, FineTuningState.SetUp)]
    [InlineData(FineTuningState.Trained, FineTuningState.Trained)]
    [InlineData(FineTuningState.Delivered, FineTuningState.Delivered)]
    [InlineData(FineTuningState.UserAcknowledged, FineTuningState.UserAcknowledged)]
    [InlineData(FineTuningState.Finished, FineTuningState.Finished)]
    [InlineData(FineTuningState.Failed, FineTuningState.Failed)]
    public void Store_OpenedAgain_KnowsEveryFieldAndBeginsACutStepAnew(FineTuningState left, FineTuningState found)
    {
        using ZeroG.Testing.TempFolder folder = new();
        ProviderTask task = SampleTasks.Create() with
        {
            State = left, Fee = TokenAmount.Parse("0.5"), ModelKey = [.. Enumerable.Range(0, 32).Select(i => (byte)i)],
        };
        using (TaskFolder before = new(folder.Path, "owner"))
        {
            new TaskStore(before, TimeProvider.System).Add(task);
        }

        using TaskFolder after = new(folder.Path, "owner");
        ProviderTask read = new TaskStore(after, TimeProvider.System).Find(task.Id)!;

        Assert.Equal(found, read.State);
        Assert.Equal(TaskJson.Write(task with { State = found }), TaskJson.Write(read));
    }

    [Fact]
    public void Store_DamagedRecord_SaysWhich()
    {
        using ZeroG.Testing.TempFolder folder = new();
        using TaskFolder tasks = new(folder.Path, "owner");
        Guid id = Guid.NewGuid();
        File.WriteAllText(tasks.Record(id), """{"id":""");

        ZeroGException damage = Assert.Throws<ZeroGException>(() => new TaskStore(tasks, TimeProvider.System));

        Assert.Equal("ZgDataDamaged", damage.ErrorId);
        Assert.Contains(id.ToString(), damage.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_InUseOrOfAnother_IsRefused()
    {
        using ZeroG.Testing.TempFolder folder = new();
        using (TaskFolder held = new(folder.Path, "one"))
        {
            Assert.Equal("ZgDataInUse", Assert.Throws<ZeroGException>(() => new TaskFolder(folder.Path, "one")).ErrorId);
        }

        ZeroGException foreign = Assert.Throws<ZeroGException>(() => new TaskFolder(folder.Path, "other"));
        Assert.Equal("ZgDataFolder", foreign.ErrorId);
        Assert.Contains("of one, not of other", foreign.Message, StringComparison.Ordinal);
        new TaskFolder(folder.Path, "one").Dispose();
    }

    [Fact]
    public void Folder_WithoutAPath_IsGoneAtTheEnd()
    {
        TaskFolder folder = new(path: null, "owner");
        Assert.True(Directory.Exists(folder.Path));
        folder.Dispose();
        Assert.False(Directory.Exists(folder.Path));
    }

    private static async Task AssertFinishedOnceAsync(MarketBench market, MarketUser user, Guid task)
    {
        Assert.Equal(FineTuningState.Finished, await user.StateAsync(task));
        Assert.Equal(1, await market.CountAsync(FineTuningEvents.DeliverableAdded));
        Assert.Equal(1, await market.CountAsync(FineTuningEvents.FeesSettled));
        Assert.NotEmpty((await user.DeliverableAsync(task))!.EncryptedSecret);
        TokenAmount fee = (await user.Client.GetTaskAsync(task)).Amount!.Value;
        Assert.Equal(TokenAmount.Parse("2") - fee, await user.BalanceAsync());
    }

    private static Task<ulong> CountAsync(MarketBench market, BlockId at) =>
        market.Client.Chain.GetTransactionCountAsync(market.Provider, at);

    private static async Task ControlAsync(MarketBench market, string method, params object?[] parameters)
    {
        using JsonRpcClient control = new(market.Network.RpcUri);
        await control.CallAsync(method, parameters);
    }
}
