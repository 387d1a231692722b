using ZeroG.Chain;

namespace ZeroG.Nodes.Compute.Proxy;

/// <summary>
/// An upstream of a running proxy: how it is asked, and whether it is left alone for the moment. Safe for many requests at once.
/// </summary>
internal abstract class Upstream(int priority, TimeSpan recoveryTime, TimeProvider time)
{
    private readonly Lock _gate = new();
    private DateTimeOffset _awayUntil;
    private string? _lastError;
    private DateTimeOffset? _lastErrorTime;

    /// <summary>How it is called in answers and status.</summary>
    public abstract string Id { get; }

    /// <summary><c>onchain</c> or <c>direct</c>, as the official router says.</summary>
    public abstract string Type { get; }

    /// <summary>The provider; null for a server beside the chain.</summary>
    public virtual Address? Address => null;

    /// <summary>Where it is, without keys.</summary>
    public abstract string Endpoint { get; }

    /// <summary>The model for requests that name none; null where the server chooses.</summary>
    public abstract string? Model { get; }

    /// <summary>Who is asked first: the lower number.</summary>
    public int Priority => priority;

    /// <summary>False while it is left alone after a failure.</summary>
    public bool IsAvailable
    {
        get
        {
            lock (_gate)
            {
                return time.GetUtcNow() >= _awayUntil;
            }
        }
    }

    /// <summary>The last failure, and when; null for none.</summary>
    public (string Error, DateTimeOffset At)? LastFailure
    {
        get
        {
            lock (_gate)
            {
                return _lastErrorTime is { } at ? (_lastError!, at) : null;
            }
        }
    }

    /// <summary>Whether it has the route, and the model if one is named.</summary>
    public abstract bool Serves(string path, string? model);

    /// <summary>The names of its models, asked anew; those that are known when it does not answer.</summary>
    public abstract Task<IReadOnlyList<string>> GetModelsAsync(CancellationToken cancellationToken);

    /// <summary>Sends a request and returns when the head of the answer is there.</summary>
    /// <exception cref="UpstreamFault">It cannot be asked, or did not answer.</exception>
    public abstract Task<UpstreamReply> SendAsync(ProxyRequest request, CancellationToken cancellationToken);

    /// <summary>What can be said of an answer that it gave.</summary>
    public abstract Task<ServedVerdict> VerifyAsync(ServedReply reply, CancellationToken cancellationToken);

    /// <summary>Leaves it alone for a while.</summary>
    /// <param name="error">Why.</param>
    /// <param name="pause">For how long, when it said so; no longer than ten minutes.</param>
    public void MarkFailed(string error, TimeSpan? pause)
    {
        TimeSpan longest = TimeSpan.FromMinutes(10);
        lock (_gate)
        {
            _lastErrorTime = time.GetUtcNow();
            _lastError = error;
            _awayUntil = _lastErrorTime.Value + (pause is not { } asked ? recoveryTime : asked < longest ? asked : longest);
        }
    }

    /// <summary>It answered.</summary>
    public void MarkGood()
    {
        lock (_gate)
        {
            _awayUntil = default;
        }
    }
}
