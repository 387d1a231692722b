namespace ZeroG.Cryptography.Bn254;

/// <content>
/// One long transform whose values are laid out as a matrix, the form that an erasure code by rows needs: both halves of the transform work
/// where the elements are, and none ever moves to another place.
/// </content>
public static unsafe partial class Ntt
{
    /// <summary>
    /// The values of a polynomial at κ·w^t, w being the root of unity of order N = rows · columns: that of t = rows·j + i at row i,
    /// column j.
    /// </summary>
    /// <param name="coefficients">N coefficients, that of X^0 first.</param>
    /// <param name="matrix">Receives N values, row by row; may be the memory of the coefficients.</param>
    /// <param name="rows">A power of two.</param>
    /// <param name="columns">A power of two; N is at most 2^<see cref="MaxLog"/>.</param>
    /// <param name="coset">κ, not zero; one for the roots of unity themselves.</param>
    /// <param name="threads">The most threads.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="ArgumentException">A size is wrong, or κ is zero.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void ForwardToMatrix(
        ReadOnlySpan<Fr> coefficients,
        Span<Fr> matrix,
        int rows,
        int columns,
        Fr coset,
        int threads = 1,
        CancellationToken cancellationToken = default) =>
        ToMatrix(coefficients, matrix, rows, columns, coset, Lanes8<FrModulus>.IsSupported, threads, cancellationToken);

    /// <summary>The coefficients of the polynomial that has those values: the inverse of <see cref="ForwardToMatrix"/>.</summary>
    /// <param name="matrix">N values, row by row.</param>
    /// <param name="coefficients">Receives N coefficients; may be the memory of the values.</param>
    /// <param name="rows">A power of two.</param>
    /// <param name="columns">A power of two; N is at most 2^<see cref="MaxLog"/>.</param>
    /// <param name="coset">κ, not zero; one for the roots of unity themselves.</param>
    /// <param name="threads">The most threads.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="ArgumentException">A size is wrong, or κ is zero.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void InverseFromMatrix(
        ReadOnlySpan<Fr> matrix,
        Span<Fr> coefficients,
        int rows,
        int columns,
        Fr coset,
        int threads = 1,
        CancellationToken cancellationToken = default) =>
        FromMatrix(matrix, coefficients, rows, columns, coset, Lanes8<FrModulus>.IsSupported, threads, cancellationToken);

    internal static void ToMatrix(
        ReadOnlySpan<Fr> coefficients,
        Span<Fr> matrix,
        int rows,
        int columns,
        Fr coset,
        bool lanes,
        int threads,
        CancellationToken cancellationToken)
    {
        MatrixForm form = MatrixForm.Create(coefficients.Length, matrix.Length, rows, columns, coset, lanes);
        if (form.IsLong)
        {
            Fr[] values = coefficients.ToArray();
            Scale(values, coset);
            Transform(values, inverse: false, lanes, threads, cancellationToken);
            for (int t = 0; t < values.Length; t++)
            {
                matrix[((t % rows) * columns) + (t / rows)] = values[t];
            }

            return;
        }

        // With X^(columns·k + m) at row k of column m, the transform of column m holds at i what is left to be summed over m, but for the
        // factor (κ·w^i)^m.
        Fr root = Fr.RootOfUnity(form.RowLog + form.ColumnLog);
        fixed (Fr* source = coefficients, target = matrix)
        {
            NttPass columnPass = form.ColumnPass(source, target, inverse: false);
            columnPass.SourceFactors = coset == Fr.One ? null : NttFactors.Powers(coset.Pow((ulong)columns), rows, form.Lanes);
            columnPass.Twist = new(Fr.Powers(Fr.One, coset, columns), Fr.Powers(Fr.One, root, columns));
            NttEngine.Run(columnPass, form.Lanes, threads, cancellationToken);
            NttEngine.Run(form.RowPass(target, target, inverse: false), form.Lanes, threads, cancellationToken);
        }
    }

    internal static void FromMatrix(
        ReadOnlySpan<Fr> matrix,
        Span<Fr> coefficients,
        int rows,
        int columns,
        Fr coset,
        bool lanes,
        int threads,
        CancellationToken cancellationToken)
    {
        MatrixForm form = MatrixForm.Create(matrix.Length, coefficients.Length, rows, columns, coset, lanes);
        Fr inverseCoset = coset.Inverse();
        if (form.IsLong)
        {
            Fr[] values = new Fr[matrix.Length];
            for (int t = 0; t < values.Length; t++)
            {
                values[t] = matrix[((t % rows) * columns) + (t / rows)];
            }

            Transform(values, inverse: true, lanes, threads, cancellationToken);
            Scale(values, inverseCoset);
            values.CopyTo(coefficients);
            return;
        }

        Fr inverseRoot = Fr.RootOfUnity(form.RowLog + form.ColumnLog).Inverse();
        Fr scale = Fr.FromUInt64((ulong)matrix.Length).Inverse();
        fixed (Fr* source = matrix, target = coefficients)
        {
            NttPass rowPass = form.RowPass(source, target, inverse: true);
            rowPass.Twist = new(Fr.Powers(scale, Fr.One, rows), Fr.Powers(inverseCoset, inverseRoot, rows));
            NttPass columnPass = form.ColumnPass(target, target, inverse: true);
            columnPass.TargetFactors = coset == Fr.One ? null : NttFactors.Powers(inverseCoset.Pow((ulong)columns), rows, form.Lanes);
            NttEngine.Run(rowPass, form.Lanes, threads, cancellationToken);
            NttEngine.Run(columnPass, form.Lanes, threads, cancellationToken);
        }
    }

    /// <summary>A matrix whose rows and columns are transformed one after the other.</summary>
    /// <param name="RowLog">The logarithm of the count of rows.</param>
    /// <param name="ColumnLog">The logarithm of the count of columns.</param>
    /// <param name="Lanes">Whether there are lines enough for the lanes in both directions.</param>
    private readonly record struct MatrixForm(int RowLog, int ColumnLog, bool Lanes)
    {
        /// <summary>Whether a line does not fit into the cache.</summary>
        public bool IsLong => RowLog > NttRoots.MaxLog || ColumnLog > NttRoots.MaxLog;

        private int Rows => 1 << RowLog;

        private int Columns => 1 << ColumnLog;

        public static MatrixForm Create(int length, int otherLength, int rows, int columns, Fr coset, bool lanes)
        {
            CheckMatrix(length, rows, columns);
            CheckMatrix(otherLength, rows, columns);
            CheckedLog(length, nameof(rows));
            if (coset.IsZero)
            {
                throw new ArgumentException("The factor of a coset is not zero.", nameof(coset));
            }

            int rowLog = CheckedLog(rows, nameof(rows));
            int columnLog = CheckedLog(columns, nameof(columns));
            return new(rowLog, columnLog, lanes && rows >= NttEngine.BlockLines && columns >= NttEngine.BlockLines);
        }

        public NttPass RowPass(Fr* source, Fr* target, bool inverse) => new()
        {
            Source = source, SourceLine = Columns, SourceStep = 1,
            Target = target, TargetLine = Columns, TargetStep = 1,
            Lines = Rows, Log = ColumnLog, Inverse = inverse,
        };

        public NttPass ColumnPass(Fr* source, Fr* target, bool inverse) => new()
        {
            Source = source, SourceLine = 1, SourceStep = Columns,
            Target = target, TargetLine = 1, TargetStep = Columns,
            Lines = Columns, Log = RowLog, Inverse = inverse,
        };
    }
}
