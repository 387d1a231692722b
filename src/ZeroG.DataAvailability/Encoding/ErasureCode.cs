using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>
/// The Reed-Solomon code that triples the rows of a matrix. The cells are values of one polynomial f of degree below N, the count of the
/// cells: row i of coset c holds f(κ_c · w^(ROWS·j + i)) at column j, w = root(N) (0glabs/0g-da-encoder, <c>crates/amt/src/blob/encode.rs</c>).
/// </summary>
/// <remarks>
/// Write f(X) = Σ X^m · F_m(X^COLS) with m below COLS. The transform of a row then holds a^m · F_m(a^COLS) at m, a being the row's first point, so that each
/// column is a word of its own in a code over ROWS points. Rows and columns are transformed alone, in the cache, and no matrix is ever transposed.
/// </remarks>
public static class ErasureCode
{
    // Columns are fetched several at a time, so that whole cache lines are used.
    private const int ColumnsAtOnce = 8;

    /// <summary>Computes the rows of the two further cosets.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="cells">All encoded rows, one after another. Those of the data are read, the others written.</param>
    /// <param name="options">Threads and cancellation.</param>
    /// <returns>The coefficients of f, that of X^0 first.</returns>
    /// <exception cref="ArgumentException">Another count of cells.</exception>
    public static Fr[] Extend(MatrixShape shape, Memory<Fr> cells, ParallelOptions options)
    {
        CheckLength(cells.Length, shape.EncodedCells, nameof(cells));
        Fr[] coefficients = cells[..shape.Cells].ToArray();
        Interpolate(shape, coset: 0, coefficients, options);
        for (int coset = 1; coset < MatrixShape.CosetCount; coset++)
        {
            Evaluate(shape, coset, coefficients, cells.Slice(coset * shape.Cells, shape.Cells), options);
        }

        return coefficients;
    }

    /// <summary>Turns the rows of a coset into the coefficients of f, that of X^0 first.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="coset">0 to 2.</param>
    /// <param name="cells">The rows of the coset; overwritten with the coefficients.</param>
    /// <param name="options">Threads and cancellation.</param>
    /// <exception cref="ArgumentException">Another count of cells.</exception>
    public static void Interpolate(MatrixShape shape, int coset, Memory<Fr> cells, ParallelOptions options)
    {
        CheckLength(cells.Length, shape.Cells, nameof(cells));
        Fr inverseFactor = Coset.Factor(shape, coset).Inverse();
        Fr inverseRoot = Fr.RootOfUnity(shape.LogCells).Inverse();
        Parallel.For(0, shape.Rows, options, row => Ntt.Inverse(cells.Span.Slice(row * shape.Columns, shape.Columns)));
        ForEachColumn(shape, cells, cells, options, (m, column) =>
        {
            // The value at row i still carries the factor a^m = (κ·w^i)^m, and then the coefficient of X^(m + COLS·k) the factor κ^(COLS·k).
            MultiplyByPowers(column, inverseFactor.Pow((ulong)m), inverseRoot.Pow((ulong)m));
            Ntt.Inverse(column);
            if (coset != 0)
            {
                MultiplyByPowers(column, Fr.One, inverseFactor.Pow((ulong)shape.Columns));
            }
        });
    }

    /// <summary>Computes the rows of a coset from the coefficients of f.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="coset">0 to 2.</param>
    /// <param name="coefficients">The coefficients, that of X^0 first.</param>
    /// <param name="cells">Receives the rows of the coset; may be the memory of the coefficients.</param>
    /// <param name="options">Threads and cancellation.</param>
    /// <exception cref="ArgumentException">Another count of coefficients or cells.</exception>
    public static void Evaluate(
        MatrixShape shape, int coset, ReadOnlyMemory<Fr> coefficients, Memory<Fr> cells, ParallelOptions options)
    {
        CheckLength(coefficients.Length, shape.Cells, nameof(coefficients));
        CheckLength(cells.Length, shape.Cells, nameof(cells));
        Fr factor = Coset.Factor(shape, coset);
        Fr root = Fr.RootOfUnity(shape.LogCells);
        ForEachColumn(shape, coefficients, cells, options, (m, column) =>
        {
            if (coset != 0)
            {
                MultiplyByPowers(column, Fr.One, factor.Pow((ulong)shape.Columns));
            }

            Ntt.Forward(column);
            MultiplyByPowers(column, factor.Pow((ulong)m), root.Pow((ulong)m));
        });
        Parallel.For(0, shape.Rows, options, row => Ntt.Forward(cells.Span.Slice(row * shape.Columns, shape.Columns)));
    }

    private delegate void ColumnWork(int column, Span<Fr> values);

    private static void ForEachColumn(
        MatrixShape shape, ReadOnlyMemory<Fr> source, Memory<Fr> target, ParallelOptions options, ColumnWork work)
    {
        int width = Math.Min(ColumnsAtOnce, shape.Columns);
        Parallel.For(
            0,
            shape.Columns / width,
            options,
            () => new Fr[width * shape.Rows],
            (block, _, buffer) =>
            {
                int first = block * width;
                Gather(shape, source.Span, first, width, buffer);
                for (int m = 0; m < width; m++)
                {
                    work(first + m, buffer.AsSpan(m * shape.Rows, shape.Rows));
                }

                Scatter(shape, buffer, first, width, target.Span);
                return buffer;
            },
            _ => { });
    }

    private static void Gather(MatrixShape shape, ReadOnlySpan<Fr> matrix, int first, int width, Span<Fr> columns)
    {
        for (int row = 0; row < shape.Rows; row++)
        {
            ReadOnlySpan<Fr> line = matrix.Slice((row * shape.Columns) + first, width);
            for (int m = 0; m < line.Length; m++)
            {
                columns[(m * shape.Rows) + row] = line[m];
            }
        }
    }

    private static void Scatter(MatrixShape shape, ReadOnlySpan<Fr> columns, int first, int width, Span<Fr> matrix)
    {
        for (int row = 0; row < shape.Rows; row++)
        {
            Span<Fr> line = matrix.Slice((row * shape.Columns) + first, width);
            for (int m = 0; m < line.Length; m++)
            {
                line[m] = columns[(m * shape.Rows) + row];
            }
        }
    }

    private static void MultiplyByPowers(Span<Fr> values, Fr start, Fr ratio)
    {
        Fr power = start;
        for (int k = 0; k < values.Length; k++)
        {
            values[k] *= power;
            power *= ratio;
        }
    }

    private static void CheckLength(int actual, int expected, string name)
    {
        if (actual != expected)
        {
            throw new ArgumentException($"Expected {expected} elements, got {actual}.", name);
        }
    }
}
