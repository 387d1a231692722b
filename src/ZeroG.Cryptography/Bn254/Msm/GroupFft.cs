using System.Numerics;

namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// The Fourier transform of points of G1: output s is Σ root^(s·i)·P_i, both in natural order, with n·log(n)/2 multiplications by powers
/// of the root.
/// </summary>
public static unsafe class GroupFft
{
    /// <summary>Transforms points in place.</summary>
    /// <param name="points">A power of two of points.</param>
    /// <param name="root">A root of unity whose order is their number.</param>
    /// <param name="threads">The most threads that work on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">Their number is no power of two, or the root has another order.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void Forward(Span<G1Jacobian> points, Fr root, int threads = 1, CancellationToken cancellationToken = default)
    {
        int count = points.Length;
        if (!BitOperations.IsPow2(count))
        {
            throw new ArgumentException($"{count} points are no power of two.", nameof(points));
        }

        Fr[] powers = new Fr[Math.Max(1, count / 2)];
        powers[0] = Fr.One;
        for (int i = 1; i < powers.Length; i++)
        {
            powers[i] = powers[i - 1] * root;
        }

        if (count > 1 ? powers[^1] * root != -Fr.One : root != Fr.One)
        {
            throw new ArgumentException($"The root is not of order {count}.", nameof(root));
        }

        ReverseBits(points);
        fixed (G1Jacobian* start = points)
        {
            G1Jacobian* first = start;
            for (int half = 1; half < count; half *= 2)
            {
                int width = half;
                ParallelWork.For(
                    count / 2,
                    threads,
                    () => 0,
                    _ => { },
                    (index, _) => Butterfly(first + (index / width * 2 * width) + (index % width), width, powers[index % width * (count / 2 / width)]),
                    cancellationToken);
            }
        }
    }

    private static void Butterfly(G1Jacobian* point, int half, in Fr twiddle)
    {
        G1Jacobian odd = point[half].Multiply(twiddle);
        point[half] = *point - odd;
        *point += odd;
    }

    /// <summary>Undoes <see cref="Forward"/> with the same root.</summary>
    /// <param name="points">A power of two of points.</param>
    /// <param name="root">A root of unity whose order is their number.</param>
    /// <param name="threads">The most threads that work on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">Their number is no power of two, or the root has another order.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void Inverse(Span<G1Jacobian> points, Fr root, int threads = 1, CancellationToken cancellationToken = default)
    {
        Forward(points, root.Inverse(), threads, cancellationToken);
        Fr scale = Fr.FromUInt64((ulong)points.Length).Inverse();
        for (int i = 0; i < points.Length; i++)
        {
            points[i] = points[i].Multiply(scale);
        }
    }

    private static void ReverseBits(Span<G1Jacobian> points)
    {
        int shift = 32 - BitOperations.Log2((uint)points.Length);
        for (int i = 0; i < points.Length && shift < 32; i++)
        {
            int j = (int)(ReverseBits((uint)i) >> shift);
            if (i < j)
            {
                (points[i], points[j]) = (points[j], points[i]);
            }
        }
    }

    private static uint ReverseBits(uint value)
    {
        uint result = 0;
        for (int bit = 0; bit < 32; bit++, value >>= 1)
        {
            result = (result << 1) | (value & 1);
        }

        return result;
    }
}
