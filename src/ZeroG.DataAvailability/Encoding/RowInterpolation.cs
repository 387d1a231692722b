using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>
/// The polynomial of a blob from as many of its encoded rows as it has rows of data. As in <see cref="ErasureCode"/>, each column is a word of its
/// own: a polynomial F of degree below n = ROWS, of which n values F(z) are known, at the same points z for all columns.
/// </summary>
/// <remarks>
/// Lagrange's formula with Z(X) = Π (X - z), taken as a power series:
/// <code>
/// F(X) = Z(X) · Σ F(z)/Z'(z) / (X - z)  =  Z(X) · Σ_k X^k · -Σ_z F(z)/Z'(z) · z^-(k+1)    mod X^n
/// </code>
/// The points z = (κ_c·w^i)^COLS are roots of unity of order n times one factor for each coset, so the inner sums are one transform for each coset,
/// and the product two more: O(n log n) for a column, with Z and Z' made once.
/// </remarks>
internal sealed class RowInterpolation
{
    private readonly RowPoints _points;
    private readonly Fr[] _values;
    private readonly Fr[] _series;

    private RowInterpolation(RowPoints points)
    {
        _points = points;
        _values = new Fr[points.Shape.Rows];
        _series = new Fr[2 * points.Shape.Rows];
    }

    /// <summary>The coefficients of f, that of X^0 first.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="rows">As many different rows as the data has, in their order.</param>
    /// <param name="options">Threads and cancellation.</param>
    public static Fr[] Coefficients(MatrixShape shape, EncodedRow[] rows, ParallelOptions options)
    {
        Fr[] matrix = new Fr[shape.Cells];
        Parallel.For(0, rows.Length, options, r =>
        {
            Span<Fr> row = matrix.AsSpan(r * shape.Columns, shape.Columns);
            rows[r].Cells.Span.CopyTo(row);
            Ntt.Inverse(row);
        });
        RowPoints points = new(shape, rows);
        MatrixColumns.ForEach(
            shape, matrix, matrix, options, () => new RowInterpolation(points), (m, column, interpolation) => interpolation.Run(m, column));
        return matrix;
    }

    /// <summary>Turns the values of a column, in the order of the rows that are there, into coefficients.</summary>
    private void Run(int m, Span<Fr> column)
    {
        MatrixShape shape = _points.Shape;
        Fr rootInverse = Fr.RootOfUnity(shape.LogCells).Inverse().Pow((ulong)m);
        Array.Clear(_series);
        for (int coset = 0; coset < MatrixShape.CosetCount; coset++)
        {
            (int start, int end) = (_points.CosetStarts[coset], _points.CosetStarts[coset + 1]);
            if (start == end)
            {
                continue;
            }

            Array.Clear(_values);
            for (int r = start; r < end; r++)
            {
                _values[_points.Rows[r]] = column[r] * _points.Weights[r];
            }

            // The value at row i still carries the factor (κ·w^i)^m.
            MatrixColumns.MultiplyByPowers(_values, Coset.Factor(shape, coset).Inverse().Pow((ulong)m), rootInverse);
            Ntt.Inverse(_values);
            Fr[] factors = _points.SeriesFactors[coset];
            for (int k = 0; k < factors.Length; k++)
            {
                _series[k] += _values[(k + 1) & (factors.Length - 1)] * factors[k];
            }
        }

        Ntt.Forward(_series);
        for (int k = 0; k < _series.Length; k++)
        {
            _series[k] *= _points.Vanishing[k];
        }

        Ntt.Inverse(_series);
        _series.AsSpan(0, column.Length).CopyTo(column);
    }
}
