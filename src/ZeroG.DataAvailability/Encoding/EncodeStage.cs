namespace ZeroG.DataAvailability.Encoding;

/// <summary>The stages of an encoding, in their order.</summary>
public enum EncodeStage
{
    /// <summary>The matrix is laid out and extended.</summary>
    Extending,

    /// <summary>The rows are hashed to the data root.</summary>
    Hashing,

    /// <summary>The commitments of all nodes are computed.</summary>
    Committing,

    /// <summary>The proofs of all nodes are computed.</summary>
    Proving,

    /// <summary>All is done.</summary>
    Done,
}
