using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>
/// The nodes of the AMT of one coset: 2^d at each depth d from 1 to <see cref="MatrixShape.LogRows"/>. Node j of depth d stands above the
/// rows whose reversed number begins with the d bits of j.
/// </summary>
public sealed class AmtTree
{
    /// <summary>Makes room for the nodes; all are infinity until they are set.</summary>
    public AmtTree(MatrixShape shape)
    {
        Shape = shape;
        Commitments = [.. Enumerable.Range(1, shape.LogRows).Select(depth => new G1Affine[1 << depth])];
        Proofs = [.. Enumerable.Range(1, shape.LogRows).Select(depth => new G1Affine[1 << depth])];
    }

    /// <summary>Takes the nodes of all depths, in the order of <see cref="Commitments"/> and <see cref="Proofs"/>.</summary>
    internal static AmtTree From(MatrixShape shape, G1Jacobian[][] commitments, G1Jacobian[][] proofs)
    {
        AmtTree tree = new(shape);
        for (int depth = 1; depth <= shape.LogRows; depth++)
        {
            G1Jacobian.Normalize(commitments[depth - 1], tree.Commitments[depth - 1]);
            G1Jacobian.Normalize(proofs[depth - 1], tree.Proofs[depth - 1]);
        }

        return tree;
    }

    /// <summary>The shape.</summary>
    public MatrixShape Shape { get; }

    /// <summary>The commitments: node j of depth d is at [d - 1][j].</summary>
    public G1Affine[][] Commitments { get; }

    /// <summary>The proofs: node j of depth d is at [d - 1][j].</summary>
    public G1Affine[][] Proofs { get; }

    /// <summary>The proof of a row: the sibling of its ancestor at each depth, that of depth 1 first.</summary>
    /// <param name="row">0 to <see cref="MatrixShape.Rows"/> - 1.</param>
    public AmtPair[] Proof(int row)
    {
        AmtPair[] pairs = new AmtPair[Shape.LogRows];
        for (int depth = 1; depth <= pairs.Length; depth++)
        {
            int sibling = Sibling(Shape, row, depth);
            pairs[depth - 1] = new AmtPair(Commitments[depth - 1][sibling], Proofs[depth - 1][sibling]);
        }

        return pairs;
    }

    /// <summary>The number of the node beside the ancestor of a row, at a depth of 1 or more.</summary>
    internal static int Sibling(MatrixShape shape, int row, int depth) =>
        (BitOrder.Reverse(row, shape.LogRows) >> (shape.LogRows - depth)) ^ 1;
}
