namespace ZeroG.Chain.JsonRpc;

/// <summary>How one attempt at the transport ended: with a body, or with a failure and whether it makes sense to try again.</summary>
internal sealed class JsonRpcAttempt : IDisposable
{
    private JsonRpcAttempt(PooledBuffer? body, ZeroGException? failure, bool isTransient, TimeSpan? retryAfter)
    {
        Body = body;
        Failure = failure;
        IsTransient = isTransient;
        RetryAfter = retryAfter;
    }

    /// <summary>The answer's body; null after a failure.</summary>
    public PooledBuffer? Body { get; }

    /// <summary>Why there is no body.</summary>
    public ZeroGException? Failure { get; }

    /// <summary>True when the same call may well succeed a little later.</summary>
    public bool IsTransient { get; }

    /// <summary>The wait that the server asked for.</summary>
    public TimeSpan? RetryAfter { get; }

    public static JsonRpcAttempt Answered(PooledBuffer body) => new(body, null, false, null);

    public static JsonRpcAttempt Failed(ZeroGException failure, bool isTransient, TimeSpan? retryAfter = null) =>
        new(null, failure, isTransient, retryAfter);

    public void Dispose() => Body?.Dispose();
}
