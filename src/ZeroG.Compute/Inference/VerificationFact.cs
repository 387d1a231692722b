namespace ZeroG.Compute.Inference;

/// <summary>One fact about an answer. What was not looked at is never taken for passed.</summary>
public enum VerificationFact
{
    /// <summary>Could not be looked at, or was not asked.</summary>
    NotChecked,

    /// <summary>It holds.</summary>
    Passed,

    /// <summary>It does not hold.</summary>
    Failed,
}
