using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>The checks of a slice that take no parameters, in the official order.</summary>
internal static class SliceChecks
{
    /// <summary>Whether the fields fit together and belong to the commitment. What passes is safe to index with.</summary>
    public static SliceFailure? Fields(EncodedSlice slice, MatrixShape shape, G1Affine commitment) =>
        slice.Index != slice.AmtIndex ? SliceFailure.UnmatchedAmtIndex(slice)
        : slice.Index != slice.LeafIndex ? SliceFailure.UnmatchedMerkleIndex(slice)
        : slice.Commitment != commitment ? SliceFailure.IncorrectCommitment(slice)
        : slice.Row.Length != shape.Columns ? SliceFailure.IncorrectRowSize(slice, shape)
        : slice.AmtIndex >= (ulong)shape.EncodedRows ? SliceFailure.RowIndexOverflow(slice, shape)
        : slice.AmtIndex % (ulong)shape.Rows != slice.RowIndex ? SliceFailure.UnmatchedCosetIndex(slice, shape)
        : slice.Proof.Length != shape.LogRows ? SliceFailure.UnexpectedDataLength(slice, shape)
        : null;

    /// <summary>
    /// Whether the row belongs to the data root, for a slice that has passed <see cref="Fields"/>. A proof of a wrong length is refused
    /// here; the official verifier refuses it too, since it leads elsewhere.
    /// </summary>
    public static SliceFailure? Merkle(EncodedSlice slice, MatrixShape shape, Hash256 dataRoot)
    {
        if (slice.CosetRoots.Length != MatrixShape.CosetCount || slice.DataRoot != dataRoot)
        {
            return SliceFailure.IncorrectRoot(slice);
        }

        if (BlobTree.RowRoot(shape, slice.Row.Span) != slice.Leaf)
        {
            return SliceFailure.IncorrectLocalRoot(slice);
        }

        int row = (int)slice.Index;
        return slice.MerkleProof.Length == shape.LogRows
            && BlobTree.RootOf(slice.MerkleProof, row, slice.Leaf) == slice.CosetRoots[row / shape.Rows]
            ? null
            : SliceFailure.IncorrectMerkleProof(slice);
    }
}
