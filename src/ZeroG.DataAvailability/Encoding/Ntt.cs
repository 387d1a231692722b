using System.Numerics;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>Number-theoretic transforms of powers of two in natural order, in place, by the plain radix-two algorithm.</summary>
internal static class Ntt
{
    /// <summary>Coefficients to the values at 1, w, w² and so on, w being the root of unity of that order.</summary>
    public static void Forward(Span<Fr> values) => Transform(values, Fr.RootOfUnity(BitOperations.Log2((uint)values.Length)));

    /// <summary>The inverse of <see cref="Forward"/>.</summary>
    public static void Inverse(Span<Fr> values)
    {
        Transform(values, Fr.RootOfUnity(BitOperations.Log2((uint)values.Length)).Inverse());
        Fr inverse = Fr.FromUInt64((ulong)values.Length).Inverse();
        foreach (ref Fr value in values)
        {
            value *= inverse;
        }
    }

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

        Fr[] roots = new Fr[Math.Max(1, values.Length / 2)];
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
