using System.Collections.Concurrent;
using System.Management.Automation;

namespace ZeroG.PowerShell.Pipeline;

/// <summary>
/// What asynchronous work asks of the pipeline thread, in order. The work waits for the answer to each request, so a slow pipeline slows
/// the work. A pipeline that ends (<c>Select-Object -First 1</c>, <c>-ErrorAction Stop</c>) ends both the pumping and the work with the
/// engine's own exception.
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
                if (refusal is FlowControlException or PipelineStoppedException or ActionPreferenceStopException)
                {
                    // The end of the pipeline, not of one request: nothing that waits behind it may still be written.
                    throw;
                }
            }
        });
        return queued ? answer.Task.WaitAsync(cancellationToken) : Task.FromCanceled<T>(new CancellationToken(canceled: true));
    }

    /// <summary>Leaves a remark that needs no answer. What comes after the cmdlet has ended is dropped.</summary>
    public void Post(Action remark) => TryAdd(remark);

    /// <summary>Answers on the calling thread, which is the pipeline's, until the work has ended and all that it left is done.</summary>
    /// <exception cref="OperationCanceledException">The pipeline is stopping.</exception>
    public void Pump(Task work, CancellationToken cancellationToken)
    {
        _ = work.ContinueWith(
            _ => TryAdd(static () => { }), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            bool ended = work.IsCompleted;
            if (_requests.TryTake(out Action? request))
            {
                request();
            }
            else if (ended)
            {
                return;
            }
            else
            {
                _requests.Take(cancellationToken)();
            }
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
        catch (ObjectDisposedException)
        {
            // Background work may speak after the cmdlet has ended.
            return false;
        }
    }
}
