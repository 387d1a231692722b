using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.FineTuning;
using ZeroG.Compute.Settlement;

namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>
/// Watches what was delivered. A user who acknowledges it pays the fee and gets the key; one who does not within the limit pays the
/// penalty, and the key is gone. What the contract refuses again and again is given up, so that it blocks no later task.
/// </summary>
internal sealed class SettlementWork(
    FineTuningProviderOptions options, TaskStore store, TaskLog log, IFineTuningChain chain, TimeProvider time) : IProviderWork
{
    private const string GivenUp = "Failed: the fee cannot be collected. The deliverable is given up and blocks no other task.";

    private readonly AcknowledgeTerm _term = new(options, chain);

    /// <inheritdoc/>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        bool moved = false;
        foreach (ProviderTask task in store.List().Where(IsWaiting))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                moved |= await RunAsync(task, cancellationToken);
            }
            catch (RevertException refusal)
            {
                await RefusedAsync(task, refusal, cancellationToken);
            }
            catch (ZeroGException failure)
            {
                // The money waits; a chain that is out of reach is no reason to let it go.
                log.Warn(task.Id, $"Settlement is tried again: {failure.Message}");
            }
        }

        return moved;
    }

    private static bool IsWaiting(ProviderTask task) => task.State is FineTuningState.Delivered or FineTuningState.UserAcknowledged;

    private async Task<bool> RunAsync(ProviderTask task, CancellationToken cancellationToken)
    {
        Deliverable? deliverable = await chain.FindDeliverableAsync(task.User, task.Id, cancellationToken);
        if (deliverable is null)
        {
            // Only an account that was deleted takes its deliverables with it.
            return Move(task, FineTuningState.Failed, "Failed: the deliverable is gone from the chain together with the user's account.");
        }

        if (deliverable.IsSettled)
        {
            // Done before a kill. Acknowledged and without a key is what was given up.
            return deliverable is { IsAcknowledged: true, EncryptedSecret: [] }
                ? Move(task, FineTuningState.Failed, GivenUp)
                : Move(task, FineTuningState.Finished, "Settled.");
        }

        if (task.State == FineTuningState.Delivered && deliverable.IsAcknowledged)
        {
            return Move(task, FineTuningState.UserAcknowledged, "Acknowledged by its user.");
        }

        if (task.State == FineTuningState.UserAcknowledged)
        {
            await SettleAsync(task, SealedModel.SealKey(task), cancellationToken);
            return Move(task, FineTuningState.Finished, $"Settled: {task.Fee} was paid, and the key is on the chain.");
        }

        if (time.GetUtcNow() < await _term.EndAsync(task.DeliveredAt!.Value, cancellationToken))
        {
            return false;
        }

        await SettleAsync(task, [], cancellationToken);
        return Move(
            task, FineTuningState.Finished, "Settled with a penalty: it was not acknowledged in time. Its key will never be given out.");
    }

    private Task SettleAsync(ProviderTask task, byte[] secret, CancellationToken cancellationToken)
    {
        FineTuningSettlement settlement = new(
            task.Id.ToString(), secret, task.ModelRoot!.Value.ToArray(), task.Nonce, task.Fee, task.User);
        return chain.SettleAsync(task.Id, settlement, cancellationToken);
    }

    private async Task RefusedAsync(ProviderTask task, RevertException refusal, CancellationToken cancellationToken)
    {
        int attempts = task.Attempts + 1;
        log.Warn(task.Id, $"The contract refuses the settlement ({attempts} of {options.Attempts}): {refusal.Reason.Message}");
        store.TryChange(task.Id, task.State, refused => refused with { Attempts = attempts }, out _);
        if (attempts < options.Attempts)
        {
            return;
        }

        try
        {
            await chain.AbandonAsync(task.User, task.Id, cancellationToken);
            Move(task, FineTuningState.Failed, GivenUp);
        }
        catch (ZeroGException failure)
        {
            log.Warn(task.Id, $"The deliverable cannot be given up yet: {failure.Message}");
        }
    }

    private bool Move(ProviderTask task, FineTuningState state, string line)
    {
        if (store.TryChange(task.Id, task.State, moved => moved with { State = state, Attempts = 0 }, out _))
        {
            log.Write(task.Id, line);
            return true;
        }

        return false;
    }
}
