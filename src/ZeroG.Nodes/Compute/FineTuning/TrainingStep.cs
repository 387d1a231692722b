using ZeroG.Compute.FineTuning;

namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>
/// Stands where a trainer would train. The service is marked as occupied meanwhile, as official brokers do it, and free again when no task
/// is left to be trained.
/// </summary>
internal sealed class TrainingStep(
    FineTuningProviderOptions options, TaskStore store, TaskLog log, ServiceRecord service, TimeProvider time)
    : TaskStep(options, store, log, FineTuningState.SetUp, FineTuningState.Training, FineTuningState.Trained)
{
    private readonly FineTuningProviderOptions _options = options;

    /// <inheritdoc/>
    public override async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        bool more = await base.RunAsync(cancellationToken);
        if (Store.PendingCount == 0)
        {
            await service.SetOccupiedAsync(false, cancellationToken);
        }

        return more;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(ProviderTask task, CancellationToken cancellationToken)
    {
        await service.SetOccupiedAsync(true, cancellationToken);
        Log.Write(task.Id, $"Training. {StandIn.Notice}");
        await Task.Delay(_options.TrainingTime, time, cancellationToken);
    }
}
