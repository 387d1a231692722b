using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;

namespace ZeroG.DataAvailability.Tests.Encoding;

/// <summary>
/// The encoder of somebody who knows τ: every point is a scalar times the generator, and no parameters are needed. With T = τ/κ and
/// S = Σ f(κ·w^t) · w^t / (N·(T - w^t)) over a node of depth d and M = N/2^d, the proof is [(T^M - g_d^s)·S] and the commitment [(T^N -
/// 1)·S]. What other encoders make of parameters is compared with it.
/// </summary>
internal sealed class KnownTauEncoder(MatrixShape shape, Fr tau) : IBlobEncoder
{
    private readonly ParallelOptions _options = new() { MaxDegreeOfParallelism = 2 };

    public MatrixShape Shape { get; } = shape;

    public EncodedBlob Encode(
        ReadOnlyMemory<byte> data, IProgress<EncodeProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        Fr[] cells = new Fr[Shape.EncodedCells];
        BlobMatrix.Fill(Shape, data.Span, cells.AsSpan(0, Shape.Cells));
        ErasureCode.Extend(Shape, cells, _options);
        BlobTree tree = BlobTree.Build(Shape, cells, _options);
        AmtTree[] amts = new AmtTree[MatrixShape.CosetCount];
        Fr[] commitments = new Fr[MatrixShape.CosetCount];
        for (int coset = 0; coset < amts.Length; coset++)
        {
            (amts[coset], commitments[coset]) = Amt(coset, cells.AsSpan(coset * Shape.Cells, Shape.Cells));
        }

        Assert.All(commitments, scalar => Assert.Equal(commitments[0], scalar));
        G1Affine commitment = Points([commitments[0]])[0];
        G1Affine high = Points([commitments[0] * tau.Pow(3UL * (ulong)Shape.Cells)])[0];
        progress?.Report(new EncodeProgress(EncodeStage.Done, 1));
        return new EncodedBlob(cells, commitment, high, amts, tree);
    }

    private (AmtTree Amt, Fr Commitment) Amt(int coset, ReadOnlySpan<Fr> rows)
    {
        Fr point = tau * Coset.Factor(Shape, coset).Inverse();
        Fr whole = point.Pow((ulong)Shape.Cells) - Fr.One;
        Fr[] sums = LeafSums(point, rows);
        AmtTree amt = new(Shape);
        for (int depth = Shape.LogRows; depth >= 1; depth--)
        {
            Fr power = point.Pow((ulong)(Shape.Cells >> depth));
            Fr root = Fr.RootOfUnity(depth);
            Points([.. sums.Select(sum => sum * whole)]).CopyTo(amt.Commitments[depth - 1], 0);
            Points([.. sums.Select((sum, j) => sum * (power - root.Pow((ulong)BitOrder.Reverse(j, depth))))])
                .CopyTo(amt.Proofs[depth - 1], 0);
            sums = [.. sums.Chunk(2).Select(pair => pair[0] + pair[1])];
        }

        return (amt, sums[0] * whole);
    }

    /// <summary>S of each row, at the reversed number of the row.</summary>
    private Fr[] LeafSums(Fr point, ReadOnlySpan<Fr> rows)
    {
        Fr root = Fr.RootOfUnity(Shape.LogCells);
        Fr[] weights = new Fr[Shape.Cells];
        Fr power = Fr.One;
        for (int t = 0; t < weights.Length; t++)
        {
            weights[t] = point - power;
            power *= root;
        }

        Fr.BatchInvert(weights);
        power = Fr.FromUInt64((ulong)Shape.Cells).Inverse();
        for (int t = 0; t < weights.Length; t++)
        {
            weights[t] *= power;
            power *= root;
        }

        Fr[] sums = new Fr[Shape.Rows];
        for (int row = 0; row < Shape.Rows; row++)
        {
            Fr sum = Fr.Zero;
            for (int column = 0; column < Shape.Columns; column++)
            {
                Fr cell = rows[(row * Shape.Columns) + column];
                if (!cell.IsZero)
                {
                    sum += cell * weights[(Shape.Rows * column) + row];
                }
            }

            sums[BitOrder.Reverse(row, Shape.LogRows)] = sum;
        }

        return sums;
    }

    private static G1Affine[] Points(Fr[] scalars)
    {
        G1Jacobian[] points = new G1Jacobian[scalars.Length];
        Parallel.For(0, scalars.Length, i => points[i] = G1Affine.Generator.Multiply(scalars[i]));
        G1Affine[] affine = new G1Affine[scalars.Length];
        G1Jacobian.Normalize(points, affine);
        return affine;
    }
}
