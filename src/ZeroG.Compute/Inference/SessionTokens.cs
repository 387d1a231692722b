using System.Collections.Concurrent;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;

namespace ZeroG.Compute.Inference;

/// <summary>
/// Session tokens of one wallet, made when they are needed and used again while they have more than an hour left. What the chain says of
/// the account is remembered for five minutes. Safe for many requests at once.
/// </summary>
/// <param name="wallet">Signs; stays the caller's.</param>
/// <param name="readRevocations">Reads what the chain says of this wallet at a provider; null without an account there.</param>
/// <param name="time">Clock; null for the system's.</param>
public sealed class SessionTokens(
    Wallet wallet, Func<Address, CancellationToken, Task<TokenRevocations?>> readRevocations, TimeProvider? time = null) : IDisposable
{
    private static readonly TimeSpan AccountLife = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LeastLeft = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<Address, Entry> _entries = [];
    private readonly SemaphoreSlim _making = new(1);
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>A token that the provider takes now.</summary>
    public async Task<SessionToken> GetAsync(Address provider, CancellationToken cancellationToken = default)
    {
        if (Find(provider) is { } known)
        {
            return known;
        }

        await _making.WaitAsync(cancellationToken);
        try
        {
            return Find(provider) ?? await MakeAsync(provider, cancellationToken);
        }
        finally
        {
            _making.Release();
        }
    }

    /// <summary>Forgets the token of a provider, for example because the provider refused it.</summary>
    public void Forget(Address provider) => _entries.TryRemove(provider, out _);

    public void Dispose() => _making.Dispose();

    private SessionToken? Find(Address provider)
    {
        DateTimeOffset now = _time.GetUtcNow();
        return _entries.TryGetValue(provider, out Entry? entry) && entry.ReadAt + AccountLife > now && HasTime(entry.Token, now)
            ? entry.Token
            : null;
    }

    private async Task<SessionToken> MakeAsync(Address provider, CancellationToken cancellationToken)
    {
        TokenRevocations account = await readRevocations(provider, cancellationToken) ?? default;
        DateTimeOffset now = _time.GetUtcNow();
        SessionToken token = _entries.TryGetValue(provider, out Entry? entry)
            && entry.Token.Generation == account.Generation && HasTime(entry.Token, now)
                ? entry.Token
                : SessionToken.CreateEphemeral(wallet, provider, account.Generation, now);
        _entries[provider] = new Entry(token, now);
        return token;
    }

    private static bool HasTime(SessionToken token, DateTimeOffset now) => token.ExpiresAt - now > LeastLeft;

    private sealed record Entry(SessionToken Token, DateTimeOffset ReadAt);
}
