using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;

namespace ZeroG.DataAvailability.Tests.Encoding.Direct;

/// <summary>
/// The encoder by the official formulas, as they stand (0glabs/0g-da-encoder, <c>crates/amt/src/prove_params/prove.rs</c>): a sum of
/// multiples for each node of each coset. What faster encoders make is compared with it, and their speed too.
/// </summary>
/// <param name="parameters">Those of the three cosets.</param>
/// <param name="threads">The most threads; null for all processors.</param>
internal sealed class DirectEncoder(IReadOnlyList<ProveParameters> parameters, int? threads = null) : IBlobEncoder
{
    public MatrixShape Shape => parameters[0].Shape;

    public EncodedBlob Encode(
        ReadOnlyMemory<byte> data, IProgress<EncodeProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ParallelOptions options = new()
        {
            MaxDegreeOfParallelism = threads ?? Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        BlobMatrix.CheckSize(Shape, data.Length);
        progress?.Report(new EncodeProgress(EncodeStage.Extending, 0));
        Fr[] cells = new Fr[Shape.EncodedCells];
        BlobMatrix.Fill(Shape, data.Span, cells.AsSpan(0, Shape.Cells));
        ErasureCode.Extend(Shape, cells, options);
        progress?.Report(new EncodeProgress(EncodeStage.Hashing, 0.01));
        BlobTree tree = BlobTree.Build(Shape, cells, options);

        AmtTree[] amts = new AmtTree[MatrixShape.CosetCount];
        G1Affine commitment = default, high = default;
        for (int coset = 0; coset < amts.Length; coset++)
        {
            progress?.Report(new EncodeProgress(EncodeStage.Proving, 0.02 + (coset * 0.98 / amts.Length)));
            Fr[] values = ReversedValues(Shape, cells.AsSpan(coset * Shape.Cells, Shape.Cells));
            (amts[coset], G1Affine sum) = BuildAmt(parameters[coset], values, options);
            G1Affine highSum = PlainMsm.Multiply(parameters[coset].HighBasis, values, options).ToAffine();
            if (coset > 0 && (sum != commitment || highSum != high))
            {
                throw new InvalidOperationException($"The parameters of coset {coset} and of coset 0 are not of one tau.");
            }

            (commitment, high) = (sum, highSum);
        }

        progress?.Report(new EncodeProgress(EncodeStage.Done, 1));
        return new EncodedBlob(cells, commitment, high, amts, tree);
    }

    /// <summary>
    /// The values of a coset in bit-reversed order: row i is the batch of its reversed number, and so is each column in it.
    /// </summary>
    internal static Fr[] ReversedValues(MatrixShape shape, ReadOnlySpan<Fr> rows)
    {
        Fr[] values = new Fr[shape.Cells];
        for (int row = 0; row < shape.Rows; row++)
        {
            Span<Fr> batch = values.AsSpan(BitOrder.Reverse(row, shape.LogRows) * shape.Columns, shape.Columns);
            rows.Slice(row * shape.Columns, shape.Columns).CopyTo(batch);
            BitOrder.Permute(batch);
        }

        return values;
    }

    /// <summary>All nodes of a coset, and the sum of those of depth 1, which is the commitment.</summary>
    internal static (AmtTree Amt, G1Affine Commitment) BuildAmt(ProveParameters parameters, Fr[] values, ParallelOptions options)
    {
        MatrixShape shape = parameters.Shape;
        AmtTree amt = new(shape);
        for (int depth = 1; depth <= shape.LogRows; depth++)
        {
            G1Jacobian.Normalize(NodeSums(parameters.Quotients[depth - 1], values, depth, options), amt.Proofs[depth - 1]);
        }

        G1Jacobian[] commitments = NodeSums(parameters.Basis, values, shape.LogRows, options);
        for (int depth = shape.LogRows; depth >= 1; depth--)
        {
            G1Jacobian.Normalize(commitments, amt.Commitments[depth - 1]);
            commitments = [.. commitments.Chunk(2).Select(pair => pair[0] + pair[1])];
        }

        return (amt, commitments[0].ToAffine());
    }

    /// <summary>For each node of a depth the sum over its part of the points.</summary>
    private static G1Jacobian[] NodeSums(G1Affine[] points, Fr[] values, int depth, ParallelOptions options)
    {
        int length = values.Length >> depth;
        G1Jacobian[] sums = new G1Jacobian[1 << depth];
        Parallel.For(0, sums.Length, options, node =>
            sums[node] = PlainMsm.Multiply(points.AsMemory(node * length, length), values.AsMemory(node * length, length), options));
        return sums;
    }
}
