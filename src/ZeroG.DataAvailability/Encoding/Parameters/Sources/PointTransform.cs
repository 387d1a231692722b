using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding.Parameters.Sources;

/// <summary>Fourier transforms over points.</summary>
internal static class PointTransform
{
    // Points that share one inversion, and one report of progress.
    private const int Chunk = 1024;

    /// <summary>Replaces the points P_i by Σ root^(si) · first · step^i · P_i, in natural order.</summary>
    /// <param name="points">A power of two of points.</param>
    /// <param name="root">A root of unity of that order.</param>
    /// <param name="first">Factor of all points.</param>
    /// <param name="step">Factor between one point and the next.</param>
    /// <param name="work">Threads and cancellation.</param>
    public static void Run(Memory<G1Affine> points, Fr root, Fr first, Fr step, ParameterWork work)
    {
        G1Jacobian[] values = new G1Jacobian[points.Length];
        bool scaled = first != Fr.One || step != Fr.One;
        ForChunks(points.Length, work, (start, count) =>
        {
            ReadOnlySpan<G1Affine> part = points.Span.Slice(start, count);
            Fr factor = first * step.Pow((ulong)start);
            for (int i = 0; i < count; i++, factor *= step)
            {
                values[start + i] = scaled ? part[i].Multiply(factor) : part[i].ToJacobian();
            }
        });
        GroupFft.Forward(values, root, work.Threads, work.CancellationToken);
        ForChunks(points.Length, work, (start, count) =>
            G1Jacobian.Normalize(values.AsSpan(start, count), points.Span.Slice(start, count)));
    }

    /// <summary>Replaces the points P_i of G2 by Σ root^(si) · P_i, in natural order.</summary>
    /// <param name="points">A power of two of points.</param>
    /// <param name="root">A root of unity of that order.</param>
    /// <param name="work">Threads and cancellation.</param>
    public static void Run(G2Jacobian[] points, Fr root, ParameterWork work)
    {
        BitOrder.Permute(points.AsSpan());
        for (int half = 1; half < points.Length; half *= 2)
        {
            Fr step = root.Pow((ulong)(points.Length / (2 * half)));
            Fr[] twiddles = new Fr[half];
            twiddles[0] = Fr.One;
            for (int i = 1; i < half; i++)
            {
                twiddles[i] = twiddles[i - 1] * step;
            }

            int width = half;
            Parallel.For(0, points.Length / 2, work.Options, index =>
            {
                int i = index % width;
                int low = (index / width * 2 * width) + i;
                G2Jacobian odd = i == 0 ? points[low + width] : points[low + width].Multiply(twiddles[i]);
                points[low + width] = points[low] - odd;
                points[low] += odd;
            });
        }
    }

    private static void ForChunks(int length, ParameterWork work, Action<int, int> body) =>
        Parallel.For(
            0, (length + Chunk - 1) / Chunk, work.Options, chunk => body(chunk * Chunk, Math.Min(Chunk, length - (chunk * Chunk))));
}
