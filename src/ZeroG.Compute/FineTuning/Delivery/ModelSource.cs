namespace ZeroG.Compute.FineTuning.Delivery;

/// <summary>Where an encrypted model was received from.</summary>
public enum ModelSource
{
    /// <summary>0G Storage.</summary>
    Storage,

    /// <summary>The provider.</summary>
    Provider,

    /// <summary>It was there already, from an earlier run.</summary>
    Disk,
}
