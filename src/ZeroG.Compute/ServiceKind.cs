namespace ZeroG.Compute;

/// <summary>The two markets of 0G Compute. A sub-account and its money belong to one of them and do not count in the other.</summary>
public enum ServiceKind
{
    /// <summary>Answers of models.</summary>
    Inference,

    /// <summary>Training of models.</summary>
    FineTuning,
}
