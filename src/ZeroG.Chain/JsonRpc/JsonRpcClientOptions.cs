namespace ZeroG.Chain.JsonRpc;

/// <summary>Limits and seams of a <see cref="JsonRpcClient"/>.</summary>
public sealed record JsonRpcClientOptions
{
    /// <summary>The defaults.</summary>
    public static JsonRpcClientOptions Default { get; } = new();

    /// <summary>
    /// Limit of one attempt, from connecting to the last byte; 30 seconds by default. Waits between attempts do not count.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a call is sent at most; 5 by default, 1 never repeats.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>Wait before the second attempt; each further one doubles it. 200 ms by default, then spread by 50 to 150 percent.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Longest wait between attempts, also when the server asks for more, in which case the call fails; 30 seconds by default.
    /// </summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Largest answer that is read, in bytes; 134,217,728 (128 MiB) by default.</summary>
    public int MaxAnswerSize { get; init; } = 128 << 20;

    /// <summary>Clock for timeouts and waits.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Spreads the waits, so that many clients do not come back at once; must be safe to share between threads.</summary>
    public Random Random { get; init; } = Random.Shared;

    /// <summary>Called after each attempt, on whatever thread it ended; null for silence.</summary>
    public Action<JsonRpcTrace>? Trace { get; init; }
}
