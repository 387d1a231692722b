using System.Buffers;
using System.Numerics;

namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// Number-theoretic transforms over the scalar field: coefficients of a polynomial to its values at the powers of a root of unity
/// (<see cref="Fr.RootOfUnity"/>), and back. Natural order in and out; lengths 2^0 to 2^<see cref="MaxLog"/>.
/// </summary>
/// <remarks>
/// A long transform is a matrix whose columns and then rows are transformed (Bailey 1990), eight adjacent ones in the eight lanes of
/// 512-bit vectors, so that all work but two sweeps happens in the cache. Without such vectors the same plan runs on scalar arithmetic.
/// A cancelled transform leaves its target in no useful state.
/// </remarks>
public static unsafe partial class Ntt
{
    /// <summary>The logarithm of the longest transform.</summary>
    public const int MaxLog = 2 * NttRoots.MaxLog;

    // Below, a matrix would have fewer rows than there are lanes.
    private const int MinMatrixLog = 6;

    /// <summary>Replaces coefficients by values: element i becomes the polynomial at w^i.</summary>
    /// <param name="values">A power of two elements.</param>
    /// <param name="threads">The most threads.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="ArgumentException">The length is not a power of two up to 2^<see cref="MaxLog"/>.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void Forward(Span<Fr> values, int threads = 1, CancellationToken cancellationToken = default) =>
        Transform(values, inverse: false, Lanes8<FrModulus>.IsSupported, threads, cancellationToken);

    /// <summary>Replaces values by coefficients: the inverse of <see cref="Forward"/>.</summary>
    /// <param name="values">A power of two elements.</param>
    /// <param name="threads">The most threads.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="ArgumentException">The length is not a power of two up to 2^<see cref="MaxLog"/>.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void Inverse(Span<Fr> values, int threads = 1, CancellationToken cancellationToken = default) =>
        Transform(values, inverse: true, Lanes8<FrModulus>.IsSupported, threads, cancellationToken);

    /// <summary>
    /// Multiplies coefficient k by factor^k. Between <see cref="Inverse"/> and <see cref="Forward"/>, the values move to the coset of that
    /// factor.
    /// </summary>
    public static void Scale(Span<Fr> coefficients, Fr factor)
    {
        Fr power = Fr.One;
        foreach (ref Fr coefficient in coefficients)
        {
            coefficient *= power;
            power *= factor;
        }
    }

    /// <summary>The transforms, by lanes or by their scalar twin.</summary>
    internal static void Transform(Span<Fr> values, bool inverse, bool lanes, int threads, CancellationToken cancellationToken)
    {
        int log = CheckedLog(values.Length, nameof(values));
        if (log < MinMatrixLog)
        {
            TransformLines(values, 1, log, inverse, byColumns: false, lanes, threads, cancellationToken);
            return;
        }

        int rows = 1 << (log / 2);
        int columns = values.Length / rows;
        Fr root = Fr.RootOfUnity(log);
        Fr scale = Fr.One;
        if (inverse)
        {
            root = root.Inverse();
            scale = Fr.FromUInt64((ulong)values.Length).Inverse();
        }

        Fr[] scratch = ArrayPool<Fr>.Shared.Rent(values.Length);
        try
        {
            fixed (Fr* data = values, middle = scratch)
            {
                // Element k·columns + m is at row k of column m. Once the columns are transformed, row i holds what becomes the values
                // i, i + rows, i + 2·rows and so on.
                NttPass columnPass = new()
                {
                    Source = data, SourceLine = 1, SourceStep = columns,
                    Target = middle, TargetLine = 1, TargetStep = columns,
                    Lines = columns, Log = log / 2, Inverse = inverse,
                    Twist = new(Fr.Powers(scale, Fr.One, columns), Fr.Powers(Fr.One, root, columns)),
                };
                NttPass rowPass = new()
                {
                    Source = middle, SourceLine = columns, SourceStep = 1,
                    Target = data, TargetLine = 1, TargetStep = rows,
                    Lines = rows, Log = log - (log / 2), Inverse = inverse,
                };
                NttEngine.Run(columnPass, lanes, threads, cancellationToken);
                NttEngine.Run(rowPass, lanes, threads, cancellationToken);
            }
        }
        finally
        {
            ArrayPool<Fr>.Shared.Return(scratch);
        }
    }

    private static int CheckedLog(int length, string name) =>
        BitOperations.IsPow2(length) && length <= 1 << MaxLog
            ? BitOperations.Log2((uint)length)
            : throw new ArgumentException($"A transform has a power of two elements, 1 to 2^{MaxLog}; these are {length}.", name);
}
