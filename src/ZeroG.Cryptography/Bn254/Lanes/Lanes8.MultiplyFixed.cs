using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ZeroG.Cryptography.Bn254;

/// <content>The multiplication by a number known beforehand, such as a root of unity.</content>
internal unsafe partial struct Lanes8<TModulus>
{
    /// <summary>
    /// a·w, tight, for one w that <see cref="LanesTable{TModulus}.WriteFactor"/> has spread out; within 0.5 p + n·1.25 p if the limbs of a
    /// are within n·2^51, n up to 2. Instead of half of the product being reduced, each limb of a meets a factor that is reduced already.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyFixed(in Lanes8<TModulus> a, double* w, out Lanes8<TModulus> result)
    {
        if (!HasWideVectors)
        {
            Unsafe.SkipInit(out result);
            Lanes4<TModulus>.MultiplyFixed(ref Half(a, 0), w, ref Half(result, 0));
            Lanes4<TModulus>.MultiplyFixed(ref Half(a, 1), w, ref Half(result, 1));
            return;
        }

        double* c = LanesTable<TModulus>.Pointer;
        Vector512<double> high = Vector512.Create(HighBias), both = Vector512.Create(HighBias + LowBias), offset = Vector512.Create(Offset);
        Vector512<long> mask = Vector512.Create(LimbMask), exponent = Vector512.Create(LowBiasBits), carry;
        Vector512<double> h, y;
        Vector512<double> a0 = a.Limb0, a1 = a.Limb1, a2 = a.Limb2, a3 = a.Limb3, a4 = a.Limb4;

        // Column 4, and the multiple of p that clears it.
        y = Vector512.Create(w[0]);
        h = High(a0, y, high);
        Vector512<long> t5 = Vector512.Create(unchecked(Round - (6 * HighBiasBits) - (6 * LowBiasBits))) + h.AsInt64();
        Vector512<long> t4 = Vector512.Create(unchecked(RoundUp - (5 * LowBiasBits))) + Low(a0, y, both - h).AsInt64();
        y = Vector512.Create(w[5]);
        h = High(a1, y, high);
        t5 += h.AsInt64();
        t4 += Low(a1, y, both - h).AsInt64();
        y = Vector512.Create(w[10]);
        h = High(a2, y, high);
        t5 += h.AsInt64();
        t4 += Low(a2, y, both - h).AsInt64();
        y = Vector512.Create(w[15]);
        h = High(a3, y, high);
        t5 += h.AsInt64();
        t4 += Low(a3, y, both - h).AsInt64();
        y = Vector512.Create(w[20]);
        h = High(a4, y, high);
        t5 += h.AsInt64();
        t4 += Low(a4, y, both - h).AsInt64();
        carry = Avx512F.ShiftRightArithmetic(t4, LimbBits);
        Vector512<double> u = Digit(t4, mask, exponent) - Vector512.Create(OffsetUp);
        y = Vector512.Create(c[25]);
        h = Avx512F.FusedMultiplyAdd(u, y, high);
        Vector512<double> m4 = Avx512F.FusedMultiplyAdd(u, y, high - h);

        // Column 5.
        y = Vector512.Create(w[1]);
        h = High(a0, y, high);
        Vector512<long> t6 = Vector512.Create(unchecked(Round - (6 * HighBiasBits) - (6 * LowBiasBits))) + h.AsInt64();
        t5 += Low(a0, y, both - h).AsInt64();
        y = Vector512.Create(w[6]);
        h = High(a1, y, high);
        t6 += h.AsInt64();
        t5 += Low(a1, y, both - h).AsInt64();
        y = Vector512.Create(w[11]);
        h = High(a2, y, high);
        t6 += h.AsInt64();
        t5 += Low(a2, y, both - h).AsInt64();
        y = Vector512.Create(w[16]);
        h = High(a3, y, high);
        t6 += h.AsInt64();
        t5 += Low(a3, y, both - h).AsInt64();
        y = Vector512.Create(w[21]);
        h = High(a4, y, high);
        t6 += h.AsInt64();
        t5 += Low(a4, y, both - h).AsInt64();

        // Column 6.
        y = Vector512.Create(w[2]);
        h = High(a0, y, high);
        Vector512<long> t7 = Vector512.Create(unchecked(Round - (6 * HighBiasBits) - (6 * LowBiasBits))) + h.AsInt64();
        t6 += Low(a0, y, both - h).AsInt64();
        y = Vector512.Create(w[7]);
        h = High(a1, y, high);
        t7 += h.AsInt64();
        t6 += Low(a1, y, both - h).AsInt64();
        y = Vector512.Create(w[12]);
        h = High(a2, y, high);
        t7 += h.AsInt64();
        t6 += Low(a2, y, both - h).AsInt64();
        y = Vector512.Create(w[17]);
        h = High(a3, y, high);
        t7 += h.AsInt64();
        t6 += Low(a3, y, both - h).AsInt64();
        y = Vector512.Create(w[22]);
        h = High(a4, y, high);
        t7 += h.AsInt64();
        t6 += Low(a4, y, both - h).AsInt64();

        // Column 7.
        y = Vector512.Create(w[3]);
        h = High(a0, y, high);
        Vector512<long> t8 = Vector512.Create(unchecked(Round - (6 * HighBiasBits) - (6 * LowBiasBits))) + h.AsInt64();
        t7 += Low(a0, y, both - h).AsInt64();
        y = Vector512.Create(w[8]);
        h = High(a1, y, high);
        t8 += h.AsInt64();
        t7 += Low(a1, y, both - h).AsInt64();
        y = Vector512.Create(w[13]);
        h = High(a2, y, high);
        t8 += h.AsInt64();
        t7 += Low(a2, y, both - h).AsInt64();
        y = Vector512.Create(w[18]);
        h = High(a3, y, high);
        t8 += h.AsInt64();
        t7 += Low(a3, y, both - h).AsInt64();
        y = Vector512.Create(w[23]);
        h = High(a4, y, high);
        t8 += h.AsInt64();
        t7 += Low(a4, y, both - h).AsInt64();

        // Column 8.
        y = Vector512.Create(w[4]);
        h = High(a0, y, high);
        Vector512<long> t9 = Vector512.Create(unchecked(-(6 * HighBiasBits))) + h.AsInt64();
        t8 += Low(a0, y, both - h).AsInt64();
        y = Vector512.Create(w[9]);
        h = High(a1, y, high);
        t9 += h.AsInt64();
        t8 += Low(a1, y, both - h).AsInt64();
        y = Vector512.Create(w[14]);
        h = High(a2, y, high);
        t9 += h.AsInt64();
        t8 += Low(a2, y, both - h).AsInt64();
        y = Vector512.Create(w[19]);
        h = High(a3, y, high);
        t9 += h.AsInt64();
        t8 += Low(a3, y, both - h).AsInt64();
        y = Vector512.Create(w[24]);
        h = High(a4, y, high);
        t9 += h.AsInt64();
        t8 += Low(a4, y, both - h).AsInt64();

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
}
