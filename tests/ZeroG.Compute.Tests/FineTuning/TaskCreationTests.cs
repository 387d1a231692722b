using System.Globalization;
using System.Numerics;
using ZeroG.Chain;
using ZeroG.Compute.FineTuning;
using ZeroG.Compute.FineTuning.Datasets;
using ZeroG.Compute.FineTuning.Training;

namespace ZeroG.Compute.Tests.FineTuning;

/// <summary>A task from its plan to the one request that creates it.</summary>
public sealed class TaskCreationTests : IDisposable
{
    private const string Config = """
        {"neftune_noise_alpha":5,"num_train_epochs":3,"per_device_train_batch_size":2,"learning_rate":0.0002,"max_steps":-1}
        """;

    private readonly FineTuningMarket _market = new();

    public TaskCreationTests() => _market.Http.On($"GET {_market.Route}", "[]");

    public void Dispose() => _market.Dispose();

    [Fact]
    public async Task The_plan_says_what_it_may_cost()
    {
        TaskPlan plan = await PlanAsync(characters: 4_000_000);
        Assert.Equal(1_000_000, plan.Cost!.Tokens);
        Assert.Equal(TokenAmount.Parse("1.5"), plan.Cost.Total);
        Assert.Null(plan.Advice);
    }

    [Fact]
    public async Task The_plan_says_how_much_money_is_missing()
    {
        _market.Balance = TokenAmount.Parse("1");
        Assert.Equal(
            $"The training may cost 1.5 0G, and the fine-tuning sub-account with {FineTuningMarket.Provider} has 1 0G free. The task fails "
            + "if that is too little. Transfer at least 0.5 0G to it.",
            (await PlanAsync(characters: 4_000_000)).Advice);
    }

    [Fact]
    public async Task A_dataset_that_lies_elsewhere_has_no_price_yet()
    {
        using ProviderTasks tasks = await _market.OpenAsync();
        TaskPlan plan = await Creation(tasks).PlanAsync("mock-model", ReadAsync, dataset: null, queue: false, Cancelled);
        Assert.Null(plan.Cost);
        Assert.Null(plan.Advice);
    }

    [Fact]
    public async Task A_model_that_nobody_offers_is_named_without_its_prefix()
    {
        using ProviderTasks tasks = await _market.OpenAsync();
        ZeroGException failure = await Assert.ThrowsAnyAsync<ZeroGException>(
            () => Creation(tasks).PlanAsync("Qwen/mock-model", ReadAsync, null, queue: false, Cancelled));
        Assert.Equal("ZgModelNotOffered", failure.ErrorId);
        Assert.Equal(
            $"Qwen/mock-model is not offered by {FineTuningMarket.Provider}. Names are written without `Qwen/`. Offered: mock-model.",
            failure.Message);
    }

    [Fact]
    public async Task The_task_is_signed_over_a_number_above_the_last_settled_one()
    {
        _market.Show(FineTuningState.Init).Http.On($"POST {_market.Route}", $$"""{"id":"{{FineTuningMarket.Id}}"}""");
        using ProviderTasks tasks = await _market.OpenAsync();
        TaskCreation creation = Creation(tasks);

        FineTuningTask task = await creation.RunAsync(
            await creation.PlanAsync("mock-model", ReadAsync, null, queue: true, Cancelled), "0x02", Cancelled);

        Assert.Equal(FineTuningMarket.Id, task.TaskId);
        NewTaskRecord sent = NewTaskRecord.Parse(
            Assert.Single(_market.Http.Requests, request => request.Route.StartsWith("POST", StringComparison.Ordinal)).Body);
        Assert.Equal(_market.User.PublicKey, sent.FindSigner());
        Assert.Equal("0xcb42b5ca9e998c82dd239ef2d20d22a4ae16b3dc0ce0a855c93b52c7c2bab6dc", sent.PreTrainedModelHash);
        Assert.Equal(("0x02", Config, "0", true), (sent.DatasetHash, sent.TrainingParams, sent.Fee, sent.Wait));
        Assert.Equal(
            TaskNonce.Next(_market.Time.GetUtcNow(), 7), BigInteger.Parse(sent.Nonce, CultureInfo.InvariantCulture));
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static Task<TrainingConfig> ReadAsync(bool isCustom) => Task.FromResult(TrainingConfig.Parse(Config, isCustom));

    private TaskCreation Creation(ProviderTasks tasks) => new(_market.Chain.Client, tasks, _market.User, _market.Time);

    private async Task<TaskPlan> PlanAsync(long characters)
    {
        using ProviderTasks tasks = await _market.OpenAsync();
        DatasetReport report = new() { Path = "data.jsonl", Size = characters, Lines = 1, Examples = 1, Characters = characters };
        return await Creation(tasks).PlanAsync("mock-model", ReadAsync, report, queue: false, Cancelled);
    }
}
