namespace ZeroG.Compute.Attestation;

/// <summary>What the 64 bytes of report data that a TEE signs say (compute.md §3.2).</summary>
public enum QuoteLayout
{
    /// <summary>The signer's address as text.</summary>
    Legacy,

    /// <summary>A key to encrypt requests to, the signer's address as bytes, and a version.</summary>
    V1,
}
