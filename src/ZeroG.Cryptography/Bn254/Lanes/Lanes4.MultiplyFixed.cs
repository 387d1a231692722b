using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ZeroG.Cryptography.Bn254;

/// <content>The multiplication by a number known beforehand.</content>
internal static unsafe partial class Lanes4<TModulus>
{
    /// <summary>See <see cref="Lanes8{TModulus}.MultiplyFixed"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyFixed(ref double a, double* w, ref double result)
    {
        double* c = LanesTable<TModulus>.Pointer;
        Vector256<double> high = Vector256.Create(HighBias), near = Vector256.Create(NearBias), offset = Vector256.Create(Offset);
        Vector256<long> mask = Vector256.Create(LimbMask), exponent = Vector256.Create(LowBiasBits), carry;
        Vector256<double> h, y;
        Vector256<double> a0 = Limb(ref a, 0), a1 = Limb(ref a, 1), a2 = Limb(ref a, 2), a3 = Limb(ref a, 3), a4 = Limb(ref a, 4);

        // Column 4, and the multiple of p that clears it.
        y = Vector256.Create(w[0]);
        h = High(a0, y, high);
        Vector256<long> t5 = Vector256.Create(unchecked(InnerColumn - (6 * HighBiasBits) - (6 * NearBiasBits))) + h.AsInt64();
        Vector256<long> t4 = Vector256.Create(unchecked(FirstColumn - (5 * NearBiasBits))) + Low(a0, y, high - h, near).AsInt64();
        y = Vector256.Create(w[5]);
        h = High(a1, y, high);
        t5 += h.AsInt64();
        t4 += Low(a1, y, high - h, near).AsInt64();
        y = Vector256.Create(w[10]);
        h = High(a2, y, high);
        t5 += h.AsInt64();
        t4 += Low(a2, y, high - h, near).AsInt64();
        y = Vector256.Create(w[15]);
        h = High(a3, y, high);
        t5 += h.AsInt64();
        t4 += Low(a3, y, high - h, near).AsInt64();
        y = Vector256.Create(w[20]);
        h = High(a4, y, high);
        t5 += h.AsInt64();
        t4 += Low(a4, y, high - h, near).AsInt64();
        Vector256<double> u = Digit(t4, mask, exponent) - offset;
        y = Vector256.Create(c[25]);
        h = High(u, y, high);
        Vector256<double> m4 = Fma.MultiplyAdd(u, y, high - h);

        // Column 5.
        y = Vector256.Create(w[1]);
        h = High(a0, y, high);
        Vector256<long> t6 = Vector256.Create(unchecked(InnerColumn - (6 * HighBiasBits) - (6 * NearBiasBits))) + h.AsInt64();
        t5 += Low(a0, y, high - h, near).AsInt64();
        y = Vector256.Create(w[6]);
        h = High(a1, y, high);
        t6 += h.AsInt64();
        t5 += Low(a1, y, high - h, near).AsInt64();
        y = Vector256.Create(w[11]);
        h = High(a2, y, high);
        t6 += h.AsInt64();
        t5 += Low(a2, y, high - h, near).AsInt64();
        y = Vector256.Create(w[16]);
        h = High(a3, y, high);
        t6 += h.AsInt64();
        t5 += Low(a3, y, high - h, near).AsInt64();
        y = Vector256.Create(w[21]);
        h = High(a4, y, high);
        t6 += h.AsInt64();
        t5 += Low(a4, y, high - h, near).AsInt64();

        // Column 6.
        y = Vector256.Create(w[2]);
        h = High(a0, y, high);
        Vector256<long> t7 = Vector256.Create(unchecked(InnerColumn - (6 * HighBiasBits) - (6 * NearBiasBits))) + h.AsInt64();
        t6 += Low(a0, y, high - h, near).AsInt64();
        y = Vector256.Create(w[7]);
        h = High(a1, y, high);
        t7 += h.AsInt64();
        t6 += Low(a1, y, high - h, near).AsInt64();
        y = Vector256.Create(w[12]);
        h = High(a2, y, high);
        t7 += h.AsInt64();
        t6 += Low(a2, y, high - h, near).AsInt64();
        y = Vector256.Create(w[17]);
        h = High(a3, y, high);
        t7 += h.AsInt64();
        t6 += Low(a3, y, high - h, near).AsInt64();
        y = Vector256.Create(w[22]);
        h = High(a4, y, high);
        t7 += h.AsInt64();
        t6 += Low(a4, y, high - h, near).AsInt64();

        // Column 7.
        y = Vector256.Create(w[3]);
        h = High(a0, y, high);
        Vector256<long> t8 = Vector256.Create(unchecked(InnerColumn - (6 * HighBiasBits) - (6 * NearBiasBits))) + h.AsInt64();
        t7 += Low(a0, y, high - h, near).AsInt64();
        y = Vector256.Create(w[8]);
        h = High(a1, y, high);
        t8 += h.AsInt64();
        t7 += Low(a1, y, high - h, near).AsInt64();
        y = Vector256.Create(w[13]);
        h = High(a2, y, high);
        t8 += h.AsInt64();
        t7 += Low(a2, y, high - h, near).AsInt64();
        y = Vector256.Create(w[18]);
        h = High(a3, y, high);
        t8 += h.AsInt64();
        t7 += Low(a3, y, high - h, near).AsInt64();
        y = Vector256.Create(w[23]);
        h = High(a4, y, high);
        t8 += h.AsInt64();
        t7 += Low(a4, y, high - h, near).AsInt64();

        // Column 8.
        y = Vector256.Create(w[4]);
        h = High(a0, y, high);
        Vector256<long> t9 = Vector256.Create(unchecked(LastColumn - (6 * HighBiasBits))) + h.AsInt64();
        t8 += Low(a0, y, high - h, near).AsInt64();
        y = Vector256.Create(w[9]);
        h = High(a1, y, high);
        t9 += h.AsInt64();
        t8 += Low(a1, y, high - h, near).AsInt64();
        y = Vector256.Create(w[14]);
        h = High(a2, y, high);
        t9 += h.AsInt64();
        t8 += Low(a2, y, high - h, near).AsInt64();
        y = Vector256.Create(w[19]);
        h = High(a3, y, high);
        t9 += h.AsInt64();
        t8 += Low(a3, y, high - h, near).AsInt64();
        y = Vector256.Create(w[24]);
        h = High(a4, y, high);
        t9 += h.AsInt64();
        t8 += Low(a4, y, high - h, near).AsInt64();

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
}
