using ZeroG.Chain;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.FineTuning;

namespace ZeroG.Compute.Tests.FineTuning;

/// <summary>What is in the way of a new task is said before anything is stored or paid.</summary>
public sealed class TaskChecksTests : IDisposable
{
    private static readonly Guid Other = Guid.Parse("00000000-0000-4000-8000-000000000001");

    private readonly FineTuningMarket _market = new();

    public TaskChecksTests() => _market.Http.On($"GET {_market.Route}", _ => ScriptedProvider.Text(Tasks));

    private string Tasks { get; set; } = "[]";

    public void Dispose() => _market.Dispose();

    [Fact]
    public async Task Nothing_is_in_the_way()
    {
        SubAccount account = await RunAsync();
        Assert.Equal(TokenAmount.Parse("5"), account.Free);
        Assert.DoesNotContain(_market.Http.Requests, request => request.Route.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_task_that_ended_and_a_model_that_was_taken_are_not_in_the_way()
    {
        Tasks = $"[{FineTuningMarket.Json(FineTuningState.Finished, Other)},{FineTuningMarket.Json(FineTuningState.Failed, Other)}]";
        _market.Deliver(Other, isAcknowledged: true, isSettled: true, secret: 129);
        Assert.NotNull(await RunAsync());
    }

    [Fact]
    public async Task No_sub_account()
    {
        _market.Balance = null;
        await FailsAsync(
            "ZgSubAccountMissing",
            $"No sub-account with {FineTuningMarket.Provider} for fine-tuning. Transfer funds to it first.");
    }

    [Fact]
    public async Task No_sub_account_and_the_money_in_the_wrong_one()
    {
        _market.Balance = null;
        _market.InferenceBalance = TokenAmount.Parse("4");
        await FailsAsync(
            "ZgSubAccountMissing",
            $"No sub-account with {FineTuningMarket.Provider} for fine-tuning. Transfer funds to it first. Your inference sub-account with "
            + "it has 4 0G, which does not count for fine-tuning.");
    }

    [Fact]
    public async Task A_sub_account_whose_money_was_asked_back_and_more_in_the_wrong_one()
    {
        _market.PendingRefund = TokenAmount.Parse("5");
        _market.InferenceBalance = TokenAmount.Parse("4");
        await FailsAsync(
            "ZgFineTuningFundsMissing",
            $"Transfer funds to the fine-tuning sub-account of {FineTuningMarket.Provider} (inference money does not count). It has "
            + "nothing free. Your inference sub-account with it has 4 0G, which does not count for fine-tuning.");
    }

    [Fact]
    public async Task A_provider_that_the_user_does_not_trust_any_more()
    {
        _market.IsAcknowledged = false;
        await FailsAsync(
            "ZgProviderNotAcknowledged",
            $"You have not acknowledged {FineTuningMarket.Provider}. Acknowledge it; the provider notices within about two minutes.");
    }

    [Fact]
    public async Task A_provider_that_the_operator_does_not_vouch_for()
    {
        _market.IsApproved = false;
        await FailsAsync(
            "ZgSignerNotApproved", "The network operator has not approved this provider's TEE signer. Use another provider.");
    }

    [Fact]
    public async Task A_model_that_was_never_acknowledged()
    {
        _market.Deliver(Other);
        await FailsAsync(
            "ZgDeliverableNotAcknowledged", $"Deliverable {Other} was never acknowledged and blocks new tasks. Acknowledge it.");
    }

    [Fact]
    public async Task A_model_that_was_settled_with_a_penalty_blocks_the_provider_for_good()
    {
        _market.Deliver(Other, isSettled: true);
        ZeroGException failure = await FailsAsync("ZgDeliverableTooLate");
        Assert.Contains("can deliver nothing more to this wallet: use another provider.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("withdraw the whole account, and to deposit anew", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_is_not_finished()
    {
        Tasks = $"[{FineTuningMarket.Json(FineTuningState.Training, Other)}]";
        await FailsAsync(
            "ZgTaskUnfinished", $"Task {Other} with this provider is Training. Wait, cancel it, or choose another provider.");
    }

    [Fact]
    public async Task Tasks_of_others_are_in_the_way_unless_one_waits()
    {
        _market.Waiting = 3;
        await FailsAsync("ZgTaskQueueBusy", "Provider has 3 tasks waiting; use the wait switch or another provider.");
        Assert.NotNull(await RunAsync(queue: true));
    }

    private async Task<SubAccount> RunAsync(bool queue = false)
    {
        using ProviderTasks tasks = await _market.OpenAsync();
        return await TaskChecks.RunAsync(_market.Chain.Client, tasks, queue, TestContext.Current.CancellationToken);
    }

    private async Task<ZeroGException> FailsAsync(string id, string? message = null)
    {
        ZeroGException failure = await Assert.ThrowsAnyAsync<ZeroGException>(() => RunAsync());
        Assert.Equal(id, failure.ErrorId);
        Assert.Equal(message ?? failure.Message, failure.Message);
        return failure;
    }
}
