using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding.Parameters.Sources;

/// <summary>Many multiples of the generators.</summary>
internal static class GeneratorMultiples
{
    private const int Chunk = 64;

    public static void G1(Fr[] scalars, Memory<G1Affine> points, ParameterWork work) => ForChunks(points.Length, work, (start, count) =>
    {
        G1Jacobian[] products = new G1Jacobian[count];
        for (int i = 0; i < count; i++)
        {
            products[i] = G1Jacobian.Generator.Multiply(scalars[start + i]);
        }

        G1Jacobian.Normalize(products, points.Span.Slice(start, count));
    });

    public static void G2(Fr[] scalars, Memory<G2Affine> points, ParameterWork work) => ForChunks(points.Length, work, (start, count) =>
    {
        G2Jacobian[] products = new G2Jacobian[count];
        for (int i = 0; i < count; i++)
        {
            products[i] = G2Jacobian.Generator.Multiply(scalars[start + i]);
        }

        G2Jacobian.Normalize(products, points.Span.Slice(start, count));
    });

    private static void ForChunks(int length, ParameterWork work, Action<int, int> body) =>
        Parallel.For(0, (length + Chunk - 1) / Chunk, work.Options, chunk => body(chunk * Chunk, Math.Min(Chunk, length - (chunk * Chunk))));
}
