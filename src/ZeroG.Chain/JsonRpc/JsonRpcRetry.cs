namespace ZeroG.Chain.JsonRpc;

/// <summary>
/// Decides whether a failed attempt is repeated, and when. Only faults of the way there are repeated; a refusal is an answer.
/// </summary>
internal sealed class JsonRpcRetry(JsonRpcClientOptions options)
{
    /// <summary>The wait before the next attempt; null to give up.</summary>
    /// <param name="attempt">Number of the attempt that failed, from 1.</param>
    /// <param name="isTransient">Whether the same call may well succeed a little later.</param>
    /// <param name="retryAfter">The wait that the server asked for, which goes before our own.</param>
    public TimeSpan? Next(int attempt, bool isTransient, TimeSpan? retryAfter)
    {
        if (!isTransient || attempt >= options.MaxAttempts || retryAfter > options.LongestDelay)
        {
            return null;
        }

        return retryAfter is { } asked ? (asked > TimeSpan.Zero ? asked : TimeSpan.Zero) : Backoff(attempt);
    }

    // FirstDelay · 2^(attempt-1), spread by 50 to 150 percent.
    private TimeSpan Backoff(int attempt)
    {
        TimeSpan delay = options.FirstDelay * Math.Pow(2, attempt - 1) * (0.5 + options.Random.NextDouble());
        return delay < options.LongestDelay ? delay : options.LongestDelay;
    }
}
