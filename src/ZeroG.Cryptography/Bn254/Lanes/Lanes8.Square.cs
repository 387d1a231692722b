using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ZeroG.Cryptography.Bn254;

/// <content>The square, unrolled: ten of the 25 products of limbs are the double of another one.</content>
internal unsafe partial struct Lanes8<TModulus>
{
    /// <summary>a²/2^260, tight: within a²/84 + 1.24 p. The factor must be tight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Square(in Lanes8<TModulus> a, out Lanes8<TModulus> result)
    {
        if (!HasWideVectors)
        {
            Unsafe.SkipInit(out result);
            Lanes4<TModulus>.Square(ref Half(a, 0), ref Half(result, 0));
            Lanes4<TModulus>.Square(ref Half(a, 1), ref Half(result, 1));
            return;
        }

        double* c = LanesTable<TModulus>.Pointer;
        Vector512<double> high = Vector512.Create(HighBias), both = Vector512.Create(HighBias + LowBias), offset = Vector512.Create(Offset);
        Vector512<long> mask = Vector512.Create(LimbMask), exponent = Vector512.Create(LowBiasBits), carry;
        Vector512<double> h, y;
        Vector512<double> a0 = a.Limb0, a1 = a.Limb1, a2 = a.Limb2, a3 = a.Limb3, a4 = a.Limb4;
        Vector512<double> d1 = a1 + a1, d2 = a2 + a2, d3 = a3 + a3, d4 = a4 + a4;

        // Column 0.
        h = High(a0, a0, high);
        Vector512<long> t1 = Vector512.Create(unchecked(Round - (1 * HighBiasBits) - (1 * LowBiasBits))) + h.AsInt64();
        Vector512<long> t0 = Vector512.Create(unchecked(Round - (1 * LowBiasBits))) + Low(a0, a0, both - h).AsInt64();
        carry = Avx512F.ShiftRightArithmetic(t0, LimbBits);
        Vector512<double> m0 = Digit(t0, mask, exponent) - offset;

        // Column 1.
        h = High(a0, d1, high);
        Vector512<long> t2 = Vector512.Create(unchecked(Round - (1 * HighBiasBits) - (2 * LowBiasBits))) + h.AsInt64();
        t1 += Low(a0, d1, both - h).AsInt64();
        t1 += carry;
        carry = Avx512F.ShiftRightArithmetic(t1, LimbBits);
        Vector512<double> m1 = Digit(t1, mask, exponent) - offset;

        // Column 2.
        h = High(a0, d2, high);
        Vector512<long> t3 = Vector512.Create(unchecked(Round - (2 * HighBiasBits) - (2 * LowBiasBits))) + h.AsInt64();
        t2 += Low(a0, d2, both - h).AsInt64();
        h = High(a1, a1, high);
        t3 += h.AsInt64();
        t2 += Low(a1, a1, both - h).AsInt64();
        t2 += carry;
        carry = Avx512F.ShiftRightArithmetic(t2, LimbBits);
        Vector512<double> m2 = Digit(t2, mask, exponent) - offset;

        // Column 3.
        h = High(a0, d3, high);
        Vector512<long> t4 = Vector512.Create(unchecked(RoundUp - (2 * HighBiasBits) - (7 * LowBiasBits))) + h.AsInt64();
        t3 += Low(a0, d3, both - h).AsInt64();
        h = High(a1, d2, high);
        t4 += h.AsInt64();
        t3 += Low(a1, d2, both - h).AsInt64();
        t3 += carry;
        carry = Avx512F.ShiftRightArithmetic(t3, LimbBits);
        Vector512<double> m3 = Digit(t3, mask, exponent) - offset;

        // Column 4.
        h = High(a0, d4, high);
        Vector512<long> t5 = Vector512.Create(unchecked(Round - (8 * HighBiasBits) - (7 * LowBiasBits))) + h.AsInt64();
        t4 += Low(a0, d4, both - h).AsInt64();
        h = High(a1, d3, high);
        t5 += h.AsInt64();
        t4 += Low(a1, d3, both - h).AsInt64();
        h = High(a2, a2, high);
        t5 += h.AsInt64();
        t4 += Low(a2, a2, both - h).AsInt64();

        // Column 5.
        h = High(a1, d4, high);
        Vector512<long> t6 = Vector512.Create(unchecked(Round - (7 * HighBiasBits) - (7 * LowBiasBits))) + h.AsInt64();
        t5 += Low(a1, d4, both - h).AsInt64();
        h = High(a2, d3, high);
        t6 += h.AsInt64();
        t5 += Low(a2, d3, both - h).AsInt64();

        // Column 6.
        h = High(a2, d4, high);
        Vector512<long> t7 = Vector512.Create(unchecked(Round - (7 * HighBiasBits) - (6 * LowBiasBits))) + h.AsInt64();
        t6 += Low(a2, d4, both - h).AsInt64();
        h = High(a3, a3, high);
        t7 += h.AsInt64();
        t6 += Low(a3, a3, both - h).AsInt64();

        // Column 7.
        h = High(a3, d4, high);
        Vector512<long> t8 = Vector512.Create(unchecked(Round - (6 * HighBiasBits) - (6 * LowBiasBits))) + h.AsInt64();
        t7 += Low(a3, d4, both - h).AsInt64();

        // Column 8.
        h = High(a4, a4, high);
        Vector512<long> t9 = Vector512.Create(unchecked(-(6 * HighBiasBits))) + h.AsInt64();
        t8 += Low(a4, a4, both - h).AsInt64();

        // Columns 0 to 3, reduced, in column 4, and the multiple of p that clears that.
        y = Vector512.Create(c[15]);
        h = High(m0, y, high);
        t5 += h.AsInt64();
        t4 += Low(m0, y, both - h).AsInt64();
        y = Vector512.Create(c[10]);
        h = High(m1, y, high);
        t5 += h.AsInt64();
        t4 += Low(m1, y, both - h).AsInt64();
        y = Vector512.Create(c[5]);
        h = High(m2, y, high);
        t5 += h.AsInt64();
        t4 += Low(m2, y, both - h).AsInt64();
        y = Vector512.Create(c[0]);
        h = High(m3, y, high);
        t5 += h.AsInt64();
        t4 += Low(m3, y, both - h).AsInt64();
        t4 += carry;
        carry = Avx512F.ShiftRightArithmetic(t4, LimbBits);
        Vector512<double> u = Digit(t4, mask, exponent) - Vector512.Create(OffsetUp);
        y = Vector512.Create(c[25]);
        h = Avx512F.FusedMultiplyAdd(u, y, high);
        Vector512<double> m4 = Avx512F.FusedMultiplyAdd(u, y, high - h);

        // Columns 0 to 3 in the columns above.
        y = Vector512.Create(c[16]);
        h = High(m0, y, high);
        t6 += h.AsInt64();
        t5 += Low(m0, y, both - h).AsInt64();
        y = Vector512.Create(c[17]);
        h = High(m0, y, high);
        t7 += h.AsInt64();
        t6 += Low(m0, y, both - h).AsInt64();
        y = Vector512.Create(c[18]);
        h = High(m0, y, high);
        t8 += h.AsInt64();
        t7 += Low(m0, y, both - h).AsInt64();
        y = Vector512.Create(c[19]);
        h = High(m0, y, high);
        t9 += h.AsInt64();
        t8 += Low(m0, y, both - h).AsInt64();
        y = Vector512.Create(c[11]);
        h = High(m1, y, high);
        t6 += h.AsInt64();
        t5 += Low(m1, y, both - h).AsInt64();
        y = Vector512.Create(c[12]);
        h = High(m1, y, high);
        t7 += h.AsInt64();
        t6 += Low(m1, y, both - h).AsInt64();
        y = Vector512.Create(c[13]);
        h = High(m1, y, high);
        t8 += h.AsInt64();
        t7 += Low(m1, y, both - h).AsInt64();
        y = Vector512.Create(c[14]);
        h = High(m1, y, high);
        t9 += h.AsInt64();
        t8 += Low(m1, y, both - h).AsInt64();
        y = Vector512.Create(c[6]);
        h = High(m2, y, high);
        t6 += h.AsInt64();
        t5 += Low(m2, y, both - h).AsInt64();
        y = Vector512.Create(c[7]);
        h = High(m2, y, high);
        t7 += h.AsInt64();
        t6 += Low(m2, y, both - h).AsInt64();
        y = Vector512.Create(c[8]);
        h = High(m2, y, high);
        t8 += h.AsInt64();
        t7 += Low(m2, y, both - h).AsInt64();
        y = Vector512.Create(c[9]);
        h = High(m2, y, high);
        t9 += h.AsInt64();
        t8 += Low(m2, y, both - h).AsInt64();
        y = Vector512.Create(c[1]);
        h = High(m3, y, high);
        t6 += h.AsInt64();
        t5 += Low(m3, y, both - h).AsInt64();
        y = Vector512.Create(c[2]);
        h = High(m3, y, high);
        t7 += h.AsInt64();
        t6 += Low(m3, y, both - h).AsInt64();
        y = Vector512.Create(c[3]);
        h = High(m3, y, high);
        t8 += h.AsInt64();
        t7 += Low(m3, y, both - h).AsInt64();
        y = Vector512.Create(c[4]);
        h = High(m3, y, high);
        t9 += h.AsInt64();
        t8 += Low(m3, y, both - h).AsInt64();

        // The multiple of p, and the carries.
        carry += High(m4, Vector512.Create(c[20]), high).AsInt64();
        y = Vector512.Create(c[21]);
        h = High(m4, y, high);
        t6 += h.AsInt64();
        t5 += Low(m4, y, both - h).AsInt64();
        y = Vector512.Create(c[22]);
        h = High(m4, y, high);
        t7 += h.AsInt64();
        t6 += Low(m4, y, both - h).AsInt64();
        y = Vector512.Create(c[23]);
        h = High(m4, y, high);
        t8 += h.AsInt64();
        t7 += Low(m4, y, both - h).AsInt64();
        y = Vector512.Create(c[24]);
        h = High(m4, y, high);
        t9 += h.AsInt64();
        t8 += Low(m4, y, both - h).AsInt64();
        t5 += carry;
        carry = Avx512F.ShiftRightArithmetic(t5, LimbBits);
        result.Limb0 = Digit(t5, mask, exponent) - offset;
        t6 += carry;
        carry = Avx512F.ShiftRightArithmetic(t6, LimbBits);
        result.Limb1 = Digit(t6, mask, exponent) - offset;
        t7 += carry;
        carry = Avx512F.ShiftRightArithmetic(t7, LimbBits);
        result.Limb2 = Digit(t7, mask, exponent) - offset;
        t8 += carry;
        carry = Avx512F.ShiftRightArithmetic(t8, LimbBits);
        result.Limb3 = Digit(t8, mask, exponent) - offset;
        t9 += carry;
        result.Limb4 = Avx512DQ.ConvertToVector512Double(t9);
    }

