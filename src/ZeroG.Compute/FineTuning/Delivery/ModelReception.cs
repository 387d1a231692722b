using ZeroG.Chain;
using ZeroG.Chain.Transactions;
using ZeroG.Compute.Accounts;
using ZeroG.Storage.Transfer;

namespace ZeroG.Compute.FineTuning.Delivery;

/// <summary>
/// Takes a delivered model: receives it, makes sure that it is what the chain knows, acknowledges it, and waits for its key. In this order,
/// because what is acknowledged is paid. Chain and 0G Storage are enough for it, since the deadline does not wait for a silent provider.
/// </summary>
/// <param name="tasks">The user's tasks at the provider.</param>
/// <param name="account">Pays for the acknowledgement.</param>
/// <param name="time">Clock for durations; null for the system's.</param>
public sealed class ModelReception(ProviderTasks tasks, ComputeAccount account, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Receives a model and what follows.</summary>
    /// <param name="taskId">The task.</param>
    /// <param name="download">Receives the file; null to acknowledge it unseen.</param>
    /// <param name="destination">Path of the file to write, in a folder that exists; null when nothing is received.</param>
    /// <param name="acknowledge">Whether to acknowledge it.</param>
    /// <param name="keyTimeout">How long to wait for the key afterwards; null for not at all.</param>
    /// <param name="progress">Receives phases, bytes and remarks; null for nobody.</param>
    /// <param name="cancellationToken">Stops it; the same call goes on where it stopped.</param>
    /// <exception cref="ZeroGException">
    /// <c>ZgModelNotDelivered</c>, <c>ZgModelHashInvalid</c>, <c>ZgDeliverableTooLate</c>, <c>ZgDeliverableAbandoned</c>, <c>ZgTimeout</c>,
    /// and those of <see cref="ModelDownload"/>.
    /// </exception>
    public async Task<FineTunedModel> TakeAsync(
        Guid taskId, ModelDownload? download, string? destination, bool acknowledge, TimeSpan? keyTimeout,
        IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        long start = _time.GetTimestamp();
        ModelDelivery delivery = await tasks.GetDeliveryAsync(taskId, cancellationToken);
        delivery.ThrowIfLost();
        TaskRecord? task = await tasks.FindRecordAsync(taskId, cancellationToken);
        ReceivedModel? received = download is null ? null : await download.ReceiveAsync(
            taskId, ModelHash.Read(delivery.Deliverable.ModelRootHash, taskId), destination!, progress, cancellationToken);
        TransactionReceipt? receipt = null;
        if (acknowledge && delivery.State == DeliveryState.Delivered)
        {
            receipt = await account.AcknowledgeDeliverableAsync(tasks.Client.Provider, taskId.ToString(), cancellationToken);
            progress?.Report(new TransferProgress(
                TransferPhase.Confirming, Detail: $"Task {taskId} is acknowledged by transaction {receipt.TransactionHash}."));
            delivery = await tasks.GetDeliveryAsync(taskId, cancellationToken);
        }

        // A node that lags may not show the acknowledgement yet, of which there is a receipt.
        bool isTaken = receipt is not null || delivery.State != DeliveryState.Delivered;
        if (isTaken && keyTimeout is { } timeout)
        {
            progress?.Report(new TransferProgress(TransferPhase.Finalizing));
            delivery = await tasks.WaitForKeyAsync(taskId, timeout, cancellationToken);
        }

        return new FineTunedModel
        {
            TaskId = taskId,
            Provider = tasks.Client.Provider,
            Model = task is null ? "" : await tasks.NameOfAsync(task.PreTrainedModelHash, cancellationToken),
            Path = received?.Path,
            Size = received?.Size ?? 0,
            Source = received?.Source,
            Hash = received?.Hash,
            State = isTaken && delivery.State == DeliveryState.Delivered ? DeliveryState.Acknowledged : delivery.State,
            Transaction = receipt?.TransactionHash,
            GasFee = receipt?.Fee ?? TokenAmount.Zero,
            AcknowledgeBy = isTaken ? null : delivery.AcknowledgeBy,
            Network = account.Client.Network.Name,
            Duration = _time.GetElapsedTime(start),
        };
    }
}
