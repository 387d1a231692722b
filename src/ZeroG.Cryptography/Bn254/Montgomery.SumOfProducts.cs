using System.Runtime.CompilerServices;

namespace ZeroG.Cryptography.Bn254;

/// <content>Two products with one reduction, which makes a product in the quadratic extension of two such sums.</content>
internal static partial class Montgomery<TModulus>
{
    /// <summary>
    /// (a0·b0 + a1·b1)/R mod p for factors of at most p (p itself included), scanned as in <see cref="Multiply"/> (Longa, ePrint 2022/367).
    /// Every row stays below 3p + 1, within four limbs, and the result below 1.4p, so one subtraction is enough.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Limbs4 SumOfProducts(in Limbs4 a0, in Limbs4 b0, in Limbs4 a1, in Limbs4 b1)
    {
        ulong y, z, m, low, high, product, carry0, carry1, fold;
        ulong t0, t1, t2, t3;

        // Row 0.
        y = b0.L0;
        z = b1.L0;
        carry0 = High(a0.L0, y);
        low = a0.L0 * y;
        carry1 = High(a1.L0, z);
        product = a1.L0 * z;
        low += product;
        carry1 += low < product ? 1UL : 0;
        m = low * TModulus.NegativeInverse;
        fold = High(m, TModulus.P0) + (low != 0 ? 1UL : 0);
        high = High(a0.L1, y);
        low = (a0.L1 * y) + carry0;
        high += low < carry0 ? 1UL : 0;
        carry0 = high;
        high = High(a1.L1, z);
        product = (a1.L1 * z) + carry1;
        high += product < carry1 ? 1UL : 0;
        low += product;
        carry1 = high + (low < product ? 1UL : 0);
        high = High(m, TModulus.P1);
        t0 = (m * TModulus.P1) + fold;
        high += t0 < fold ? 1UL : 0;
        t0 += low;
        fold = high + (t0 < low ? 1UL : 0);
        high = High(a0.L2, y);
        low = (a0.L2 * y) + carry0;
        high += low < carry0 ? 1UL : 0;
        carry0 = high;
        high = High(a1.L2, z);
        product = (a1.L2 * z) + carry1;
        high += product < carry1 ? 1UL : 0;
        low += product;
        carry1 = high + (low < product ? 1UL : 0);
        high = High(m, TModulus.P2);
        t1 = (m * TModulus.P2) + fold;
        high += t1 < fold ? 1UL : 0;
        t1 += low;
        fold = high + (t1 < low ? 1UL : 0);
        high = High(a0.L3, y);
        low = (a0.L3 * y) + carry0;
        high += low < carry0 ? 1UL : 0;
        carry0 = high;
        high = High(a1.L3, z);
        product = (a1.L3 * z) + carry1;
        high += product < carry1 ? 1UL : 0;
        low += product;
        carry1 = high + (low < product ? 1UL : 0);
        high = High(m, TModulus.P3);
        t2 = (m * TModulus.P3) + fold;
        high += t2 < fold ? 1UL : 0;
        t2 += low;
        fold = high + (t2 < low ? 1UL : 0);
        t3 = carry0 + carry1 + fold;

        // Row 1.
        y = b0.L1;
        z = b1.L1;
        carry0 = High(a0.L0, y);
        low = (a0.L0 * y) + t0;
        carry0 += low < t0 ? 1UL : 0;
        carry1 = High(a1.L0, z);
        product = a1.L0 * z;
        low += product;
        carry1 += low < product ? 1UL : 0;
        m = low * TModulus.NegativeInverse;
        fold = High(m, TModulus.P0) + (low != 0 ? 1UL : 0);
        high = High(a0.L1, y);
        low = (a0.L1 * y) + carry0;
        high += low < carry0 ? 1UL : 0;
        low += t1;
        high += low < t1 ? 1UL : 0;
        carry0 = high;
        high = High(a1.L1, z);
        product = (a1.L1 * z) + carry1;
        high += product < carry1 ? 1UL : 0;
        low += product;
        carry1 = high + (low < product ? 1UL : 0);
        high = High(m, TModulus.P1);
        t0 = (m * TModulus.P1) + fold;
        high += t0 < fold ? 1UL : 0;
        t0 += low;
        fold = high + (t0 < low ? 1UL : 0);
        high = High(a0.L2, y);
        low = (a0.L2 * y) + carry0;
        high += low < carry0 ? 1UL : 0;
        low += t2;
        high += low < t2 ? 1UL : 0;
        carry0 = high;
        high = High(a1.L2, z);
        product = (a1.L2 * z) + carry1;
        high += product < carry1 ? 1UL : 0;
        low += product;
        carry1 = high + (low < product ? 1UL : 0);
        high = High(m, TModulus.P2);
        t1 = (m * TModulus.P2) + fold;
        high += t1 < fold ? 1UL : 0;
        t1 += low;
        fold = high + (t1 < low ? 1UL : 0);
        high = High(a0.L3, y);
        low = (a0.L3 * y) + carry0;
        high += low < carry0 ? 1UL : 0;
        low += t3;
        high += low < t3 ? 1UL : 0;
        carry0 = high;
        high = High(a1.L3, z);
        product = (a1.L3 * z) + carry1;
        high += product < carry1 ? 1UL : 0;
        low += product;
        carry1 = high + (low < product ? 1UL : 0);
        high = High(m, TModulus.P3);
        t2 = (m * TModulus.P3) + fold;
        high += t2 < fold ? 1UL : 0;
        t2 += low;
        fold = high + (t2 < low ? 1UL : 0);
        t3 = carry0 + carry1 + fold;

        // Row 2.
        y = b0.L2;
        z = b1.L2;
        carry0 = High(a0.L0, y);
        low = (a0.L0 * y) + t0;
        carry0 += low < t0 ? 1UL : 0;
        carry1 = High(a1.L0, z);
        product = a1.L0 * z;
        low += product;
        carry1 += low < product ? 1UL : 0;
        m = low * TModulus.NegativeInverse;
        fold = High(m, TModulus.P0) + (low != 0 ? 1UL : 0);
        high = High(a0.L1, y);
        low = (a0.L1 * y) + carry0;
        high += low < carry0 ? 1UL : 0;
        low += t1;
        high += low < t1 ? 1UL : 0;
        carry0 = high;
        high = High(a1.L1, z);
        product = (a1.L1 * z) + carry1;
        high += product < carry1 ? 1UL : 0;
        low += product;
        carry1 = high + (low < product ? 1UL : 0);
        high = High(m, TModulus.P1);
        t0 = (m * TModulus.P1) + fold;
        high += t0 < fold ? 1UL : 0;
        t0 += low;
        fold = high + (t0 < low ? 1UL : 0);
        high = High(a0.L2, y);
        low = (a0.L2 * y) + carry0;
        high += low < carry0 ? 1UL : 0;
        low += t2;
        high += low < t2 ? 1UL : 0;
        carry0 = high;
        high = High(a1.L2, z);
        product = (a1.L2 * z) + carry1;
        high += product < carry1 ? 1UL : 0;
        low += product;
        carry1 = high + (low < product ? 1UL : 0);
        high = High(m, TModulus.P2);
        t1 = (m * TModulus.P2) + fold;
        high += t1 < fold ? 1UL : 0;
        t1 += low;
        fold = high + (t1 < low ? 1UL : 0);
        high = High(a0.L3, y);
        low = (a0.L3 * y) + carry0;
        high += low < carry0 ? 1UL : 0;
        low += t3;
        high += low < t3 ? 1UL : 0;
        carry0 = high;
        high = High(a1.L3, z);
        product = (a1.L3 * z) + carry1;
        high += product < carry1 ? 1UL : 0;
        low += product;
        carry1 = high + (low < product ? 1UL : 0);
        high = High(m, TModulus.P3);
        t2 = (m * TModulus.P3) + fold;
        high += t2 < fold ? 1UL : 0;
        t2 += low;
        fold = high + (t2 < low ? 1UL : 0);
        t3 = carry0 + carry1 + fold;

        // Row 3.
        y = b0.L3;
        z = b1.L3;
        carry0 = High(a0.L0, y);
        low = (a0.L0 * y) + t0;
        carry0 += low < t0 ? 1UL : 0;
        carry1 = High(a1.L0, z);
        product = a1.L0 * z;
        low += product;
        carry1 += low < product ? 1UL : 0;
        m = low * TModulus.NegativeInverse;
        fold = High(m, TModulus.P0) + (low != 0 ? 1UL : 0);
        high = High(a0.L1, y);
        low = (a0.L1 * y) + carry0;
        high += low < carry0 ? 1UL : 0;
        low += t1;
        high += low < t1 ? 1UL : 0;
        carry0 = high;
        high = High(a1.L1, z);
        product = (a1.L1 * z) + carry1;
        high += product < carry1 ? 1UL : 0;
        low += product;
        carry1 = high + (low < product ? 1UL : 0);
        high = High(m, TModulus.P1);
        t0 = (m * TModulus.P1) + fold;
        high += t0 < fold ? 1UL : 0;
        t0 += low;
        fold = high + (t0 < low ? 1UL : 0);
        high = High(a0.L2, y);
        low = (a0.L2 * y) + carry0;
        high += low < carry0 ? 1UL : 0;
        low += t2;
        high += low < t2 ? 1UL : 0;
        carry0 = high;
        high = High(a1.L2, z);
        product = (a1.L2 * z) + carry1;
        high += product < carry1 ? 1UL : 0;
        low += product;
        carry1 = high + (low < product ? 1UL : 0);
        high = High(m, TModulus.P2);
        t1 = (m * TModulus.P2) + fold;
        high += t1 < fold ? 1UL : 0;
        t1 += low;
        fold = high + (t1 < low ? 1UL : 0);
        high = High(a0.L3, y);
        low = (a0.L3 * y) + carry0;
        high += low < carry0 ? 1UL : 0;
        low += t3;
        high += low < t3 ? 1UL : 0;
        carry0 = high;
        high = High(a1.L3, z);
        product = (a1.L3 * z) + carry1;
        high += product < carry1 ? 1UL : 0;
        low += product;
        carry1 = high + (low < product ? 1UL : 0);
        high = High(m, TModulus.P3);
        t2 = (m * TModulus.P3) + fold;
        high += t2 < fold ? 1UL : 0;
        t2 += low;
        fold = high + (t2 < low ? 1UL : 0);
        t3 = carry0 + carry1 + fold;

        return SubtractModulus(t0, t1, t2, t3);
    }

    /// <summary>p - a, which is p for zero: a factor for <see cref="SumOfProducts"/>, not an element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Limbs4 Complement(in Limbs4 a)
    {
        ulong d0 = TModulus.P0 - a.L0;
        ulong c0 = TModulus.P0 < a.L0 ? 1UL : 0;
        ulong d1 = TModulus.P1 - a.L1;
        ulong c1 = (TModulus.P1 < a.L1 ? 1UL : 0) + (d1 < c0 ? 1UL : 0);
        d1 -= c0;
        ulong d2 = TModulus.P2 - a.L2;
        ulong c2 = (TModulus.P2 < a.L2 ? 1UL : 0) + (d2 < c1 ? 1UL : 0);
        d2 -= c1;
        return new(d0, d1, d2, TModulus.P3 - a.L3 - c2);
    }
}
