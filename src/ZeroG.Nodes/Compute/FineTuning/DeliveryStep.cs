using System.Globalization;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.FineTuning;

namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>
/// Encrypts the artefact under a fresh key, stores it, and announces it on the chain. Each of the three is noted when it is done: after a
/// kill the task goes on behind the last, with the same key, the same root and the same transaction.
/// </summary>
internal sealed class DeliveryStep(
    FineTuningProviderOptions options, TaskStore store, TaskLog log, TaskFolder folder, IModelStorage storage, IFineTuningChain chain,
    TeeKey tee)
    : TaskStep(options, store, log, FineTuningState.Trained, FineTuningState.Delivering, FineTuningState.Delivered)
{
    private readonly FineTuningProviderOptions _options = options;
    private readonly AcknowledgeTerm _term = new(options, chain);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(ProviderTask task, CancellationToken cancellationToken)
    {
        Deliverable? announced = await chain.FindDeliverableAsync(task.User, task.Id, cancellationToken);
        if (announced is null)
        {
            task = await PrepareAsync(task, cancellationToken);
            await chain.AddDeliverableAsync(task.User, task.Id, task.ModelRoot!.Value, cancellationToken);
            announced = await chain.FindDeliverableAsync(task.User, task.Id, cancellationToken)
                ?? throw new InvalidOperationException("The chain does not show the deliverable yet.");
        }

        Hash256 root = task.ModelRoot ?? Hash256.Zero;
        if (!root.Bytes.SequenceEqual(announced.ModelRootHash))
        {
            throw new TaskFailedException($"the chain has another model for this task than {root}.");
        }

        Note(task, delivered => delivered with { DeliveredAt = announced.DeliveredAt });
        DateTimeOffset end = await _term.EndAsync(announced.DeliveredAt, cancellationToken);
        Log.Write(
            task.Id,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The model is on the chain as {root}. Acknowledge it before {end:yyyy-MM-dd HH:mm:ss} UTC, or it is settled with a ")
            + "penalty and without its key.");
    }

    /// <inheritdoc/>
    /// <remarks>Nor does a trained model fail because the chain's node is away. Storage that is away has been dealt with.</remarks>
    protected override bool IsWait(Exception pause) => base.IsWait(pause) || RpcOutage.Is(pause);

    private async Task<ProviderTask> PrepareAsync(ProviderTask task, CancellationToken cancellationToken)
    {
        if (task.ModelKey is null || !File.Exists(folder.Model(task.Id)))
        {
            task = await EncryptAsync(task, cancellationToken);
        }

        return task.ModelRoot is null ? await StoreAsync(task, cancellationToken) : task;
    }

    private async Task<ProviderTask> EncryptAsync(ProviderTask task, CancellationToken cancellationToken)
    {
        string model = _options.Models.FirstOrDefault(model => model.Hash == task.ModelHash)?.Name ?? task.ModelHash.ToString();
        byte[] key = SealedModel.NewKey();
        await SealedModel.WriteAsync(folder.Model(task.Id), StandInModel.Create(task, model), key, tee, cancellationToken);

        // A root that was noted belongs to the file that was lost.
        return Note(task, sealed_ => sealed_ with { ModelKey = key, ModelRoot = null });
    }

    private async Task<ProviderTask> StoreAsync(ProviderTask task, CancellationToken cancellationToken)
    {
        string path = folder.Model(task.Id);
        Hash256 root;
        try
        {
            root = await storage.StoreAsync(path, cancellationToken);
            Log.Write(task.Id, $"The encrypted model is stored on 0G Storage as {root}.");
        }
        catch (ZeroGException failure)
        {
            // As official brokers do: the user fetches it from here.
            root = Hash256.Keccak(await File.ReadAllBytesAsync(path, cancellationToken));
            Log.Warn(task.Id, $"0G Storage does not take the model ({failure.Message}); it can be fetched from this provider as {root}.");
        }

        return Note(task, stored => stored with { ModelRoot = root });
    }
}
