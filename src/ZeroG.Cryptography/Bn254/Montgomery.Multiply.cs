using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ZeroG.Cryptography.Bn254;

/// <content>The multiplication, unrolled: helpers with carries by reference would push every limb through the stack.</content>
internal static partial class Montgomery<TModulus>
{
    /// <summary>
    /// a·b/R mod p for canonical a and b, by coarsely integrated operand scanning (Koç, Acar, Kaliski 1996). The modulus leaves two bits
    /// of the top limb free, so no row needs a fifth limb.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Limbs4 Multiply(in Limbs4 a, in Limbs4 b)
    {
        ulong y, m, low, high, carry, fold;
        ulong t0, t1, t2, t3;

        // Row 0.
        y = b.L0;
        carry = High(a.L0, y);
        low = a.L0 * y;
        m = low * TModulus.NegativeInverse;
        fold = High(m, TModulus.P0) + (low != 0 ? 1UL : 0);
        high = High(a.L1, y);
        low = (a.L1 * y) + carry;
        high += low < carry ? 1UL : 0;
        carry = high;
        high = High(m, TModulus.P1);
        t0 = (m * TModulus.P1) + fold;
        high += t0 < fold ? 1UL : 0;
        t0 += low;
        fold = high + (t0 < low ? 1UL : 0);
        high = High(a.L2, y);
        low = (a.L2 * y) + carry;
        high += low < carry ? 1UL : 0;
        carry = high;
        high = High(m, TModulus.P2);
        t1 = (m * TModulus.P2) + fold;
        high += t1 < fold ? 1UL : 0;
        t1 += low;
        fold = high + (t1 < low ? 1UL : 0);
        high = High(a.L3, y);
        low = (a.L3 * y) + carry;
        high += low < carry ? 1UL : 0;
        carry = high;
        high = High(m, TModulus.P3);
        t2 = (m * TModulus.P3) + fold;
        high += t2 < fold ? 1UL : 0;
        t2 += low;
        fold = high + (t2 < low ? 1UL : 0);
        t3 = carry + fold;

        // Row 1.
        y = b.L1;
        carry = High(a.L0, y);
        low = (a.L0 * y) + t0;
        carry += low < t0 ? 1UL : 0;
        m = low * TModulus.NegativeInverse;
        fold = High(m, TModulus.P0) + (low != 0 ? 1UL : 0);
        high = High(a.L1, y);
        low = (a.L1 * y) + carry;
        high += low < carry ? 1UL : 0;
        low += t1;
        high += low < t1 ? 1UL : 0;
        carry = high;
        high = High(m, TModulus.P1);
        t0 = (m * TModulus.P1) + fold;
        high += t0 < fold ? 1UL : 0;
        t0 += low;
        fold = high + (t0 < low ? 1UL : 0);
        high = High(a.L2, y);
        low = (a.L2 * y) + carry;
        high += low < carry ? 1UL : 0;
        low += t2;
        high += low < t2 ? 1UL : 0;
        carry = high;
        high = High(m, TModulus.P2);
        t1 = (m * TModulus.P2) + fold;
        high += t1 < fold ? 1UL : 0;
        t1 += low;
        fold = high + (t1 < low ? 1UL : 0);
        high = High(a.L3, y);
        low = (a.L3 * y) + carry;
        high += low < carry ? 1UL : 0;
        low += t3;
        high += low < t3 ? 1UL : 0;
        carry = high;
        high = High(m, TModulus.P3);
        t2 = (m * TModulus.P3) + fold;
        high += t2 < fold ? 1UL : 0;
        t2 += low;
        fold = high + (t2 < low ? 1UL : 0);
        t3 = carry + fold;

        // Row 2.
        y = b.L2;
        carry = High(a.L0, y);
        low = (a.L0 * y) + t0;
        carry += low < t0 ? 1UL : 0;
        m = low * TModulus.NegativeInverse;
        fold = High(m, TModulus.P0) + (low != 0 ? 1UL : 0);
        high = High(a.L1, y);
        low = (a.L1 * y) + carry;
        high += low < carry ? 1UL : 0;
        low += t1;
        high += low < t1 ? 1UL : 0;
        carry = high;
        high = High(m, TModulus.P1);
        t0 = (m * TModulus.P1) + fold;
        high += t0 < fold ? 1UL : 0;
        t0 += low;
        fold = high + (t0 < low ? 1UL : 0);
        high = High(a.L2, y);
        low = (a.L2 * y) + carry;
        high += low < carry ? 1UL : 0;
        low += t2;
        high += low < t2 ? 1UL : 0;
        carry = high;
        high = High(m, TModulus.P2);
        t1 = (m * TModulus.P2) + fold;
        high += t1 < fold ? 1UL : 0;
        t1 += low;
        fold = high + (t1 < low ? 1UL : 0);
        high = High(a.L3, y);
        low = (a.L3 * y) + carry;
        high += low < carry ? 1UL : 0;
        low += t3;
        high += low < t3 ? 1UL : 0;
        carry = high;
        high = High(m, TModulus.P3);
        t2 = (m * TModulus.P3) + fold;
        high += t2 < fold ? 1UL : 0;
        t2 += low;
        fold = high + (t2 < low ? 1UL : 0);
        t3 = carry + fold;

        // Row 3.
        y = b.L3;
        carry = High(a.L0, y);
        low = (a.L0 * y) + t0;
        carry += low < t0 ? 1UL : 0;
        m = low * TModulus.NegativeInverse;
        fold = High(m, TModulus.P0) + (low != 0 ? 1UL : 0);
        high = High(a.L1, y);
        low = (a.L1 * y) + carry;
        high += low < carry ? 1UL : 0;
        low += t1;
        high += low < t1 ? 1UL : 0;
        carry = high;
        high = High(m, TModulus.P1);
        t0 = (m * TModulus.P1) + fold;
        high += t0 < fold ? 1UL : 0;
        t0 += low;
        fold = high + (t0 < low ? 1UL : 0);
        high = High(a.L2, y);
        low = (a.L2 * y) + carry;
        high += low < carry ? 1UL : 0;
        low += t2;
        high += low < t2 ? 1UL : 0;
        carry = high;
        high = High(m, TModulus.P2);
        t1 = (m * TModulus.P2) + fold;
        high += t1 < fold ? 1UL : 0;
        t1 += low;
        fold = high + (t1 < low ? 1UL : 0);
        high = High(a.L3, y);
        low = (a.L3 * y) + carry;
        high += low < carry ? 1UL : 0;
        low += t3;
        high += low < t3 ? 1UL : 0;
        carry = high;
        high = High(m, TModulus.P3);
        t2 = (m * TModulus.P3) + fold;
        high += t2 < fold ? 1UL : 0;
        t2 += low;
        fold = high + (t2 < low ? 1UL : 0);
        t3 = carry + fold;

        return SubtractModulus(t0, t1, t2, t3);
    }

    /// <summary>The upper half of a product. Two multiplications in a row beat one whose lower half goes through memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong High(ulong a, ulong b) => Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(a, b) : Math.BigMul(a, b, out _);
}
