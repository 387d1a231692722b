using ZeroG.Chain;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.FineTuning.Delivery;
using ZeroG.Compute.Services;

namespace ZeroG.Compute.FineTuning;

/// <summary>
/// What has to be right before a task can be created, looked at before anything is stored or paid: each would make the provider refuse the
/// task, or fail it after its turn has come.
/// </summary>
public static class TaskChecks
{
    /// <summary>Looks at provider, sub-account, earlier models, unfinished tasks and the queue.</summary>
    /// <param name="compute">The contracts.</param>
    /// <param name="tasks">The user's tasks at the provider.</param>
    /// <param name="queue">Whether the task may wait behind those of others.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The sub-account that will pay.</returns>
    /// <exception cref="ZeroGException">
    /// <c>ZgSignerNotApproved</c>, <c>ZgProviderNotAcknowledged</c>, <c>ZgSubAccountMissing</c>,
    /// <c>ZgFineTuningFundsMissing</c>, <c>ZgDeliverableNotAcknowledged</c>, <c>ZgDeliverableTooLate</c>, <c>ZgProviderQuoteInvalid</c>,
    /// <c>ZgTaskUnfinished</c>, <c>ZgTaskQueueBusy</c>,
    /// <c>ZgProviderUnreachable</c>.
    /// </exception>
    public static async Task<SubAccount> RunAsync(
        ComputeClient compute, ProviderTasks tasks, bool queue, CancellationToken cancellationToken = default)
    {
        FineTuningService service = tasks.Service;
        if (!service.IsTeeSignerAcknowledged)
        {
            throw TaskRefusal.SignerNotApproved(service.Provider);
        }

        SubAccount account = await CheckAccountAsync(compute, service.Provider, tasks.Client.User, cancellationToken);
        await tasks.Client.CheckQuoteAsync(cancellationToken);
        IReadOnlyList<TaskRecord> known = await tasks.Client.GetTasksAsync(cancellationToken);
        if (known.FirstOrDefault(task => !task.State.IsEnd()) is { } unfinished)
        {
            throw TaskRefusal.Unfinished(service.Provider, unfinished.Id, unfinished.State);
        }

        int waiting = await tasks.Client.GetPendingCountAsync(cancellationToken);
        return waiting == 0 || queue ? account : throw TaskRefusal.QueueBusy(service.Provider, waiting, isFull: false);
    }

    private static async Task<SubAccount> CheckAccountAsync(
        ComputeClient compute, Address provider, Address user, CancellationToken cancellationToken)
    {
        ComputeRefusal refusal = new(compute);
        SubAccount account = await compute.FineTuning.FindAccountAsync(user, provider, cancellationToken)
            ?? throw await refusal.SubAccountMissingAsync(ServiceKind.FineTuning, user, provider, cancellationToken);
        if (account.Deliverables is [.., { IsAcknowledged: false } last])
        {
            throw last.IsSettled
                ? ModelDelivery.TooLate(last.Id, provider)
                : TaskRefusal.DeliverableNotAcknowledged(last.Id);
        }

        if (account.Free.IsZero)
        {
            throw TaskRefusal.FundsMissing(
                provider,
                $"It has nothing free.{await refusal.HintOfOtherMoneyAsync(ServiceKind.FineTuning, user, provider, cancellationToken)}");
        }

        // Every transfer says that the provider is trusted. Who has taken that back since did so on purpose.
        return account.IsAcknowledged ? account : throw TaskRefusal.NotAcknowledged(provider);
    }
}
