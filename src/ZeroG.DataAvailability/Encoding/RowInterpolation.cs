using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>
/// The polynomial of a blob from as many of its encoded rows as it has rows of data. As in <see cref="ErasureCode"/>, each column is a word
/// of its own: a polynomial F of degree below n = ROWS, of which n values F(z) are known, at the same points z for all columns.
/// </summary>
/// <remarks>
/// Lagrange's formula with Z(X) = Π (X - z), taken as a power series:
/// <code>
/// F(X) = Z(X) · Σ F(z)/Z'(z) / (X - z)  =  Z(X) · Σ_k X^k · -Σ_z F(z)/Z'(z) · z^-(k+1)    mod X^n
/// </code>
/// Take the rows of one coset, each times -n/Z'(z), with zeros for those that are not there. The coefficients of that matrix are the
/// coset's part of the inner sums, that of X^k at k + 1. So it takes one transform for each coset and two for the product: O(n log n) for a
/// column.
/// </remarks>
internal static class RowInterpolation
{
    /// <summary>The coefficients of f, that of X^0 first.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="rows">As many different rows as the data has.</param>
    /// <param name="options">Threads and cancellation.</param>
    public static Fr[] Coefficients(MatrixShape shape, EncodedRow[] rows, ParallelOptions options)
    {
        if (rows.GroupBy(row => row.Index / shape.Rows).Count() == 1)
        {
            return FromOneCoset(shape, rows, options);
        }

        RowPoints points = new(shape, [.. rows.Select(row => row.Index)]);
        Fr[] product = new Fr[2 * shape.Cells];
        Fr[] matrix = new Fr[shape.Cells];
        foreach (IGrouping<int, int> coset in Enumerable.Range(0, rows.Length).GroupBy(r => rows[r].Index / shape.Rows))
        {
            Array.Clear(matrix);
            Parallel.ForEach(coset, options, r =>
            {
                Span<Fr> line = matrix.AsSpan(rows[r].Index % shape.Rows * shape.Columns, shape.Columns);
                rows[r].Cells.Span.CopyTo(line);
                Multiply(line, points.Weights[r]);
            });
            ErasureCode.Interpolate(shape, coset.Key, matrix, matrix, options);
            AddSeries(shape, coset.Key, matrix, product);
        }

        (int threads, CancellationToken cancellationToken) = (ErasureCode.Threads(options), options.CancellationToken);
        Ntt.ForwardColumns(product, 2 * shape.Rows, shape.Columns, threads, cancellationToken);
        Parallel.For(0, 2 * shape.Rows, options, k => Multiply(product.AsSpan(k * shape.Columns, shape.Columns), points.Vanishing[k]));
        Ntt.InverseColumns(product, 2 * shape.Rows, shape.Columns, threads, cancellationToken);
        product.AsSpan(0, shape.Cells).CopyTo(matrix);
        return matrix;
    }

    private static Fr[] FromOneCoset(MatrixShape shape, EncodedRow[] rows, ParallelOptions options)
    {
        Fr[] matrix = new Fr[shape.Cells];
        foreach (EncodedRow row in rows)
        {
            row.Cells.Span.CopyTo(matrix.AsSpan(row.Index % shape.Rows * shape.Columns));
        }

        ErasureCode.Interpolate(shape, rows[0].Index / shape.Rows, matrix, matrix, options);
        return matrix;
    }

    /// <summary>
    /// Adds the coefficients of a coset one power lower. That of X^0 comes round to the top: z^-n is the same for all z of the coset.
    /// </summary>
    private static void AddSeries(MatrixShape shape, int coset, ReadOnlySpan<Fr> coefficients, Span<Fr> series)
    {
        Span<Fr> top = series.Slice((shape.Rows - 1) * shape.Columns, shape.Columns);
        Fr factor = Coset.Factor(shape, coset).Pow((ulong)shape.Cells).Inverse();
        for (int m = 0; m < top.Length; m++)
        {
            top[m] += coefficients[m] * factor;
        }

        ReadOnlySpan<Fr> others = coefficients[shape.Columns..];
        for (int k = 0; k < others.Length; k++)
        {
            series[k] += others[k];
        }
    }

    private static void Multiply(Span<Fr> values, Fr factor)
    {
        foreach (ref Fr value in values)
        {
            value *= factor;
        }
    }
}
