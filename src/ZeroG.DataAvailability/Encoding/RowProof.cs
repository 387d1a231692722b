using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding.Parameters;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>
/// The proof that a row belongs to a commitment, checked equation by equation as the official verifier does (0glabs/0g-da-encoder,
/// <c>crates/amt/src/verify_params.rs</c>): two pairings for each level, one sum of as many terms as the row has cells, and the low-degree
/// test.
/// </summary>
internal static class RowProof
{
    /// <summary>What is wrong with the proof of a slice whose fields fit together; null if nothing is.</summary>
    public static SliceFailure? Check(VerifierParameters parameters, EncodedSlice slice)
    {
        MatrixShape shape = parameters.Shape;
        int coset = (int)slice.Index / shape.Rows;
        int row = (int)slice.RowIndex;
        G1Jacobian sum = RowSum(parameters, coset, row, slice.Row.Span);
        for (int depth = shape.LogRows; depth >= 1; depth--)
        {
            AmtPair pair = slice.Proof[depth - 1];
            G2Affine vanish = parameters.Vanishes(coset, depth).Span[AmtTree.Sibling(shape, row, depth)];
            if (!AreEqual(pair.Commitment, pair.Proof, vanish))
            {
                return SliceFailure.KzgError(slice, shape, depth);
            }

            sum += pair.Commitment;
        }

        return sum != slice.Commitment.ToJacobian() ? SliceFailure.InconsistentCommitment(slice, shape)
            : !AreEqual(slice.HighCommitment, slice.Commitment, parameters.HighG2) ? SliceFailure.FailedLowDegreeTest(slice, shape)
            : null;
    }

    /// <summary>The commitment to the cells of one row.</summary>
    private static G1Jacobian RowSum(VerifierParameters parameters, int coset, int row, ReadOnlySpan<Fr> cells)
    {
        MatrixShape shape = parameters.Shape;
        Fr[] scalars = cells.ToArray();
        BitOrder.Permute<Fr>(scalars);
        int batch = BitOrder.Reverse(row, shape.LogRows);
        return Msm.Multiply(parameters.Basis(coset).Span.Slice(batch * shape.Columns, shape.Columns), scalars);
    }

    /// <summary>e(a, [1]) = e(b, c).</summary>
    private static bool AreEqual(in G1Affine a, in G1Affine b, in G2Affine c) => Pairing.ProductIsOne([a, -b], [G2Affine.Generator, c]);
}
