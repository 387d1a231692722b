using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.FineTuning.Datasets;
using ZeroG.Compute.FineTuning.Models;
using ZeroG.Compute.FineTuning.Training;

namespace ZeroG.Compute.FineTuning;

/// <summary>Creates tasks: first the plan, in which everything is looked at that costs nothing, then the task itself.</summary>
/// <param name="compute">The contracts.</param>
/// <param name="tasks">The user's tasks at the provider.</param>
/// <param name="wallet">Signs the task; only it can decrypt the model afterwards.</param>
/// <param name="time">Clock for the task's number; null for the system's.</param>
public sealed class TaskCreation(ComputeClient compute, ProviderTasks tasks, Wallet wallet, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Looks at model, configuration, sub-account, earlier tasks and the queue.</summary>
    /// <param name="model">Name or hash of the model.</param>
    /// <param name="readConfig">Reads the configuration; told whether the model is the provider's own, with keys of its own.</param>
    /// <param name="dataset">What the dataset holds; null for one that lies on 0G Storage already.</param>
    /// <param name="queue">Whether the task may wait behind those of others.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ZeroGException">
    /// <c>ZgModelNotOffered</c>, <c>ZgTrainingConfigInvalid</c>, and those of <see cref="TaskChecks"/>.
    /// </exception>
    public async Task<TaskPlan> PlanAsync(
        string model, Func<bool, Task<TrainingConfig>> readConfig, DatasetReport? dataset, bool queue,
        CancellationToken cancellationToken = default)
    {
        FineTuningModel found = await tasks.Models.FindAsync(tasks.Service, model, cancellationToken);
        TrainingConfig config = await readConfig(!found.IsBuiltIn);
        SubAccount account = await TaskChecks.RunAsync(compute, tasks, queue, cancellationToken);
        TrainingCost? cost = dataset is not null && config.Epochs is { } epochs
            ? new TrainingCost(
                dataset.EstimatedTokens, epochs, tasks.Service.PricePerToken, found.StorageReserve ?? TokenAmount.Zero)
            : null;
        return new TaskPlan(found, config, account, cost, queue);
    }

    /// <summary>Gives the task to the provider.</summary>
    /// <param name="plan">From <see cref="PlanAsync"/>.</param>
    /// <param name="datasetHash">Storage root of the dataset, or what the provider called an upload.</param>
    /// <param name="cancellationToken">Stops waiting; the provider may have taken the task all the same.</param>
    /// <exception cref="ZeroGException">Those of <see cref="FineTuningClient.CreateTaskAsync"/>.</exception>
    public async Task<FineTuningTask> RunAsync(TaskPlan plan, string datasetHash, CancellationToken cancellationToken = default)
    {
        NewTaskRecord task = NewTaskRecord.Sign(
            wallet, plan.Model.Hash, datasetHash, plan.Config.Text, TaskNonce.Next(_time.GetUtcNow(), plan.Account.Nonce), plan.Queue);
        string[] offered = [.. FineTuningModels.BuiltIn(compute.Network).Select(model => model.Name), .. tasks.Service.Models];
        Guid id = await tasks.Client.CreateTaskAsync(task, plan.Model.Name, offered, cancellationToken);
        return await tasks.GetAsync(id, cancellationToken);
    }
}
