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
        MatrixColumns.ForEach(shape, cells, cells, options, () => 0, (m, column, _) =>
        {
            // The value at row i still carries the factor a^m = (κ·w^i)^m, and then the coefficient of X^(m + COLS·k) the factor κ^(COLS·k).
            MatrixColumns.MultiplyByPowers(column, inverseFactor.Pow((ulong)m), inverseRoot.Pow((ulong)m));
            Ntt.Inverse(column);
            if (coset != 0)
            {
                MatrixColumns.MultiplyByPowers(column, Fr.One, inverseFactor.Pow((ulong)shape.Columns));
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
        MatrixColumns.ForEach(shape, coefficients, cells, options, () => 0, (m, column, _) =>
        {
            if (coset != 0)
            {
                MatrixColumns.MultiplyByPowers(column, Fr.One, factor.Pow((ulong)shape.Columns));
            }

            Ntt.Forward(column);
            MatrixColumns.MultiplyByPowers(column, factor.Pow((ulong)m), root.Pow((ulong)m));
        });
        Parallel.For(0, shape.Rows, options, row => Ntt.Forward(cells.Span.Slice(row * shape.Columns, shape.Columns)));
    }

    private static void CheckLength(int actual, int expected, string name)
    {
        if (actual != expected)
        {
            throw new ArgumentException($"Expected {expected} elements, got {actual}.", name);
        }
    }
}
