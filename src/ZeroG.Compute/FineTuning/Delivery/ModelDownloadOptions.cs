namespace ZeroG.Compute.FineTuning.Delivery;

/// <summary>How a model is received.</summary>
public sealed record ModelDownloadOptions
{
    /// <summary>Where from; 0G Storage, or else the provider, by default.</summary>
    public TransferRoute Route { get; init; }

    /// <summary>True to replace a file of that name; false by default. The model itself is never received twice.</summary>
    public bool Overwrite { get; init; }

    /// <summary>True to keep what the provider sends though it is not what the chain knows; false by default.</summary>
    public bool SkipHashCheck { get; init; }
}
