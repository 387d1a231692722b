using System.Collections.Concurrent;
using ZeroG.Chain;

namespace ZeroG.Compute.Inference;

/// <summary>
/// What was spent with each provider in the last day, by own count. It stands in for what the provider says is owed when the provider does
/// not say it, as in the official client. Safe for many requests at once.
/// </summary>
/// <param name="time">Clock; null for the system's.</param>
public sealed class FeeCache(TimeProvider? time = null)
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<Address, (TokenAmount Sum, DateTimeOffset Since)> _sums = [];
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Counts a fee.</summary>
    public void Add(Address provider, TokenAmount fee)
    {
        DateTimeOffset now = _time.GetUtcNow();
        _sums.AddOrUpdate(provider, (fee, now), (_, sum) => sum.Since + Life > now ? (sum.Sum + fee, sum.Since) : (fee, now));
    }

    /// <summary>What was spent since it was last forgotten, a day at most.</summary>
    public TokenAmount this[Address provider] =>
        _sums.TryGetValue(provider, out (TokenAmount Sum, DateTimeOffset Since) sum) && sum.Since + Life > _time.GetUtcNow()
            ? sum.Sum
            : TokenAmount.Zero;

    /// <summary>Begins anew, after money was moved to cover what was owed.</summary>
    public void Forget(Address provider) => _sums.TryRemove(provider, out _);
}
