namespace ZeroG.Compute.Inference;

/// <summary>Verdict of the status API over a service; the order is that of preference.</summary>
public enum HealthState
{
    /// <summary>It answers.</summary>
    Healthy,

    /// <summary>Not looked at, or a word that is not known here.</summary>
    Unknown,

    /// <summary>It failed some checks.</summary>
    Warning,

    /// <summary>It fails most.</summary>
    Critical,
}
