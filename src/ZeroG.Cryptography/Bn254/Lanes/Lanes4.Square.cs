using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ZeroG.Cryptography.Bn254;

/// <content>The square, with and without a subtraction.</content>
internal static unsafe partial class Lanes4<TModulus>
{
    /// <summary>See <see cref="Lanes8{TModulus}.Square"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Square(ref double a, ref double result)
    {
        double* c = LanesTable<TModulus>.Pointer;
        Vector256<double> high = Vector256.Create(HighBias), near = Vector256.Create(NearBias), offset = Vector256.Create(Offset);
        Vector256<long> mask = Vector256.Create(LimbMask), exponent = Vector256.Create(LowBiasBits), carry;
        Vector256<double> h, y;
        Vector256<double> a0 = Limb(ref a, 0), a1 = Limb(ref a, 1), a2 = Limb(ref a, 2), a3 = Limb(ref a, 3), a4 = Limb(ref a, 4);
        Vector256<double> d1 = a1 + a1, d2 = a2 + a2, d3 = a3 + a3, d4 = a4 + a4;

        // Column 0.
        h = High(a0, a0, high);
        Vector256<long> t1 = Vector256.Create(unchecked(InnerColumn - (1 * HighBiasBits) - (1 * NearBiasBits))) + h.AsInt64();
        Vector256<long> t0 = Vector256.Create(unchecked(FirstColumn - (1 * NearBiasBits))) + Low(a0, a0, high - h, near).AsInt64();
        carry = t0 >>> LimbBits;
        Vector256<double> m0 = Digit(t0, mask, exponent) - offset;

        // Column 1.
        h = High(a0, d1, high);
        Vector256<long> t2 = Vector256.Create(unchecked(InnerColumn - (1 * HighBiasBits) - (2 * NearBiasBits))) + h.AsInt64();
        t1 += Low(a0, d1, high - h, near).AsInt64();
        t1 += carry;
        carry = t1 >>> LimbBits;
        Vector256<double> m1 = Digit(t1, mask, exponent) - offset;

        // Column 2.
        h = High(a0, d2, high);
        Vector256<long> t3 = Vector256.Create(unchecked(InnerColumn - (2 * HighBiasBits) - (2 * NearBiasBits))) + h.AsInt64();
        t2 += Low(a0, d2, high - h, near).AsInt64();
        h = High(a1, a1, high);
        t3 += h.AsInt64();
        t2 += Low(a1, a1, high - h, near).AsInt64();
        t2 += carry;
        carry = t2 >>> LimbBits;
        Vector256<double> m2 = Digit(t2, mask, exponent) - offset;

        // Column 3.
        h = High(a0, d3, high);
        Vector256<long> t4 = Vector256.Create(unchecked(InnerColumn - (2 * HighBiasBits) - (7 * NearBiasBits))) + h.AsInt64();
        t3 += Low(a0, d3, high - h, near).AsInt64();
        h = High(a1, d2, high);
        t4 += h.AsInt64();
        t3 += Low(a1, d2, high - h, near).AsInt64();
        t3 += carry;
        carry = t3 >>> LimbBits;
        Vector256<double> m3 = Digit(t3, mask, exponent) - offset;

        // Column 4.
        h = High(a0, d4, high);
        Vector256<long> t5 = Vector256.Create(unchecked(InnerColumn - (8 * HighBiasBits) - (7 * NearBiasBits))) + h.AsInt64();
        t4 += Low(a0, d4, high - h, near).AsInt64();
        h = High(a1, d3, high);
        t5 += h.AsInt64();
        t4 += Low(a1, d3, high - h, near).AsInt64();
        h = High(a2, a2, high);
        t5 += h.AsInt64();
        t4 += Low(a2, a2, high - h, near).AsInt64();

        // Column 5.
        h = High(a1, d4, high);
        Vector256<long> t6 = Vector256.Create(unchecked(InnerColumn - (7 * HighBiasBits) - (7 * NearBiasBits))) + h.AsInt64();
        t5 += Low(a1, d4, high - h, near).AsInt64();
        h = High(a2, d3, high);
        t6 += h.AsInt64();
        t5 += Low(a2, d3, high - h, near).AsInt64();

        // Column 6.
        h = High(a2, d4, high);
        Vector256<long> t7 = Vector256.Create(unchecked(InnerColumn - (7 * HighBiasBits) - (6 * NearBiasBits))) + h.AsInt64();
        t6 += Low(a2, d4, high - h, near).AsInt64();
        h = High(a3, a3, high);
        t7 += h.AsInt64();
        t6 += Low(a3, a3, high - h, near).AsInt64();

        // Column 7.
        h = High(a3, d4, high);
        Vector256<long> t8 = Vector256.Create(unchecked(InnerColumn - (6 * HighBiasBits) - (6 * NearBiasBits))) + h.AsInt64();
        t7 += Low(a3, d4, high - h, near).AsInt64();

        // Column 8.
        h = High(a4, a4, high);
        Vector256<long> t9 = Vector256.Create(unchecked(LastColumn - (6 * HighBiasBits))) + h.AsInt64();
        t8 += Low(a4, a4, high - h, near).AsInt64();

        // Columns 0 to 3, reduced, in column 4, and the multiple of p that clears that.
        y = Vector256.Create(c[15]);
        h = High(m0, y, high);
        t5 += h.AsInt64();
        t4 += Low(m0, y, high - h, near).AsInt64();
        y = Vector256.Create(c[10]);
        h = High(m1, y, high);
        t5 += h.AsInt64();
        t4 += Low(m1, y, high - h, near).AsInt64();
        y = Vector256.Create(c[5]);
        h = High(m2, y, high);
        t5 += h.AsInt64();
        t4 += Low(m2, y, high - h, near).AsInt64();
        y = Vector256.Create(c[0]);
        h = High(m3, y, high);
        t5 += h.AsInt64();
        t4 += Low(m3, y, high - h, near).AsInt64();
        t4 += carry;
        Vector256<double> u = Digit(t4, mask, exponent) - offset;
        y = Vector256.Create(c[25]);
        h = High(u, y, high);
        Vector256<double> m4 = Fma.MultiplyAdd(u, y, high - h);

        // Columns 0 to 3 in the columns above.
        y = Vector256.Create(c[16]);
        h = High(m0, y, high);
        t6 += h.AsInt64();
        t5 += Low(m0, y, high - h, near).AsInt64();
        y = Vector256.Create(c[17]);
        h = High(m0, y, high);
        t7 += h.AsInt64();
        t6 += Low(m0, y, high - h, near).AsInt64();
        y = Vector256.Create(c[18]);
        h = High(m0, y, high);
        t8 += h.AsInt64();
        t7 += Low(m0, y, high - h, near).AsInt64();
        y = Vector256.Create(c[19]);
        h = High(m0, y, high);
        t9 += h.AsInt64();
        t8 += Low(m0, y, high - h, near).AsInt64();
        y = Vector256.Create(c[11]);
        h = High(m1, y, high);
        t6 += h.AsInt64();
        t5 += Low(m1, y, high - h, near).AsInt64();
        y = Vector256.Create(c[12]);
        h = High(m1, y, high);
        t7 += h.AsInt64();
        t6 += Low(m1, y, high - h, near).AsInt64();
        y = Vector256.Create(c[13]);
        h = High(m1, y, high);
        t8 += h.AsInt64();
        t7 += Low(m1, y, high - h, near).AsInt64();
        y = Vector256.Create(c[14]);
        h = High(m1, y, high);
        t9 += h.AsInt64();
        t8 += Low(m1, y, high - h, near).AsInt64();
        y = Vector256.Create(c[6]);
        h = High(m2, y, high);
        t6 += h.AsInt64();
        t5 += Low(m2, y, high - h, near).AsInt64();
        y = Vector256.Create(c[7]);
        h = High(m2, y, high);
        t7 += h.AsInt64();
        t6 += Low(m2, y, high - h, near).AsInt64();
        y = Vector256.Create(c[8]);
        h = High(m2, y, high);
        t8 += h.AsInt64();
        t7 += Low(m2, y, high - h, near).AsInt64();
        y = Vector256.Create(c[9]);
        h = High(m2, y, high);
        t9 += h.AsInt64();
        t8 += Low(m2, y, high - h, near).AsInt64();
        y = Vector256.Create(c[1]);
        h = High(m3, y, high);
        t6 += h.AsInt64();
        t5 += Low(m3, y, high - h, near).AsInt64();
        y = Vector256.Create(c[2]);
        h = High(m3, y, high);
        t7 += h.AsInt64();
        t6 += Low(m3, y, high - h, near).AsInt64();
        y = Vector256.Create(c[3]);
        h = High(m3, y, high);
        t8 += h.AsInt64();
        t7 += Low(m3, y, high - h, near).AsInt64();
        y = Vector256.Create(c[4]);
        h = High(m3, y, high);
        t9 += h.AsInt64();
        t8 += Low(m3, y, high - h, near).AsInt64();

        // The multiple of p, and the carries.
        y = Vector256.Create(c[20]);
        h = High(m4, y, high);
        t5 += h.AsInt64();
        t4 += Low(m4, y, high - h, near).AsInt64() - Vector256.Create(NearBiasBits);
        carry = t4 >>> LimbBits;
        y = Vector256.Create(c[21]);
        h = High(m4, y, high);
        t6 += h.AsInt64();
        t5 += Low(m4, y, high - h, near).AsInt64();
        y = Vector256.Create(c[22]);
        h = High(m4, y, high);
        t7 += h.AsInt64();
        t6 += Low(m4, y, high - h, near).AsInt64();
        y = Vector256.Create(c[23]);
        h = High(m4, y, high);
        t8 += h.AsInt64();
        t7 += Low(m4, y, high - h, near).AsInt64();
        y = Vector256.Create(c[24]);
        h = High(m4, y, high);
        t9 += h.AsInt64();
        t8 += Low(m4, y, high - h, near).AsInt64();
        t5 += carry;
        carry = t5 >>> LimbBits;
        Store(Digit(t5, mask, exponent) - offset, ref result, 0);
        t6 += carry;
        carry = t6 >>> LimbBits;
        Store(Digit(t6, mask, exponent) - offset, ref result, 1);
        t7 += carry;
        carry = t7 >>> LimbBits;
        Store(Digit(t7, mask, exponent) - offset, ref result, 2);
        t8 += carry;
        carry = t8 >>> LimbBits;
        Store(Digit(t8, mask, exponent) - offset, ref result, 3);
        t9 += carry;
        Store(t9.AsDouble() - near, ref result, 4);
    }

