using System.Runtime.CompilerServices;

namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// Arithmetic modulo a prime of 254 bits. Numbers are below p always; products carry the factor 1/R of Montgomery's form, R = 2^256.
/// Nothing here branches on a value or looks one up, so all of it is fit for secrets, except <see cref="Pow"/> in its exponent.
/// </summary>
internal static partial class Montgomery<TModulus>
    where TModulus : struct, IModulus
{
    /// <summary>a + b mod p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Limbs4 Add(in Limbs4 a, in Limbs4 b)
    {
        // 2p is below 2^255, so the top limb never carries.
        ulong s0 = a.L0 + b.L0;
        ulong c0 = s0 < b.L0 ? 1UL : 0;
        ulong s1 = a.L1 + b.L1;
        ulong c1 = s1 < b.L1 ? 1UL : 0;
        s1 += c0;
        c1 += s1 < c0 ? 1UL : 0;
        ulong s2 = a.L2 + b.L2;
        ulong c2 = s2 < b.L2 ? 1UL : 0;
        s2 += c1;
        c2 += s2 < c1 ? 1UL : 0;
        return SubtractModulus(s0, s1, s2, a.L3 + b.L3 + c2);
    }

    /// <summary>a - b mod p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Limbs4 Subtract(in Limbs4 a, in Limbs4 b)
    {
        ulong d0 = a.L0 - b.L0;
        ulong c0 = a.L0 < b.L0 ? 1UL : 0;
        ulong d1 = a.L1 - b.L1;
        ulong c1 = (a.L1 < b.L1 ? 1UL : 0) + (d1 < c0 ? 1UL : 0);
        d1 -= c0;
        ulong d2 = a.L2 - b.L2;
        ulong c2 = (a.L2 < b.L2 ? 1UL : 0) + (d2 < c1 ? 1UL : 0);
        d2 -= c1;
        ulong d3 = a.L3 - b.L3 - c2;

        // Both are below 2^254: the sign is the top bit.
        ulong negative = (ulong)((long)d3 >> 63);
        return AddMasked(d0, d1, d2, d3, negative);
    }

    /// <summary>-a mod p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Limbs4 Negate(in Limbs4 a) => Subtract(default, a);

    /// <summary>The integer that a Montgomery form stands for.</summary>
    public static Limbs4 FromMontgomery(in Limbs4 a) => Multiply(a, new Limbs4(1, 0, 0, 0));

    /// <summary>The Montgomery form of an integer below p.</summary>
    public static Limbs4 ToMontgomery(in Limbs4 integer) => Multiply(integer, TModulus.R2);

    /// <summary>
    /// a to the power of an exponent of 64-bit limbs, the lowest first, by windows of four bits. The time depends on the exponent, not on
    /// a.
    /// </summary>
    public static Limbs4 Pow(in Limbs4 a, ReadOnlySpan<ulong> exponent)
    {
        Span<Limbs4> powers = stackalloc Limbs4[16];
        powers[0] = TModulus.R;
        for (int i = 1; i < powers.Length; i++)
        {
            powers[i] = Multiply(powers[i - 1], a);
        }

        Limbs4 result = TModulus.R;
        for (int i = (exponent.Length * 16) - 1; i >= 0; i--)
        {
            for (int square = 0; square < 4; square++)
            {
                result = Multiply(result, result);
            }

            int digit = (int)(exponent[i / 16] >> (i % 16 * 4)) & 15;
            if (digit != 0)
            {
                result = Multiply(result, powers[digit]);
            }
        }

        return result;
    }

    /// <summary>1/a by Fermat's little theorem; zero for zero.</summary>
    public static Limbs4 Inverse(in Limbs4 a) => Pow(a, [TModulus.P0 - 2, TModulus.P1, TModulus.P2, TModulus.P3]);

    /// <summary>
    /// The inverse of every element in place, with one inversion for all (Montgomery's trick). Zeros stay zero; the time tells where they
    /// are and nothing else.
    /// </summary>
    /// <param name="values">The elements.</param>
    /// <param name="products">Scratch of the same length.</param>
    public static void BatchInvert(Span<Limbs4> values, Span<Limbs4> products)
    {
        Limbs4 product = TModulus.R;
        for (int i = 0; i < values.Length; i++)
        {
            products[i] = product;
            if (!values[i].IsZero)
            {
                product = Multiply(product, values[i]);
            }
        }

        Limbs4 inverse = Inverse(product);
        for (int i = values.Length - 1; i >= 0; i--)
        {
            if (!values[i].IsZero)
            {
                Limbs4 value = values[i];
                values[i] = Multiply(inverse, products[i]);
                inverse = Multiply(inverse, value);
            }
        }
    }

    /// <summary>Whether a is below p.</summary>
    public static bool IsCanonical(in Limbs4 a) => Compare(a, new(TModulus.P0, TModulus.P1, TModulus.P2, TModulus.P3)) < 0;

    /// <summary>The order of two integers.</summary>
    public static int Compare(in Limbs4 a, in Limbs4 b) =>
        a.L3 != b.L3 ? a.L3.CompareTo(b.L3)
        : a.L2 != b.L2 ? a.L2.CompareTo(b.L2)
        : a.L1 != b.L1 ? a.L1.CompareTo(b.L1)
        : a.L0.CompareTo(b.L0);

    /// <summary>Takes p from a number below 2p if it is not below p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Limbs4 SubtractModulus(ulong s0, ulong s1, ulong s2, ulong s3)
    {
        ulong d0 = s0 - TModulus.P0;
        ulong c0 = s0 < TModulus.P0 ? 1UL : 0;
        ulong d1 = s1 - TModulus.P1;
        ulong c1 = (s1 < TModulus.P1 ? 1UL : 0) + (d1 < c0 ? 1UL : 0);
        d1 -= c0;
        ulong d2 = s2 - TModulus.P2;
        ulong c2 = (s2 < TModulus.P2 ? 1UL : 0) + (d2 < c1 ? 1UL : 0);
        d2 -= c1;
        ulong d3 = s3 - TModulus.P3 - c2;
        ulong keep = (ulong)((long)d3 >> 63);
        return new(d0 ^ ((d0 ^ s0) & keep), d1 ^ ((d1 ^ s1) & keep), d2 ^ ((d2 ^ s2) & keep), d3 ^ ((d3 ^ s3) & keep));
    }

    /// <summary>Adds p under a mask of all ones, and nothing under zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Limbs4 AddMasked(ulong d0, ulong d1, ulong d2, ulong d3, ulong mask)
    {
        ulong p0 = TModulus.P0 & mask, p1 = TModulus.P1 & mask, p2 = TModulus.P2 & mask, p3 = TModulus.P3 & mask;
        ulong s0 = d0 + p0;
        ulong c0 = s0 < p0 ? 1UL : 0;
        ulong s1 = d1 + p1;
        ulong c1 = s1 < p1 ? 1UL : 0;
        s1 += c0;
        c1 += s1 < c0 ? 1UL : 0;
        ulong s2 = d2 + p2;
        ulong c2 = s2 < p2 ? 1UL : 0;
        s2 += c1;
        c2 += s2 < c1 ? 1UL : 0;
        return new(s0, s1, s2, d3 + p3 + c2);
    }
}
