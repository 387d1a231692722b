using System.Numerics;

namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// The Fourier transform of points of G1: output s is Σ root^(s·i)·P_i, both in natural order, with n·log(n)/2 multiplications by powers
/// of the root. Several transforms of one size go together, so that steps have many points side by side. For public points.
/// </summary>
public static unsafe class GroupFft
{
    /// <summary>Transforms points in place.</summary>
    /// <param name="points">A power of two of points.</param>
    /// <param name="root">A root of unity; its order is the size of the transform.</param>
    /// <param name="threads">The most threads that work on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">The size is no power of two, or the root has another order.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void Forward(Span<G1Jacobian> points, Fr root, int threads = 1, CancellationToken cancellationToken = default) =>
        Forward(points, points.Length, root, threads, cancellationToken);

    /// <summary>Undoes <see cref="Forward(Span{G1Jacobian}, Fr, int, CancellationToken)"/> with the same root.</summary>
    /// <param name="points">A power of two of points.</param>
    /// <param name="root">A root of unity; its order is the size of the transform.</param>
    /// <param name="threads">The most threads that work on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">The size is no power of two, or the root has another order.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void Inverse(Span<G1Jacobian> points, Fr root, int threads = 1, CancellationToken cancellationToken = default) =>
        Inverse(points, points.Length, root, threads, cancellationToken);

    /// <summary>Does many transforms in place, which is quicker than one after another.</summary>
    /// <param name="points">The points of one transform after another.</param>
    /// <param name="size">Points of a transform, a power of two.</param>
    /// <param name="root">A root of unity; its order is the size of a transform.</param>
    /// <param name="threads">The most threads that work on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">The size is no power of two or does not divide the points, or the root has another
    /// order.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void Forward(
        Span<G1Jacobian> points, int size, Fr root, int threads = 1, CancellationToken cancellationToken = default)
    {
        Fr[] powers = CheckedPowers(root, size, points.Length);
        using FftWork work = new(points.Length, threads, cancellationToken);
        G1Jacobian.Normalize(points, work.Points);
        for (int first = 0; first < points.Length; first += size)
        {
            BitOrder.Permute(work.Points.Slice(first, size));
        }

        PointFactors factors = new(powers);
        for (int half = 1; half < size; half *= 2)
        {
            int step = size / 2 / half;
            work.Multiply(factors, i => (i & half) == 0 ? 0 : (uint)((i & (half - 1)) * step));
            work.Butterflies(half);
        }

        work.CopyTo(points);
    }

    /// <summary>Undoes <see cref="Forward(Span{G1Jacobian}, int, Fr, int, CancellationToken)"/> with the same root.</summary>
    /// <param name="points">The points of one transform after another.</param>
    /// <param name="size">Points of a transform, a power of two.</param>
    /// <param name="root">A root of unity; its order is the size of a transform.</param>
    /// <param name="threads">The most threads that work on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">The size is no power of two or does not divide the points, or the root has another
    /// order.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void Inverse(
        Span<G1Jacobian> points, int size, Fr root, int threads = 1, CancellationToken cancellationToken = default)
    {
        Forward(points, size, root.Inverse(), threads, cancellationToken);
        Scale(points, [Fr.FromUInt64((ulong)size).Inverse()], threads, cancellationToken);
    }

    /// <summary>Multiplies each point by a factor.</summary>
    /// <param name="points">The points.</param>
    /// <param name="factors">The factors, none zero: as many as points, or fewer, which are then taken again from the beginning.</param>
    /// <param name="threads">The most threads that work on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">A factor is zero, or their number does not divide that of the points.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void Scale(
        Span<G1Jacobian> points, ReadOnlySpan<Fr> factors, int threads = 1, CancellationToken cancellationToken = default)
    {
        if (factors.Contains(Fr.Zero) || (points.Length > 0 && (factors.IsEmpty || points.Length % factors.Length != 0)))
        {
            throw new ArgumentException($"{factors.Length} factors, none of them zero, must fit {points.Length} points.", nameof(factors));
        }

        // Factor 0 of the work is the one that leaves points alone.
        Fr[] all = [Fr.One, .. factors];
        using FftWork work = new(points.Length, threads, cancellationToken);
        G1Jacobian.Normalize(points, work.Points);
        work.Multiply(new PointFactors(all), i => all[1 + (i % (all.Length - 1))] == Fr.One ? 0 : (uint)(1 + (i % (all.Length - 1))));
        work.CopyTo(points);
    }

    private static Fr[] CheckedPowers(Fr root, int size, int points)
    {
        if (size < 1 || !BitOperations.IsPow2(size) || points % size != 0)
        {
            throw new ArgumentException($"{points} points are not transforms of {size}, which should be a power of two.", nameof(points));
        }

        Fr[] powers = Fr.Powers(Fr.One, root, Math.Max(1, size / 2));
        return (size > 1 ? powers[^1] * root == -Fr.One : root == Fr.One)
            ? powers
            : throw new ArgumentException($"The root is not of order {size}.", nameof(root));
    }
}
