namespace ZeroG.Compute.FineTuning.Delivery;

/// <summary>What the chain says of a delivered model.</summary>
public enum ModelHashKind
{
    /// <summary>Something else: the file is not the model.</summary>
    None,

    /// <summary>The storage root of the encrypted file.</summary>
    StorageRoot,

    /// <summary>Keccak-256 of the encrypted file, where 0G Storage did not take it.</summary>
    Keccak,
}
