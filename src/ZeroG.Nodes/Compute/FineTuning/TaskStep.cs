using ZeroG.Chain.Transactions;
using ZeroG.Compute.FineTuning;

namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>
/// One worker of the provider: takes the oldest task in one state, works on it in a second, and leaves it in a third. A failure that may
/// pass sends the task back to be tried again, so many times.
/// </summary>
internal abstract class TaskStep(
    FineTuningProviderOptions options, TaskStore store, TaskLog log, FineTuningState before, FineTuningState during, FineTuningState after)
    : IProviderWork
{
    /// <summary>The tasks.</summary>
    protected TaskStore Store { get; } = store;

    /// <summary>What users read.</summary>
    protected TaskLog Log { get; } = log;

    /// <summary>Works on one task.</summary>
    /// <returns>False when there was none, or it failed and had better rest.</returns>
    public virtual async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        if (Store.Next(before) is not { } next
            || !Store.TryChange(next.Id, before, task => task with { State = during }, out ProviderTask? task))
        {
            return false;
        }

        try
        {
            await ExecuteAsync(task, cancellationToken);
            if (Store.TryChange(task.Id, during, done => done with { State = after, Attempts = 0 }, out _))
            {
                Log.Write(task.Id, $"{after}.");
            }

            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (TaskFailedException failure)
        {
            Fail(task, failure.Message);
            return true;
        }
        catch (Exception pause) when (IsWait(pause))
        {
            Wait(task, pause);
            return false;
        }
        catch (Exception failure)
        {
            Retry(task, failure);
            return false;
        }
    }

    /// <summary>Does the work; what shall outlive a kill is noted by <see cref="Note"/>.</summary>
    /// <exception cref="TaskFailedException">The task cannot go on.</exception>
    /// <exception cref="Exception">Anything else is tried again.</exception>
    protected abstract Task ExecuteAsync(ProviderTask task, CancellationToken cancellationToken);

    /// <summary>
    /// Whether the task merely waits. What is on its way is no failure, however long the chain takes: the next try finds it and waits on.
    /// </summary>
    protected virtual bool IsWait(Exception pause) => pause is TransactionPendingException;

    /// <summary>Writes a result of the work into the task.</summary>
    /// <exception cref="TaskFailedException">The user has cancelled the task meanwhile.</exception>
    protected ProviderTask Note(ProviderTask task, Func<ProviderTask, ProviderTask> change) =>
        Store.TryChange(task.Id, during, change, out ProviderTask? changed) ? changed : throw new TaskFailedException("Cancelled.");

    private void Fail(ProviderTask task, string why)
    {
        // A task that was cancelled has failed already, and its log says so.
        if (Store.TryChange(task.Id, during, failed => failed with { State = FineTuningState.Failed }, out _))
        {
            Log.Warn(task.Id, $"Failed: {why}");
        }
    }

    private void Wait(ProviderTask task, Exception pause)
    {
        if (Store.TryChange(task.Id, during, waiting => waiting with { State = before }, out _))
        {
            Log.Warn(task.Id, $"{during} waits for the chain: {pause.Message}");
        }
    }

    private void Retry(ProviderTask task, Exception failure)
    {
        int attempts = task.Attempts + 1;
        if (attempts >= options.Attempts)
        {
            Fail(task, $"{during} failed {attempts} times, at last with: {failure.Message}");
        }
        else if (Store.TryChange(task.Id, during, failed => failed with { State = before, Attempts = attempts }, out _))
        {
            Log.Warn(task.Id, $"{during} failed and is tried again ({attempts} of {options.Attempts}): {failure.Message}");
        }
    }
}
