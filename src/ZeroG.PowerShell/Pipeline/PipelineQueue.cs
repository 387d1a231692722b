using System.Collections.Concurrent;

namespace ZeroG.PowerShell.Pipeline;

/// <summary>
/// What asynchronous work asks of the pipeline thread, in order. The work waits for the answer to each request, so a slow pipeline slows
/// the work,
/// and a pipeline that ends (<c>Select-Object -First 1</c>, <c>-ErrorAction Stop</c>) ends it with the engine's own exception.
/// </summary>
internal sealed class PipelineQueue : IDisposable
{
    private readonly BlockingCollection<Action> _requests = [];

    /// <summary>Asks for something and hands out its result; cancelled once nobody answers any more.</summary>
    public Task<T> AskAsync<T>(Func<T> request, CancellationToken cancellationToken)
    {
        // The continuation belongs to the pool: run inline, it would hold the pipeline thread.
        TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bool queued = TryAdd(() =>
        {
            try
            {
                answer.TrySetResult(request());
            }
            catch (Exception refusal)
            {
                answer.TrySetException(refusal);
            }
        });
        return queued ? answer.Task.WaitAsync(cancellationToken) : Task.FromCanceled<T>(new CancellationToken(canceled: true));
    }

    /// <summary>Leaves a remark that needs no answer. What comes after the work has ended is dropped.</summary>
    public void Post(Action remark) => TryAdd(remark);

    /// <summary>Says that the work has ended; <see cref="Pump"/> returns after what is left.</summary>
    public void Complete()
    {
        try
        {
            _requests.CompleteAdding();
        }
        catch (ObjectDisposedException)
        {
            // Work that did not end in time after Ctrl+C: nobody listens any more.
        }
    }

    /// <summary>Answers on the calling thread, which is the pipeline's, until the work has ended.</summary>
    /// <exception cref="OperationCanceledException">The pipeline is stopping.</exception>
    public void Pump(CancellationToken cancellationToken)
    {
        foreach (Action request in _requests.GetConsumingEnumerable(cancellationToken))
        {
            request();
        }
    }

    public void Dispose() => _requests.Dispose();

    private bool TryAdd(Action request)
    {
        try
        {
            _requests.Add(request);
            return true;
        }
        catch (InvalidOperationException)
        {
            // Completed, or disposed (which derives from it): background work may speak after the cmdlet has ended.
            return false;
        }
    }
}
