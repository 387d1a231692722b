using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ZeroG.Cryptography.Bn254;

/// <content>A multiplication whose last carries also take in a subtraction.</content>
internal unsafe partial struct Lanes8<TModulus>
{
    /// <summary>
    /// a·b/2^260 - subtrahend, tight: within |a|·|b|/84 + 1.24 p + |subtrahend|. One factor must be tight, the other one and the
    /// subtrahend tight or loose.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplySubtract(
        in Lanes8<TModulus> a, in Lanes8<TModulus> b, in Lanes8<TModulus> subtrahend, out Lanes8<TModulus> result)
    {
        if (!HasWideVectors)
        {
            Unsafe.SkipInit(out result);
            Lanes4<TModulus>.MultiplySubtract(ref Half(a, 0), ref Half(b, 0), ref Half(subtrahend, 0), ref Half(result, 0));
            Lanes4<TModulus>.MultiplySubtract(ref Half(a, 1), ref Half(b, 1), ref Half(subtrahend, 1), ref Half(result, 1));
            return;
        }

        double* c = LanesTable<TModulus>.Pointer;
        Vector512<double> high = Vector512.Create(HighBias), both = Vector512.Create(HighBias + LowBias), offset = Vector512.Create(Offset);
        Vector512<long> mask = Vector512.Create(LimbMask), exponent = Vector512.Create(LowBiasBits), carry;
        Vector512<double> h, y;
        Vector512<double> a0 = a.Limb0, a1 = a.Limb1, a2 = a.Limb2, a3 = a.Limb3, a4 = a.Limb4;
        Vector512<double> b0 = b.Limb0, b1 = b.Limb1, b2 = b.Limb2, b3 = b.Limb3, b4 = b.Limb4;

        // Column 0.
        h = High(a0, b0, high);
        Vector512<long> t1 = Vector512.Create(unchecked(Round - (1 * HighBiasBits) - (2 * LowBiasBits))) + h.AsInt64();
        Vector512<long> t0 = Vector512.Create(unchecked(Round - (1 * LowBiasBits))) + Low(a0, b0, both - h).AsInt64();
        carry = Avx512F.ShiftRightArithmetic(t0, LimbBits);
        Vector512<double> m0 = Digit(t0, mask, exponent) - offset;

        // Column 1.
        h = High(a0, b1, high);
        Vector512<long> t2 = Vector512.Create(unchecked(Round - (2 * HighBiasBits) - (3 * LowBiasBits))) + h.AsInt64();
        t1 += Low(a0, b1, both - h).AsInt64();
        h = High(a1, b0, high);
        t2 += h.AsInt64();
        t1 += Low(a1, b0, both - h).AsInt64();
        t1 += carry;
        carry = Avx512F.ShiftRightArithmetic(t1, LimbBits);
        Vector512<double> m1 = Digit(t1, mask, exponent) - offset;

        // Column 2.
        h = High(a0, b2, high);
        Vector512<long> t3 = Vector512.Create(unchecked(Round - (3 * HighBiasBits) - (4 * LowBiasBits))) + h.AsInt64();
        t2 += Low(a0, b2, both - h).AsInt64();
        h = High(a1, b1, high);
        t3 += h.AsInt64();
        t2 += Low(a1, b1, both - h).AsInt64();
        h = High(a2, b0, high);
        t3 += h.AsInt64();
        t2 += Low(a2, b0, both - h).AsInt64();
        t2 += carry;
        carry = Avx512F.ShiftRightArithmetic(t2, LimbBits);
        Vector512<double> m2 = Digit(t2, mask, exponent) - offset;

        // Column 3.
        h = High(a0, b3, high);
        Vector512<long> t4 = Vector512.Create(unchecked(RoundUp - (4 * HighBiasBits) - (9 * LowBiasBits))) + h.AsInt64();
        t3 += Low(a0, b3, both - h).AsInt64();
        h = High(a1, b2, high);
        t4 += h.AsInt64();
        t3 += Low(a1, b2, both - h).AsInt64();
        h = High(a2, b1, high);
        t4 += h.AsInt64();
        t3 += Low(a2, b1, both - h).AsInt64();
        h = High(a3, b0, high);
        t4 += h.AsInt64();
        t3 += Low(a3, b0, both - h).AsInt64();
        t3 += carry;
        carry = Avx512F.ShiftRightArithmetic(t3, LimbBits);
        Vector512<double> m3 = Digit(t3, mask, exponent) - offset;

        // Column 4.
        h = High(a0, b4, high);
        Vector512<long> t5 = Vector512.Create(unchecked(Round - (10 * HighBiasBits) - (9 * LowBiasBits))) + h.AsInt64();
        t4 += Low(a0, b4, both - h).AsInt64();
        h = High(a1, b3, high);
        t5 += h.AsInt64();
        t4 += Low(a1, b3, both - h).AsInt64();
        h = High(a2, b2, high);
        t5 += h.AsInt64();
        t4 += Low(a2, b2, both - h).AsInt64();
        h = High(a3, b1, high);
        t5 += h.AsInt64();
        t4 += Low(a3, b1, both - h).AsInt64();
        h = High(a4, b0, high);
        t5 += h.AsInt64();
        t4 += Low(a4, b0, both - h).AsInt64();

        // Column 5.
        h = High(a1, b4, high);
        Vector512<long> t6 = Vector512.Create(unchecked(Round - (9 * HighBiasBits) - (8 * LowBiasBits))) + h.AsInt64();
        t5 += Low(a1, b4, both - h).AsInt64();
        h = High(a2, b3, high);
        t6 += h.AsInt64();
        t5 += Low(a2, b3, both - h).AsInt64();
        h = High(a3, b2, high);
        t6 += h.AsInt64();
        t5 += Low(a3, b2, both - h).AsInt64();
        h = High(a4, b1, high);
        t6 += h.AsInt64();
        t5 += Low(a4, b1, both - h).AsInt64();

        // Column 6.
        h = High(a2, b4, high);
        Vector512<long> t7 = Vector512.Create(unchecked(Round - (8 * HighBiasBits) - (7 * LowBiasBits))) + h.AsInt64();
        t6 += Low(a2, b4, both - h).AsInt64();
        h = High(a3, b3, high);
        t7 += h.AsInt64();
        t6 += Low(a3, b3, both - h).AsInt64();
        h = High(a4, b2, high);
        t7 += h.AsInt64();
        t6 += Low(a4, b2, both - h).AsInt64();

        // Column 7.
        h = High(a3, b4, high);
        Vector512<long> t8 = Vector512.Create(unchecked(Round - (7 * HighBiasBits) - (6 * LowBiasBits))) + h.AsInt64();
        t7 += Low(a3, b4, both - h).AsInt64();
        h = High(a4, b3, high);
        t8 += h.AsInt64();
        t7 += Low(a4, b3, both - h).AsInt64();

        // Column 8.
        h = High(a4, b4, high);
        Vector512<long> t9 = Vector512.Create(unchecked(-(6 * HighBiasBits))) + h.AsInt64();
        t8 += Low(a4, b4, both - h).AsInt64();

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
