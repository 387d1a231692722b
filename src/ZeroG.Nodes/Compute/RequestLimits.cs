using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using ZeroG.Chain;

namespace ZeroG.Nodes.Compute;

/// <summary>How many requests are served at once, and how many of one user in a minute.</summary>
internal sealed class RequestLimits : IDisposable
{
    private const string Step = "rate limit";

    private readonly SemaphoreSlim _slots;
    private readonly PartitionedRateLimiter<Address>? _perUser;

    public RequestLimits(int concurrency, int? perMinute)
    {
        _slots = new SemaphoreSlim(concurrency);
        _perUser = perMinute is { } limit
            ? PartitionedRateLimiter.Create<Address, Address>(user => RateLimitPartition.GetSlidingWindowLimiter(
                user,
                _ => new SlidingWindowRateLimiterOptions
                {
                    PermitLimit = limit, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6, QueueLimit = 0,
                }))
            : null;
    }

    /// <summary>Takes a place, which is given back on disposal.</summary>
    /// <exception cref="ProviderRefusal">429: this user asks too often. 503: the provider has as much as it can take.</exception>
    public IDisposable Enter(Address user)
    {
        if (_perUser?.AttemptAcquire(user) is { IsAcquired: false } refused)
        {
            TimeSpan pause = refused.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan known) ? known : TimeSpan.FromSeconds(10);
            throw new ProviderRefusal(
                StatusCodes.Status429TooManyRequests, $"{ProviderRefusal.ProxyContext}, {Step}", "too many requests in a minute")
            {
                RetryAfter = pause,
            };
        }

        return _slots.Wait(0)
            ? new Place(_slots)
            : throw new ProviderRefusal(
                StatusCodes.Status503ServiceUnavailable, $"{ProviderRefusal.ProxyContext}, {Step}", "too many requests at once")
            {
                RetryAfter = TimeSpan.FromSeconds(1),
            };
    }

    public void Dispose()
    {
        _perUser?.Dispose();
        _slots.Dispose();
    }

    private sealed class Place(SemaphoreSlim slots) : IDisposable
    {
        public void Dispose() => slots.Release();
    }
}
