namespace ZeroG.DataAvailability.Encoding;

/// <summary>
/// What can be wrong with a slice, in the order in which it is looked for (0glabs/0g-da-encoder, <c>encoder/error.rs</c>,
/// <c>amt/error.rs</c>, <c>crates/amt/src/proofs.rs</c> and <c>merkle/error.rs</c>).
/// </summary>
public enum SliceFault
{
    /// <summary>The index and that of the AMT's part differ.</summary>
    UnmatchedAmtIndex,

    /// <summary>The index and that of the Merkle proof differ.</summary>
    UnmatchedMerkleIndex,

    /// <summary>The commitment is not the one that the slice has to belong to.</summary>
    AmtIncorrectCommitment,

    /// <summary>The row has another count of cells than the shape.</summary>
    AmtIncorrectRowSize,

    /// <summary>There is no such encoded row.</summary>
    AmtRowIndexOverflow,

    /// <summary>The row inside the coset does not follow from the index.</summary>
    AmtUnmatchedCosetIndex,

    /// <summary>The AMT proof has another count of pairs than the shape.</summary>
    AmtUnexpectedDataLength,

    /// <summary>A pair of the AMT proof does not hold at its node.</summary>
    AmtKzgError,

    /// <summary>The row and the siblings do not add up to the commitment.</summary>
    AmtInconsistentCommitment,

    /// <summary>The commitment is to a polynomial of too high a degree, or the high commitment is wrong.</summary>
    AmtFailedLowDegreeTest,

    /// <summary>The roots of the cosets do not give the data root that the slice has to belong to.</summary>
    MerkleIncorrectRoot,

    /// <summary>The cells of the row hash to another root than the leaf.</summary>
    MerkleIncorrectLocalRoot,

    /// <summary>The Merkle proof does not lead from the leaf to the root of its coset.</summary>
    MerkleIncorrectProof,
}