    /// <summary>
    /// a²/2^260 - subtrahend, tight: within a²/84 + 1.24 p + |subtrahend|. The factor must be tight, the subtrahend tight or loose.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SquareSubtract(in Lanes8<TModulus> a, in Lanes8<TModulus> subtrahend, out Lanes8<TModulus> result)
    {
        if (!HasWideVectors)
        {
            Unsafe.SkipInit(out result);
            Lanes4<TModulus>.SquareSubtract(ref Half(a, 0), ref Half(subtrahend, 0), ref Half(result, 0));
            Lanes4<TModulus>.SquareSubtract(ref Half(a, 1), ref Half(subtrahend, 1), ref Half(result, 1));
            return;
        }

        double* c = LanesTable<TModulus>.Pointer;
        Vector512<double> high = Vector512.Create(HighBias), both = Vector512.Create(HighBias + LowBias), offset = Vector512.Create(Offset);
        Vector512<long> mask = Vector512.Create(LimbMask), exponent = Vector512.Create(LowBiasBits), carry;
        Vector512<double> h, y;
        Vector512<double> a0 = a.Limb0, a1 = a.Limb1, a2 = a.Limb2, a3 = a.Limb3, a4 = a.Limb4;
        Vector512<double> d1 = a1 + a1, d2 = a2 + a2, d3 = a3 + a3, d4 = a4 + a4;

        // Column 0.
        h = High(a0, a0, high);
        Vector512<long> t1 = Vector512.Create(unchecked(Round - (1 * HighBiasBits) - (1 * LowBiasBits))) + h.AsInt64();
        Vector512<long> t0 = Vector512.Create(unchecked(Round - (1 * LowBiasBits))) + Low(a0, a0, both - h).AsInt64();
        carry = Avx512F.ShiftRightArithmetic(t0, LimbBits);
        Vector512<double> m0 = Digit(t0, mask, exponent) - offset;

        // Column 1.
        h = High(a0, d1, high);
        Vector512<long> t2 = Vector512.Create(unchecked(Round - (1 * HighBiasBits) - (2 * LowBiasBits))) + h.AsInt64();
        t1 += Low(a0, d1, both - h).AsInt64();
        t1 += carry;
        carry = Avx512F.ShiftRightArithmetic(t1, LimbBits);
        Vector512<double> m1 = Digit(t1, mask, exponent) - offset;

        // Column 2.
        h = High(a0, d2, high);
        Vector512<long> t3 = Vector512.Create(unchecked(Round - (2 * HighBiasBits) - (2 * LowBiasBits))) + h.AsInt64();
        t2 += Low(a0, d2, both - h).AsInt64();
        h = High(a1, a1, high);
        t3 += h.AsInt64();
        t2 += Low(a1, a1, both - h).AsInt64();
        t2 += carry;
        carry = Avx512F.ShiftRightArithmetic(t2, LimbBits);
        Vector512<double> m2 = Digit(t2, mask, exponent) - offset;

        // Column 3.
        h = High(a0, d3, high);
        Vector512<long> t4 = Vector512.Create(unchecked(RoundUp - (2 * HighBiasBits) - (7 * LowBiasBits))) + h.AsInt64();
        t3 += Low(a0, d3, both - h).AsInt64();
        h = High(a1, d2, high);
        t4 += h.AsInt64();
        t3 += Low(a1, d2, both - h).AsInt64();
        t3 += carry;
        carry = Avx512F.ShiftRightArithmetic(t3, LimbBits);
        Vector512<double> m3 = Digit(t3, mask, exponent) - offset;

        // Column 4.
        h = High(a0, d4, high);
        Vector512<long> t5 = Vector512.Create(unchecked(Round - (8 * HighBiasBits) - (7 * LowBiasBits))) + h.AsInt64();
        t4 += Low(a0, d4, both - h).AsInt64();
        h = High(a1, d3, high);
        t5 += h.AsInt64();
        t4 += Low(a1, d3, both - h).AsInt64();
        h = High(a2, a2, high);
        t5 += h.AsInt64();
        t4 += Low(a2, a2, both - h).AsInt64();

        // Column 5.
        h = High(a1, d4, high);
        Vector512<long> t6 = Vector512.Create(unchecked(Round - (7 * HighBiasBits) - (7 * LowBiasBits))) + h.AsInt64();
        t5 += Low(a1, d4, both - h).AsInt64();
        h = High(a2, d3, high);
        t6 += h.AsInt64();
        t5 += Low(a2, d3, both - h).AsInt64();

        // Column 6.
        h = High(a2, d4, high);
        Vector512<long> t7 = Vector512.Create(unchecked(Round - (7 * HighBiasBits) - (6 * LowBiasBits))) + h.AsInt64();
        t6 += Low(a2, d4, both - h).AsInt64();
        h = High(a3, a3, high);
        t7 += h.AsInt64();
        t6 += Low(a3, a3, both - h).AsInt64();

        // Column 7.
        h = High(a3, d4, high);
        Vector512<long> t8 = Vector512.Create(unchecked(Round - (6 * HighBiasBits) - (6 * LowBiasBits))) + h.AsInt64();
        t7 += Low(a3, d4, both - h).AsInt64();

        // Column 8.
        h = High(a4, a4, high);
        Vector512<long> t9 = Vector512.Create(unchecked(-(6 * HighBiasBits))) + h.AsInt64();
        t8 += Low(a4, a4, both - h).AsInt64();

        // Columns 0 to 3, reduced, in column 4, and the multiple of p that clears that.
        y = Vector512.Create(c[15]);
        h = High(m0, y, high);
        t5 += h.AsInt64();
        t4 += Low(m0, y, both - h).AsInt64();
        y = Vector512.Create(c[10]);
        h = High(m1, y, high);
        t5 += h.AsInt64();
        t4 += Low(m1, y, both - h).AsInt64();
        y = Vector512.Create(c[5]);
        h = High(m2, y, high);
        t5 += h.AsInt64();
        t4 += Low(m2, y, both - h).AsInt64();
        y = Vector512.Create(c[0]);
        h = High(m3, y, high);
        t5 += h.AsInt64();
        t4 += Low(m3, y, both - h).AsInt64();
        t4 += carry;
        carry = Avx512F.ShiftRightArithmetic(t4, LimbBits);
        Vector512<double> u = Digit(t4, mask, exponent) - Vector512.Create(OffsetUp);
        y = Vector512.Create(c[25]);
        h = Avx512F.FusedMultiplyAdd(u, y, high);
        Vector512<double> m4 = Avx512F.FusedMultiplyAdd(u, y, high - h);

        // Columns 0 to 3 in the columns above.
        y = Vector512.Create(c[16]);
        h = High(m0, y, high);
        t6 += h.AsInt64();
        t5 += Low(m0, y, both - h).AsInt64();
        y = Vector512.Create(c[17]);
        h = High(m0, y, high);
        t7 += h.AsInt64();
        t6 += Low(m0, y, both - h).AsInt64();
        y = Vector512.Create(c[18]);
        h = High(m0, y, high);
        t8 += h.AsInt64();
        t7 += Low(m0, y, both - h).AsInt64();
        y = Vector512.Create(c[19]);
        h = High(m0, y, high);
        t9 += h.AsInt64();
        t8 += Low(m0, y, both - h).AsInt64();
        y = Vector512.Create(c[11]);
        h = High(m1, y, high);
        t6 += h.AsInt64();
        t5 += Low(m1, y, both - h).AsInt64();
        y = Vector512.Create(c[12]);
        h = High(m1, y, high);
        t7 += h.AsInt64();
        t6 += Low(m1, y, both - h).AsInt64();
        y = Vector512.Create(c[13]);
        h = High(m1, y, high);
        t8 += h.AsInt64();
        t7 += Low(m1, y, both - h).AsInt64();
        y = Vector512.Create(c[14]);
        h = High(m1, y, high);
        t9 += h.AsInt64();
        t8 += Low(m1, y, both - h).AsInt64();
        y = Vector512.Create(c[6]);
        h = High(m2, y, high);
        t6 += h.AsInt64();
        t5 += Low(m2, y, both - h).AsInt64();
        y = Vector512.Create(c[7]);
        h = High(m2, y, high);
        t7 += h.AsInt64();
        t6 += Low(m2, y, both - h).AsInt64();
        y = Vector512.Create(c[8]);
        h = High(m2, y, high);
        t8 += h.AsInt64();
        t7 += Low(m2, y, both - h).AsInt64();
        y = Vector512.Create(c[9]);
        h = High(m2, y, high);
        t9 += h.AsInt64();
        t8 += Low(m2, y, both - h).AsInt64();
        y = Vector512.Create(c[1]);
        h = High(m3, y, high);
        t6 += h.AsInt64();
        t5 += Low(m3, y, both - h).AsInt64();
        y = Vector512.Create(c[2]);
        h = High(m3, y, high);
        t7 += h.AsInt64();
        t6 += Low(m3, y, both - h).AsInt64();
        y = Vector512.Create(c[3]);
        h = High(m3, y, high);
        t8 += h.AsInt64();
        t7 += Low(m3, y, both - h).AsInt64();
        y = Vector512.Create(c[4]);
        h = High(m3, y, high);
        t9 += h.AsInt64();
        t8 += Low(m3, y, both - h).AsInt64();

        // The multiple of p, and the carries.
        carry += High(m4, Vector512.Create(c[20]), high).AsInt64();
        y = Vector512.Create(c[21]);
        h = High(m4, y, high);
        t6 += h.AsInt64();
        t5 += Low(m4, y, both - h).AsInt64();
        y = Vector512.Create(c[22]);
        h = High(m4, y, high);
        t7 += h.AsInt64();
        t6 += Low(m4, y, both - h).AsInt64();
        y = Vector512.Create(c[23]);
        h = High(m4, y, high);
        t8 += h.AsInt64();
        t7 += Low(m4, y, both - h).AsInt64();
        y = Vector512.Create(c[24]);
        h = High(m4, y, high);
        t9 += h.AsInt64();
        t8 += Low(m4, y, both - h).AsInt64();
        t5 -= Integer(subtrahend.Limb0);
        t5 += carry;
        carry = Avx512F.ShiftRightArithmetic(t5, LimbBits);
        result.Limb0 = Digit(t5, mask, exponent) - offset;
        t6 -= Integer(subtrahend.Limb1);
        t6 += carry;
        carry = Avx512F.ShiftRightArithmetic(t6, LimbBits);
        result.Limb1 = Digit(t6, mask, exponent) - offset;
        t7 -= Integer(subtrahend.Limb2);
        t7 += carry;
        carry = Avx512F.ShiftRightArithmetic(t7, LimbBits);
        result.Limb2 = Digit(t7, mask, exponent) - offset;
        t8 -= Integer(subtrahend.Limb3);
        t8 += carry;
        carry = Avx512F.ShiftRightArithmetic(t8, LimbBits);
        result.Limb3 = Digit(t8, mask, exponent) - offset;
        t9 -= Integer(subtrahend.Limb4);
        t9 += carry;
        result.Limb4 = Avx512DQ.ConvertToVector512Double(t9);
    }
}
