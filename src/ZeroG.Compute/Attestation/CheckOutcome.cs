namespace ZeroG.Compute.Attestation;

/// <summary>How a check of a provider's attestation ended.</summary>
public enum CheckOutcome
{
    /// <summary>It was made and holds.</summary>
    Passed,

    /// <summary>It was made and does not hold.</summary>
    Failed,

    /// <summary>It was not made; the detail says why. Nothing follows from it, neither good nor bad.</summary>
    NotCheckable,
}
