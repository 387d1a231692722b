using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding.Parameters;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>The sum of the commitments to many rows, each times a factor.</summary>
internal static class BatchRows
{
    /// <summary>Σ factor · [row].</summary>
    public static G1Jacobian Sum(VerifierParameters parameters, EncodedSlice[] slices, Fr[] factors, ParallelOptions options)
    {
        // All cosets commit to the same polynomials. Bringing the rows to one coset by transforms is cheaper than a quarter more terms.
        MatrixShape shape = parameters.Shape;
        return 4L * slices.Length > 5L * shape.Rows
            ? SumInOneCoset(parameters, slices, factors, options)
            : SumRowByRow(parameters, slices, factors, options);
    }

    private static G1Jacobian SumRowByRow(VerifierParameters parameters, EncodedSlice[] slices, Fr[] factors, ParallelOptions options)
    {
        MatrixShape shape = parameters.Shape;
        G1Affine[] points = new G1Affine[slices.Length * shape.Columns];
        Fr[] scalars = new Fr[points.Length];
        Parallel.For(0, slices.Length, options, i =>
        {
            int batch = BitOrder.Reverse((int)slices[i].RowIndex, shape.LogRows);
            ReadOnlySpan<G1Affine> basis = parameters.Basis((int)slices[i].Index / shape.Rows).Span;
            basis.Slice(batch * shape.Columns, shape.Columns).CopyTo(points.AsSpan(i * shape.Columns));
            Span<Fr> row = scalars.AsSpan(i * shape.Columns, shape.Columns);
            AddMultiple(slices[i].Row.Span, factors[i], row);
            BitOrder.Permute(row);
        });
        return Msm.Multiply(points, scalars, options.MaxDegreeOfParallelism, options.CancellationToken);
    }

    private static G1Jacobian SumInOneCoset(VerifierParameters parameters, EncodedSlice[] slices, Fr[] factors, ParallelOptions options)
    {
        MatrixShape shape = parameters.Shape;
        Fr[] sum = new Fr[shape.Cells];
        Fr[] coefficients = new Fr[shape.Cells];
        foreach (IGrouping<int, int> coset in Enumerable.Range(0, slices.Length).GroupBy(i => (int)slices[i].Index / shape.Rows))
        {
            Array.Clear(coefficients);
            foreach (int i in coset)
            {
                int start = (int)slices[i].RowIndex * shape.Columns;
                AddMultiple(slices[i].Row.Span, factors[i], coefficients.AsSpan(start, shape.Columns));
            }

            ErasureCode.Interpolate(shape, coset.Key, coefficients, coefficients, options);
            for (int k = 0; k < sum.Length; k++)
            {
                sum[k] += coefficients[k];
            }
        }

        ErasureCode.Evaluate(shape, coset: 0, sum, coefficients, options);
        Parallel.For(0, shape.Rows, options, batch =>
        {
            int row = BitOrder.Reverse(batch, shape.LogRows);
            Span<Fr> target = sum.AsSpan(batch * shape.Columns, shape.Columns);
            coefficients.AsSpan(row * shape.Columns, shape.Columns).CopyTo(target);
            BitOrder.Permute(target);
        });
        return Msm.Multiply(parameters.Basis(0).Span, sum, options.MaxDegreeOfParallelism, options.CancellationToken);
    }

    private static void AddMultiple(ReadOnlySpan<Fr> row, Fr factor, Span<Fr> sum)
    {
        for (int j = 0; j < row.Length; j++)
        {
            sum[j] += row[j] * factor;
        }
    }
}
