using ZeroG.Compute.Inference;

namespace ZeroG.Nodes.Compute.Proxy;

/// <summary>What can be said of an answer.</summary>
/// <param name="Facts">The facts; null where answers carry no signatures.</param>
/// <param name="Note">Why nothing can be said; null otherwise.</param>
internal sealed record ServedVerdict(ResponseVerification? Facts, string? Note)
{
    /// <summary>
    /// Whether the signature is that of the signer on the chain, which is what the official proxy answers; null when that could not be
    /// looked at.
    /// </summary>
    public bool? IsValid => Facts?.Signature switch
    {
        VerificationFact.Passed => true,
        VerificationFact.Failed => false,
        _ => null,
    };
}
