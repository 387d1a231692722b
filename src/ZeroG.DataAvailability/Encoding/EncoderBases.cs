using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding.Parameters;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>The bases of all sums of an encoding, in the form that sums read fastest: 4 points for each cell of the data, and tables for
/// some.</summary>
internal sealed class EncoderBases
{
    // Tables take a fifth off the time of all proofs, and ten times the memory of their points: 40 MiB in all for those up to this size.
    private const int MostPointsWithTable = 1 << 15;

    private EncoderBases(MatrixShape shape, PointSet[] chunks, PointSet rows, PointSet highPowers)
    {
        Shape = shape;
        Chunks = chunks;
        Rows = rows;
        HighPowers = highPowers;
    }

    /// <summary>The shape.</summary>
    public MatrixShape Shape { get; }

    /// <summary>
    /// Powers of tau: [0] are the first COLS of them, and [k] those from COLS·2^(k-1) up to COLS·2^k, for the upper halves of chunks k
    /// levels above the rows. The second half of all powers is not needed.
    /// </summary>
    public PointSet[] Chunks { get; }

    /// <summary>The bases of all rows of cosets 0 and 1, in the order of the matrix.</summary>
    public PointSet Rows { get; }

    /// <summary>[τ^(H+k)] for coefficient k.</summary>
    public PointSet HighPowers { get; }

    /// <summary>Copies what an encoder needs of its parameters.</summary>
    public static EncoderBases From(EncoderParameters parameters, int threads, CancellationToken cancellationToken)
    {
        MatrixShape shape = parameters.Shape;
        ReadOnlySpan<G1Affine> powers = parameters.TauPowers.Span;
        PointSet[] chunks = new PointSet[shape.LogRows];
        for (int k = 0; k < chunks.Length; k++)
        {
            int start = k == 0 ? 0 : shape.Columns << (k - 1), length = Math.Max(start, shape.Columns - start);
            ReadOnlySpan<G1Affine> points = powers.Slice(start, length);
            chunks[k] = length <= MostPointsWithTable
                ? PointSet.WithTable(points, length, threads, cancellationToken)
                : PointSet.From(points, threads);
        }

        return new(shape, chunks, RowsInOrder(parameters, threads), PointSet.From(parameters.HighPowers.Span, threads));
    }

    /// <summary>Cell (row, column) goes with the Lagrange polynomial of t = ROWS·column + row, which the basis holds at the reverse of
    /// t.</summary>
    private static PointSet RowsInOrder(EncoderParameters parameters, int threads)
    {
        MatrixShape shape = parameters.Shape;
        G1Affine[] points = new G1Affine[2 * shape.Cells];
        int[] columns = [.. Enumerable.Range(0, shape.Columns).Select(column => BitOrder.Reverse(column, shape.LogColumns))];
        Parallel.For(0, 2 * shape.Rows, index =>
        {
            int coset = index / shape.Rows, row = index % shape.Rows;
            int start = BitOrder.Reverse(row, shape.LogRows) * shape.Columns;
            ReadOnlySpan<G1Affine> batch = parameters.RowBasis(coset).Span.Slice(start, shape.Columns);
            Span<G1Affine> target = points.AsSpan(index * shape.Columns, shape.Columns);
            for (int column = 0; column < target.Length; column++)
            {
                target[column] = batch[columns[column]];
            }
        });
        return PointSet.From(points, threads);
    }
}
