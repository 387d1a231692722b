using System.Numerics;
using System.Runtime.InteropServices;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;

namespace ZeroG.Benchmarks.DataAvailability;

/// <summary>
/// The extension in the order of the official source: the matrix transposed, one long transform of radix two over all cells and back, in
/// scalar code on one thread. The inverse transform is done once for both cosets.
/// </summary>
internal static class PlainExtension
{
    public static void Extend(MatrixShape shape, Fr[] cells)
    {
        Fr[] coefficients = new Fr[shape.Cells];
        for (int t = 0; t < coefficients.Length; t++)
        {
            coefficients[t] = cells[(t % shape.Rows * shape.Columns) + (t / shape.Rows)];
        }

        Transform(coefficients, Fr.RootOfUnity(shape.LogCells).Inverse());
        Fr inverse = Fr.FromUInt64((ulong)shape.Cells).Inverse();
        for (int coset = 1; coset < MatrixShape.CosetCount; coset++)
        {
            Fr[] values = [.. coefficients];
            Fr factor = Fr.RootOfUnity(shape.LogCells + coset);
            Fr power = inverse;
            foreach (ref Fr value in values.AsSpan())
            {
                value *= power;
                power *= factor;
            }

            Transform(values, Fr.RootOfUnity(shape.LogCells));
            for (int t = 0; t < values.Length; t++)
            {
                cells[(coset * shape.Cells) + (t % shape.Rows * shape.Columns) + (t / shape.Rows)] = values[t];
            }
        }
    }

    public static ReadOnlySpan<byte> Bytes(Fr[] cells) => MemoryMarshal.AsBytes(cells.AsSpan());

    private static void Transform(Span<Fr> values, Fr root)
    {
        int log = BitOperations.Log2((uint)values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            int reversed = 0;
            for (int bit = 0; bit < log; bit++)
            {
                reversed |= ((i >> bit) & 1) << (log - 1 - bit);
            }

            if (i < reversed)
            {
                (values[i], values[reversed]) = (values[reversed], values[i]);
            }
        }

        Fr[] roots = new Fr[values.Length / 2];
        roots[0] = Fr.One;
        for (int i = 1; i < roots.Length; i++)
        {
            roots[i] = roots[i - 1] * root;
        }

        for (int half = 1; half < values.Length; half *= 2)
        {
            int step = values.Length / (2 * half);
            for (int start = 0; start < values.Length; start += 2 * half)
            {
                for (int k = 0; k < half; k++)
                {
                    Fr product = values[start + half + k] * roots[k * step];
                    values[start + half + k] = values[start + k] - product;
                    values[start + k] += product;
                }
            }
        }
    }
}
