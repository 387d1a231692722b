using ZeroG.Chain;

namespace ZeroG.Storage.Transfer;

/// <summary>Waits for others by asking again: soon at first, then once a second, and never for ever.</summary>
internal sealed class Patience(TimeProvider time, TimeSpan timeout)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(1);

    /// <summary>Asks until it is done.</summary>
    /// <param name="isDone">The question. Its argument says how long the wait has lasted.</param>
    /// <param name="what">What is waited for, for the message, after "Waited 10 minutes for".</param>
    /// <param name="target">The input concerned.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ZeroGException"><c>ZgTransferTimeout</c>.</exception>
    public async Task UntilAsync(Func<TimeSpan, Task<bool>> isDone, string what, object? target, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        TimeSpan delay = FirstDelay;
        for (TimeSpan waited = TimeSpan.Zero; !await isDone(waited); waited = time.GetElapsedTime(start))
        {
            if (waited >= timeout)
            {
                throw new ZeroGException(
                    "ZgTransferTimeout", ErrorKind.OperationTimeout,
                    $"Waited {timeout} for {what}. Run the same command again, if need be with a longer timeout: "
                    + "it goes on where this one stopped and pays nothing twice.",
                    target);
            }

            await Task.Delay(delay, time, cancellationToken);
            delay = delay * 1.5 < LongestDelay ? delay * 1.5 : LongestDelay;
        }
    }
}
