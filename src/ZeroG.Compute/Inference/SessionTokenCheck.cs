using ZeroG.Chain;

namespace ZeroG.Compute.Inference;

/// <summary>
/// The checks of a provider's server, in its order (0G compute specification 2.3). The order is part of the protocol: the first fault names
/// the refusal, and only a token that is sound in itself costs a look at the chain.
/// </summary>
public static class SessionTokenCheck
{
    private const string Scheme = "Bearer ";

    /// <summary>Checks a header.</summary>
    /// <param name="authorization">Value of the Authorization header; null when there is none.</param>
    /// <param name="provider">Own address of the server.</param>
    /// <param name="now">The time; whole seconds count.</param>
    /// <param name="readAccount">Reads what the chain says of a user; null when the user has no account here, which passes.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async ValueTask<SessionTokenVerdict> RunAsync(
        string? authorization, Address provider, DateTimeOffset now,
        Func<Address, CancellationToken, ValueTask<TokenRevocations?>> readAccount, CancellationToken cancellationToken = default)
    {
        SessionTokenVerdict verdict = Read(authorization, provider, now);
        if (!verdict.IsValid)
        {
            return verdict;
        }

        SessionToken token = verdict.Token!;
        SessionTokenFault fault = await readAccount(token.User, cancellationToken) is { } account ? OnChain(token, account) : default;
        if (fault == SessionTokenFault.None && !token.IsSignedByUser())
        {
            fault = SessionTokenFault.BadSignature;
        }

        return verdict with { Fault = fault };
    }

    /// <summary>The checks that need no chain.</summary>
    private static SessionTokenVerdict Read(string? authorization, Address provider, DateTimeOffset now)
    {
        if (authorization?.StartsWith(Scheme, StringComparison.Ordinal) != true
            || !SessionToken.TryParse(authorization[Scheme.Length..], out SessionToken? token))
        {
            return new SessionTokenVerdict(SessionTokenFault.Malformed, null);
        }

        SessionTokenText text = token.Text;
        SessionTokenFault fault = text switch
        {
            _ when token.Provider != provider => SessionTokenFault.WrongProvider,
            { TokenId: SessionToken.EphemeralId, ExpiresAt: 0 } => SessionTokenFault.EphemeralNeedsExpiry,
            { TokenId: SessionToken.EphemeralId } when text.ExpiresAt - text.Timestamp > SessionToken.LongestEphemeral.TotalMilliseconds =>
                SessionTokenFault.EphemeralTooLong,
            { ExpiresAt: > 0 } when now.ToUnixTimeSeconds() > text.ExpiresAt / 1000 => SessionTokenFault.Expired,
            _ => SessionTokenFault.None,
        };
        return new SessionTokenVerdict(fault, token);
    }

    private static SessionTokenFault OnChain(SessionToken token, TokenRevocations account) =>
        token.Generation < account.Generation ? SessionTokenFault.GenerationExpired
        : token.Generation > account.Generation ? SessionTokenFault.GenerationFuture
        : !token.IsEphemeral && account.IsRevoked(token.Id) ? SessionTokenFault.Revoked
        : SessionTokenFault.None;
}
