using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>
/// The Reed-Solomon code that triples the rows of a matrix. The cells are values of one polynomial f of degree below N, the count of the
/// cells: row i of coset c holds f(κ_c · w^(ROWS·j + i)) at column j, w = root(N) (0glabs/0g-da-encoder,
/// <c>crates/amt/src/blob/encode.rs</c>).
/// </summary>
/// <remarks>
/// Write f(X) = Σ X^m · F_m(X^COLS) with m below COLS. The transform of a row then holds a^m · F_m(a^COLS) at m, a being the row's first
/// point, so that each column is a word of its own in a code over ROWS points. Rows and columns are transformed alone, in the cache, and no
/// matrix is ever transposed.
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
        if (cells.Length != shape.EncodedCells)
        {
            throw new ArgumentException($"An encoded matrix of {shape} has {shape.EncodedCells} cells, got {cells.Length}.", nameof(cells));
        }

        Fr[] coefficients = new Fr[shape.Cells];
        Interpolate(shape, coset: 0, cells.Span[..shape.Cells], coefficients, options);
        for (int coset = 1; coset < MatrixShape.CosetCount; coset++)
        {
            Evaluate(shape, coset, coefficients, cells.Span.Slice(coset * shape.Cells, shape.Cells), options);
        }

        return coefficients;
    }

    /// <summary>Turns the rows of a coset into the coefficients of f, that of X^0 first.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="coset">0 to 2.</param>
    /// <param name="rows">The rows of the coset.</param>
    /// <param name="coefficients">Receives the coefficients; may be the memory of the rows.</param>
    /// <param name="options">Threads and cancellation.</param>
    /// <exception cref="ArgumentException">Another count of cells or coefficients.</exception>
    public static void Interpolate(MatrixShape shape, int coset, ReadOnlySpan<Fr> rows, Span<Fr> coefficients, ParallelOptions options) =>
        Ntt.InverseFromMatrix(
            rows, coefficients, shape.Rows, shape.Columns, Coset.Factor(shape, coset), Threads(options), options.CancellationToken);

    /// <summary>Computes the rows of a coset from the coefficients of f.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="coset">0 to 2.</param>
    /// <param name="coefficients">The coefficients, that of X^0 first.</param>
    /// <param name="rows">Receives the rows of the coset; may be the memory of the coefficients.</param>
    /// <param name="options">Threads and cancellation.</param>
    /// <exception cref="ArgumentException">Another count of coefficients or cells.</exception>
    public static void Evaluate(MatrixShape shape, int coset, ReadOnlySpan<Fr> coefficients, Span<Fr> rows, ParallelOptions options) =>
        Ntt.ForwardToMatrix(
            coefficients, rows, shape.Rows, shape.Columns, Coset.Factor(shape, coset), Threads(options), options.CancellationToken);

    /// <summary>A count of threads; -1 stands for all processors.</summary>
    internal static int Threads(ParallelOptions options) =>
        options.MaxDegreeOfParallelism > 0 ? options.MaxDegreeOfParallelism : Environment.ProcessorCount;
}