    /// <summary>See <see cref="Lanes8{TModulus}.SquareSubtract"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SquareSubtract(ref double a, ref double subtrahend, ref double result)
    {
        double* c = LanesTable<TModulus>.Pointer;
        Vector256<double> high = Vector256.Create(HighBias), near = Vector256.Create(NearBias), offset = Vector256.Create(Offset);
        Vector256<long> mask = Vector256.Create(LimbMask), exponent = Vector256.Create(LowBiasBits), carry;
        Vector256<double> h, y;
        Vector256<double> a0 = Limb(ref a, 0), a1 = Limb(ref a, 1), a2 = Limb(ref a, 2), a3 = Limb(ref a, 3), a4 = Limb(ref a, 4);
        Vector256<double> d1 = a1 + a1, d2 = a2 + a2, d3 = a3 + a3, d4 = a4 + a4;

        // Column 0.
        h = High(a0, a0, high);
        Vector256<long> t1 = Vector256.Create(unchecked(InnerColumn - (1 * HighBiasBits) - (1 * NearBiasBits))) + h.AsInt64();
        Vector256<long> t0 = Vector256.Create(unchecked(FirstColumn - (1 * NearBiasBits))) + Low(a0, a0, high - h, near).AsInt64();
        carry = t0 >>> LimbBits;
        Vector256<double> m0 = Digit(t0, mask, exponent) - offset;

        // Column 1.
        h = High(a0, d1, high);
        Vector256<long> t2 = Vector256.Create(unchecked(InnerColumn - (1 * HighBiasBits) - (2 * NearBiasBits))) + h.AsInt64();
        t1 += Low(a0, d1, high - h, near).AsInt64();
        t1 += carry;
        carry = t1 >>> LimbBits;
        Vector256<double> m1 = Digit(t1, mask, exponent) - offset;

        // Column 2.
        h = High(a0, d2, high);
        Vector256<long> t3 = Vector256.Create(unchecked(InnerColumn - (2 * HighBiasBits) - (2 * NearBiasBits))) + h.AsInt64();
        t2 += Low(a0, d2, high - h, near).AsInt64();
        h = High(a1, a1, high);
        t3 += h.AsInt64();
        t2 += Low(a1, a1, high - h, near).AsInt64();
        t2 += carry;
        carry = t2 >>> LimbBits;
        Vector256<double> m2 = Digit(t2, mask, exponent) - offset;

        // Column 3.
        h = High(a0, d3, high);
        Vector256<long> t4 = Vector256.Create(unchecked(InnerColumn - (2 * HighBiasBits) - (7 * NearBiasBits))) + h.AsInt64();
        t3 += Low(a0, d3, high - h, near).AsInt64();
        h = High(a1, d2, high);
        t4 += h.AsInt64();
        t3 += Low(a1, d2, high - h, near).AsInt64();
        t3 += carry;
        carry = t3 >>> LimbBits;
        Vector256<double> m3 = Digit(t3, mask, exponent) - offset;

        // Column 4.
        h = High(a0, d4, high);
        Vector256<long> t5 = Vector256.Create(unchecked(InnerColumn - (8 * HighBiasBits) - (7 * NearBiasBits))) + h.AsInt64();
        t4 += Low(a0, d4, high - h, near).AsInt64();
        h = High(a1, d3, high);
        t5 += h.AsInt64();
        t4 += Low(a1, d3, high - h, near).AsInt64();
        h = High(a2, a2, high);
        t5 += h.AsInt64();
        t4 += Low(a2, a2, high - h, near).AsInt64();

        // Column 5.
        h = High(a1, d4, high);
        Vector256<long> t6 = Vector256.Create(unchecked(InnerColumn - (7 * HighBiasBits) - (7 * NearBiasBits))) + h.AsInt64();
        t5 += Low(a1, d4, high - h, near).AsInt64();
        h = High(a2, d3, high);
        t6 += h.AsInt64();
        t5 += Low(a2, d3, high - h, near).AsInt64();

        // Column 6.
        h = High(a2, d4, high);
        Vector256<long> t7 = Vector256.Create(unchecked(InnerColumn - (7 * HighBiasBits) - (6 * NearBiasBits))) + h.AsInt64();
        t6 += Low(a2, d4, high - h, near).AsInt64();
        h = High(a3, a3, high);
        t7 += h.AsInt64();
        t6 += Low(a3, a3, high - h, near).AsInt64();

        // Column 7.
        h = High(a3, d4, high);
        Vector256<long> t8 = Vector256.Create(unchecked(InnerColumn - (6 * HighBiasBits) - (6 * NearBiasBits))) + h.AsInt64();
        t7 += Low(a3, d4, high - h, near).AsInt64();

        // Column 8.
        h = High(a4, a4, high);
        Vector256<long> t9 = Vector256.Create(unchecked(-CarryBias - (6 * HighBiasBits))) + h.AsInt64();
        t8 += Low(a4, a4, high - h, near).AsInt64();

        // Columns 0 to 3, reduced, in column 4, and the multiple of p that clears that.
        y = Vector256.Create(c[15]);
        h = High(m0, y, high);
        t5 += h.AsInt64();
        t4 += Low(m0, y, high - h, near).AsInt64();
        y = Vector256.Create(c[10]);
        h = High(m1, y, high);
        t5 += h.AsInt64();
        t4 += Low(m1, y, high - h, near).AsInt64();
        y = Vector256.Create(c[5]);
        h = High(m2, y, high);
        t5 += h.AsInt64();
        t4 += Low(m2, y, high - h, near).AsInt64();
        y = Vector256.Create(c[0]);
        h = High(m3, y, high);
        t5 += h.AsInt64();
        t4 += Low(m3, y, high - h, near).AsInt64();
        t4 += carry;
        Vector256<double> u = Digit(t4, mask, exponent) - offset;
        y = Vector256.Create(c[25]);
        h = High(u, y, high);
        Vector256<double> m4 = Fma.MultiplyAdd(u, y, high - h);

        // Columns 0 to 3 in the columns above.
        y = Vector256.Create(c[16]);
        h = High(m0, y, high);
        t6 += h.AsInt64();
        t5 += Low(m0, y, high - h, near).AsInt64();
        y = Vector256.Create(c[17]);
        h = High(m0, y, high);
        t7 += h.AsInt64();
        t6 += Low(m0, y, high - h, near).AsInt64();
        y = Vector256.Create(c[18]);
        h = High(m0, y, high);
        t8 += h.AsInt64();
        t7 += Low(m0, y, high - h, near).AsInt64();
        y = Vector256.Create(c[19]);
        h = High(m0, y, high);
        t9 += h.AsInt64();
        t8 += Low(m0, y, high - h, near).AsInt64();
        y = Vector256.Create(c[11]);
        h = High(m1, y, high);
        t6 += h.AsInt64();
        t5 += Low(m1, y, high - h, near).AsInt64();
        y = Vector256.Create(c[12]);
        h = High(m1, y, high);
        t7 += h.AsInt64();
        t6 += Low(m1, y, high - h, near).AsInt64();
        y = Vector256.Create(c[13]);
        h = High(m1, y, high);
        t8 += h.AsInt64();
        t7 += Low(m1, y, high - h, near).AsInt64();
        y = Vector256.Create(c[14]);
        h = High(m1, y, high);
        t9 += h.AsInt64();
        t8 += Low(m1, y, high - h, near).AsInt64();
        y = Vector256.Create(c[6]);
        h = High(m2, y, high);
        t6 += h.AsInt64();
        t5 += Low(m2, y, high - h, near).AsInt64();
        y = Vector256.Create(c[7]);
        h = High(m2, y, high);
        t7 += h.AsInt64();
        t6 += Low(m2, y, high - h, near).AsInt64();
        y = Vector256.Create(c[8]);
        h = High(m2, y, high);
        t8 += h.AsInt64();
        t7 += Low(m2, y, high - h, near).AsInt64();
        y = Vector256.Create(c[9]);
        h = High(m2, y, high);
        t9 += h.AsInt64();
        t8 += Low(m2, y, high - h, near).AsInt64();
        y = Vector256.Create(c[1]);
        h = High(m3, y, high);
        t6 += h.AsInt64();
        t5 += Low(m3, y, high - h, near).AsInt64();
        y = Vector256.Create(c[2]);
        h = High(m3, y, high);
        t7 += h.AsInt64();
        t6 += Low(m3, y, high - h, near).AsInt64();
        y = Vector256.Create(c[3]);
        h = High(m3, y, high);
        t8 += h.AsInt64();
        t7 += Low(m3, y, high - h, near).AsInt64();
        y = Vector256.Create(c[4]);
        h = High(m3, y, high);
        t9 += h.AsInt64();
        t8 += Low(m3, y, high - h, near).AsInt64();

        // The multiple of p, and the carries.
        y = Vector256.Create(c[20]);
        h = High(m4, y, high);
        t5 += h.AsInt64();
        t4 += Low(m4, y, high - h, near).AsInt64() - Vector256.Create(NearBiasBits);
        carry = t4 >>> LimbBits;
        y = Vector256.Create(c[21]);
        h = High(m4, y, high);
        t6 += h.AsInt64();
        t5 += Low(m4, y, high - h, near).AsInt64();
        y = Vector256.Create(c[22]);
        h = High(m4, y, high);
        t7 += h.AsInt64();
        t6 += Low(m4, y, high - h, near).AsInt64();
        y = Vector256.Create(c[23]);
        h = High(m4, y, high);
        t8 += h.AsInt64();
        t7 += Low(m4, y, high - h, near).AsInt64();
        y = Vector256.Create(c[24]);
        h = High(m4, y, high);
        t9 += h.AsInt64();
        t8 += Low(m4, y, high - h, near).AsInt64();
        t5 -= Integer(Limb(ref subtrahend, 0));
        t5 += carry;
        carry = t5 >>> LimbBits;
        Store(Digit(t5, mask, exponent) - offset, ref result, 0);
        t6 -= Integer(Limb(ref subtrahend, 1));
        t6 += carry;
        carry = t6 >>> LimbBits;
        Store(Digit(t6, mask, exponent) - offset, ref result, 1);
        t7 -= Integer(Limb(ref subtrahend, 2));
        t7 += carry;
        carry = t7 >>> LimbBits;
        Store(Digit(t7, mask, exponent) - offset, ref result, 2);
        t8 -= Integer(Limb(ref subtrahend, 3));
        t8 += carry;
        carry = t8 >>> LimbBits;
        Store(Digit(t8, mask, exponent) - offset, ref result, 3);
        t9 -= Integer(Limb(ref subtrahend, 4));
        t9 += carry;
        Store(Wide.ToDouble(t9), ref result, 4);
    }
}
