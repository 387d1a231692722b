namespace ZeroG.Compute.Inference;

/// <summary>Why a provider refuses a session token, in the order in which it looks.</summary>
public enum SessionTokenFault
{
    /// <summary>It is valid.</summary>
    None,

    /// <summary>No <c>Bearer app-sk-…</c>, or no token inside.</summary>
    Malformed,

    /// <summary>Made for another provider.</summary>
    WrongProvider,

    /// <summary>An ephemeral token without an end.</summary>
    EphemeralNeedsExpiry,

    /// <summary>An ephemeral token of more than 24 hours.</summary>
    EphemeralTooLong,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>All tokens of its generation were revoked.</summary>
    GenerationExpired,

    /// <summary>Its generation has not begun.</summary>
    GenerationFuture,

    /// <summary>This API key was revoked.</summary>
    Revoked,

    /// <summary>Not signed by the user that it names.</summary>
    BadSignature,
}
