using System.Globalization;
using System.IO.Compression;
using System.Net;
using ZeroG.Chain;
using ZeroG.Compute;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Contracts;
using ZeroG.Compute.FineTuning;
using ZeroG.DevChain.Contracts.Compute;
using ZeroG.Nodes.Compute.FineTuning;
using ZeroG.Storage.Encryption;
using ZeroG.Storage.Files;

namespace ZeroG.Nodes.Tests.Compute.FineTuning;

/// <summary>Whole lives of tasks, on the contracts of a development chain, over HTTP.</summary>
public sealed class FineTuningLifeTests
{
    /// <summary>Users read them where the provider's operator does not: another calendar would move the deadline by centuries.</summary>
    [Fact]
    public async Task Log_OfAProviderWithAnotherCalendar_HasTheTimesOfTheCommonOne()
    {
        CultureInfo.CurrentCulture = new CultureInfo("ar-SA");
        await using MarketBench market = await MarketBench.ServingAsync();
        MarketUser user = await market.UserAsync();

        Guid task = await user.CreateAsync();
        await market.RunAsync();
        string log = await user.LogAsync(task);

        int year = market.Clock.GetUtcNow().Year;
        Assert.All(
            log.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.StartsWith($"{year}-", line, StringComparison.Ordinal));
        Assert.Contains($"Acknowledge it before {year}-", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Life_FromUploadToDecryptedModel_CostsExactlyTheFee()
    {
        await using MarketBench market = await MarketBench.ServingAsync();
        MarketUser user = await market.UserAsync();
        TokenAmount ledgerBefore = (await market.Client.Ledger.GetAsync(user.Address))!.Total;
        TokenAmount heldBefore = await market.Client.Chain.GetBalanceAsync(ComputeContracts.Ledger)
            + await market.Client.Chain.GetBalanceAsync(ComputeContracts.FineTuning);

        string dataset = await user.UploadAsync(MarketBench.Dataset());
        Guid task = await user.Client.CreateTaskAsync(user.Task(dataset));
        Assert.Equal(FineTuningState.Init, await user.StateAsync(task));
        await market.RunAsync();
        TaskRecord delivered = await user.Client.GetTaskAsync(task);
        Assert.Equal(FineTuningState.Delivered, delivered.State);
        Assert.Equal(await ExpectedFeeAsync(market, MarketBench.Dataset()), delivered.Amount);
        Assert.Equal(TokenAmount.Parse("2"), await user.BalanceAsync());

        string encrypted = market.Folder["model.bin"];
        await using (FileStream file = File.Create(encrypted))
        {
            await user.Client.ReceiveLoraAsync(task, file);
        }

        Hash256 root = market.Storage.Add(await File.ReadAllBytesAsync(encrypted));
        Assert.Equal(root.ToArray(), (await user.DeliverableAsync(task))!.ModelRootHash);
        await user.AcknowledgeAsync(task);
        await market.RunAsync();

        Assert.Equal(FineTuningState.Finished, await user.StateAsync(task));
        TokenAmount fee = delivered.Amount!.Value;
        Assert.Equal(TokenAmount.Parse("2") - fee, await user.BalanceAsync());
        Assert.Equal(ledgerBefore - fee, (await market.Client.Ledger.GetAsync(user.Address))!.Total);
        TokenAmount heldAfter = await market.Client.Chain.GetBalanceAsync(ComputeContracts.Ledger)
            + await market.Client.Chain.GetBalanceAsync(ComputeContracts.FineTuning);
        Assert.Equal(fee, heldBefore - heldAfter);

        Deliverable settled = (await user.DeliverableAsync(task))!;
        Assert.True(settled is { IsSettled: true, IsAcknowledged: true });
        await AssertIsStandInAsync(market, user, encrypted, settled);
        Assert.Contains(StandIn.Notice, await user.LogAsync(task), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Life_SecondTaskOfTheSameUser_IsTakenWhenTheFirstIsFinished()
    {
        await using MarketBench market = await MarketBench.ServingAsync();
        MarketUser user = await market.UserAsync();
        for (int i = 0; i < 2; i++)
        {
            Guid task = await user.CreateAsync();
            await market.RunAsync();
            await user.AcknowledgeAsync(task);
            await market.RunAsync();
            Assert.Equal(FineTuningState.Finished, await user.StateAsync(task));
            market.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        IReadOnlyList<TaskRecord> tasks = await user.Client.GetTasksAsync();
        Assert.True(tasks[0].CreatedAt > tasks[1].CreatedAt);
        Assert.Equal(tasks[0].Id, (await user.Client.FindLatestTaskAsync())!.Id);
        Assert.Equal(2, await market.CountAsync(FineTuningEvents.FeesSettled));
    }

    [Fact]
    public async Task Life_RunsByItself_AtThePaceOfItsClock()
    {
        // The clock runs ahead of a slow machine by as many minutes as there are questions; the deadline lies days away.
        FineTuningProviderOptions options = new() { TrainingTime = TimeSpan.FromMinutes(20), AcknowledgeLimit = TimeSpan.FromDays(30) };
        await using MarketBench market =
            await MarketBench.ServingAsync(options, new ComputeSettings { LockTime = TimeSpan.FromDays(7) });
        MarketUser user = await market.UserAsync();
        using CancellationTokenSource stop = new();
        Task running = market.Service.RunAsync(stop.Token);
        Guid task = await user.CreateAsync();

        await AdvanceUntilAsync(market, user, task, FineTuningState.Training);
        await AdvanceUntilAsync(market, user, task, FineTuningState.Delivered);
        await user.AcknowledgeAsync(task);
        await AdvanceUntilAsync(market, user, task, FineTuningState.Finished);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task Delivery_StorageIsAway_FallsBackToTheHashOfTheFile()
    {
        await using MarketBench market = await MarketBench.ServingAsync();
        MarketUser user = await market.UserAsync();
        Guid task = await user.Client.CreateTaskAsync(user.Task(await user.UploadAsync(MarketBench.Dataset())));
        market.Storage.Failure = new ZeroGException("ZgShardsIncomplete", ErrorKind.ResourceUnavailable, "No nodes. Wait.");

        await market.RunAsync();

        using MemoryStream file = new();
        await user.Client.ReceiveLoraAsync(task, file);
        Assert.Equal(Hash256.Keccak(file.ToArray()).ToArray(), (await user.DeliverableAsync(task))!.ModelRootHash);
        Assert.Contains("0G Storage does not take the model", await user.LogAsync(task), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Penalty_NotAcknowledgedInTime_CostsItsShareAndTheKeyIsGone()
    {
        await using MarketBench market = await MarketBench.ServingAsync();
        MarketUser user = await market.UserAsync();
        Guid task = await user.CreateAsync();
        await market.RunAsync();
        TokenAmount fee = (await user.Client.GetTaskAsync(task)).Amount!.Value;

        market.Clock.Advance(TimeSpan.FromHours(6) - TimeSpan.FromSeconds(1));
        await market.RunAsync();
        Assert.Equal(FineTuningState.Delivered, await user.StateAsync(task));
        market.Clock.Advance(TimeSpan.FromSeconds(1));
        await market.RunAsync();

        Assert.Equal(FineTuningState.Finished, await user.StateAsync(task));
        Assert.Equal(new TokenAmount(fee.Wei * 30 / 100), TokenAmount.Parse("2") - await user.BalanceAsync());
        Deliverable settled = (await user.DeliverableAsync(task))!;
        Assert.True(settled is { IsSettled: true, IsAcknowledged: false, EncryptedSecret: [] });
        Assert.Contains("Settled with a penalty", await user.LogAsync(task), StringComparison.Ordinal);
        await Assert.ThrowsAsync<ZeroGException>(() => user.AcknowledgeAsync(task));

        // The pair is stuck on this contract; it is said before any work is done.
        string stuck = await user.RefusedAsync(user.Task(MarketUser.SomeDataset), HttpStatusCode.Conflict);
        Assert.Contains($"previous deliverable not acknowledged: {task}", stuck, StringComparison.Ordinal);
        Assert.Contains("penalty", stuck, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Penalty_ShortLock_ComesAfterHalfOfIt()
    {
        await using MarketBench market = await MarketBench.ServingAsync(settings: new ComputeSettings { LockTime = TimeSpan.FromHours(1) });
        MarketUser user = await market.UserAsync();
        Guid task = await user.CreateAsync();
        await market.RunAsync();

        market.Clock.Advance(TimeSpan.FromMinutes(29));
        await market.RunAsync();
        Assert.Equal(FineTuningState.Delivered, await user.StateAsync(task));
        market.Clock.Advance(TimeSpan.FromMinutes(1));
        await market.RunAsync();

        Assert.Equal(FineTuningState.Finished, await user.StateAsync(task));
        Assert.Equal(1, await market.CountAsync(FineTuningEvents.FeesSettled));
    }

    [Fact]
    public async Task Settlement_ContractRefusesForGood_IsGivenUpAndBlocksNothing()
    {
        FineTuningProviderOptions options = new() { Attempts = 2 };
        await using MarketBench market = await MarketBench.ServingAsync(options);
        MarketUser user = await market.UserAsync();
        Guid task = await user.CreateAsync();
        await market.RunAsync();
        await user.AcknowledgeAsync(task);
        await market.DisapproveAsync();

        await market.RunAsync();
        Assert.Equal(FineTuningState.UserAcknowledged, await user.StateAsync(task));
        await market.RunAsync();

        Assert.Equal(FineTuningState.Failed, await user.StateAsync(task));
        Assert.Equal(1, await market.CountAsync(FineTuningEvents.DeliverableAbandoned));
        Assert.Equal(TokenAmount.Parse("2"), await user.BalanceAsync());
        string log = await user.LogAsync(task);
        Assert.Contains("TEE signer not acknowledged", log, StringComparison.Ordinal);
        Assert.Contains("given up", log, StringComparison.Ordinal);
        await market.ApproveAsync();
        Guid next = await user.CreateAsync();
        await market.RunAsync();
        Assert.Equal(FineTuningState.Delivered, await user.StateAsync(next));
    }

    private static async Task<TokenAmount> ExpectedFeeAsync(MarketBench market, byte[] dataset)
    {
        await File.WriteAllBytesAsync(market.Folder["counted.jsonl"], dataset);
        long tokens = await DatasetReading.CountTokensAsync(market.Folder["counted.jsonl"], default);
        return new TokenAmount(new FineTuningProviderOptions().PricePerToken.Wei * tokens * 2);
    }

    private static async Task AssertIsStandInAsync(MarketBench market, MarketUser user, string encrypted, Deliverable settled)
    {
        using SymmetricKey key = ModelKeyEnvelope.Open(settled.EncryptedSecret, user.Wallet);
        using FileSource file = FileSource.Open(encrypted);
        await ModelFile.DecryptAsync(file, market.Folder["model.zip"], key, market.Tee.Address);
        using ZipArchive zip = ZipFile.OpenRead(market.Folder["model.zip"]);
        Assert.Equal(
            ["output_model/adapter_config.json", "output_model/adapter_model.safetensors", "output_model/README.md"],
            zip.Entries.Select(entry => entry.FullName));
    }

    /// <summary>Moves the clock until the provider, which runs by itself, has brought the task so far.</summary>
    private static async Task AdvanceUntilAsync(MarketBench market, MarketUser user, Guid task, FineTuningState state)
    {
        while (!(await user.StateAsync(task)).HasReached(state))
        {
            market.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(state, await user.StateAsync(task));
    }
}
