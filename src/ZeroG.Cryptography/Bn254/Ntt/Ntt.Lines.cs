namespace ZeroG.Cryptography.Bn254;

/// <content>Many transforms of one length: the columns of a matrix, which lies row by row.</content>
public static unsafe partial class Ntt
{
    /// <summary>Transforms every column: see <see cref="Forward"/>.</summary>
    /// <param name="matrix">rows · columns elements, row by row.</param>
    /// <param name="rows">A power of two up to 2^<see cref="MaxLog"/>.</param>
    /// <param name="columns">Any count.</param>
    /// <param name="threads">The most threads.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="ArgumentException">The matrix has another size, or its transforms no power of two elements.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void ForwardColumns(
        Span<Fr> matrix, int rows, int columns, int threads = 1, CancellationToken cancellationToken = default) =>
        TransformColumns(matrix, rows, columns, inverse: false, Lanes8<FrModulus>.IsSupported, threads, cancellationToken);

    /// <summary>The inverse of <see cref="ForwardColumns"/>, with the same arguments.</summary>
    /// <exception cref="ArgumentException">The matrix has another size, or its transforms no power of two elements.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void InverseColumns(
        Span<Fr> matrix, int rows, int columns, int threads = 1, CancellationToken cancellationToken = default) =>
        TransformColumns(matrix, rows, columns, inverse: true, Lanes8<FrModulus>.IsSupported, threads, cancellationToken);

    internal static void TransformColumns(
        Span<Fr> matrix, int rows, int columns, bool inverse, bool lanes, int threads, CancellationToken cancellationToken)
    {
        CheckMatrix(matrix.Length, rows, columns);
        int log = CheckedLog(rows, nameof(rows));
        if (log <= NttRoots.MaxLog)
        {
            TransformLines(matrix, columns, log, inverse, byColumns: true, lanes, threads, cancellationToken);
            return;
        }

        Fr[] column = new Fr[rows];
        for (int m = 0; m < columns; m++)
        {
            for (int k = 0; k < rows; k++)
            {
                column[k] = matrix[(k * columns) + m];
            }

            Transform(column, inverse, lanes, threads, cancellationToken);
            for (int k = 0; k < rows; k++)
            {
                matrix[(k * columns) + m] = column[k];
            }
        }
    }

    /// <summary>Transforms lines in place.</summary>
    private static void TransformLines(
        Span<Fr> matrix, int lines, int log, bool inverse, bool byColumns, bool lanes, int threads, CancellationToken cancellationToken)
    {
        nint line = byColumns ? 1 : 1 << log;
        nint step = byColumns ? lines : 1;
        fixed (Fr* data = matrix)
        {
            NttPass pass = new()
            {
                Source = data, SourceLine = line, SourceStep = step,
                Target = data, TargetLine = line, TargetStep = step,
                Lines = lines, Log = log, Inverse = inverse,
                TargetFactors = inverse ? NttFactors.Constant(Fr.FromUInt64(1UL << log).Inverse(), lanes) : null,
            };
            NttEngine.Run(pass, lanes, threads, cancellationToken);
        }
    }

    private static void CheckMatrix(int length, int rows, int columns)
    {
        if (rows < 0 || columns < 0 || (long)rows * columns != length)
        {
            throw new ArgumentException($"A matrix of {rows} x {columns} does not have {length} elements.", nameof(rows));
        }
    }
}
