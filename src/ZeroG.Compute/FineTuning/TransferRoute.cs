namespace ZeroG.Compute.FineTuning;

/// <summary>The way of a dataset to a provider, and of a model back.</summary>
public enum TransferRoute
{
    /// <summary>Over 0G Storage, and where that fails by the provider itself.</summary>
    Any,

    /// <summary>Over 0G Storage alone.</summary>
    Storage,

    /// <summary>By the provider itself.</summary>
    Provider,
}
