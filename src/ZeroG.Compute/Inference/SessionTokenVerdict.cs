namespace ZeroG.Compute.Inference;

/// <summary>What a provider makes of an Authorization header.</summary>
/// <param name="Fault">Why it is refused; <see cref="SessionTokenFault.None"/> when it is not.</param>
/// <param name="Token">The token; null when none could be read.</param>
public sealed record SessionTokenVerdict(SessionTokenFault Fault, SessionToken? Token)
{
    /// <summary>True when the token opens the door.</summary>
    public bool IsValid => Fault == SessionTokenFault.None;

    /// <summary>The refusal in words that clients of brokers look for; empty when there is none.</summary>
    public string Message => Fault switch
    {
        SessionTokenFault.None => "",
        SessionTokenFault.Malformed => "missing or invalid Authorization header: expected Bearer app-sk-<token>",
        SessionTokenFault.WrongProvider => $"session token for different provider {Token!.Provider}",
        SessionTokenFault.EphemeralNeedsExpiry => "ephemeral session token must have an expiration time",
        SessionTokenFault.EphemeralTooLong => "ephemeral session token cannot exceed 24 hours",
        SessionTokenFault.Expired => $"session token expired at {Token!.ExpiresAt:u}",
        SessionTokenFault.GenerationExpired => $"session token of generation {Token!.Generation} has been revoked",
        SessionTokenFault.GenerationFuture => $"session token of invalid generation {Token!.Generation}",
        SessionTokenFault.Revoked => $"session token {Token!.Id} has been revoked",
        _ => "session token signature does not match its address",
    };
}
