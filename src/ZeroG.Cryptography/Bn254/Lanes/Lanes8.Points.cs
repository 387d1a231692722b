using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ZeroG.Cryptography.Bn254;

/// <content>
/// What additions of points need around the products: packed numbers to limbs and back by the shortest way. Limbs here are integers, of 52
/// bits without signs except the top one, unless negated as a whole; sums and differences of two of them are exact as doubles.
/// </content>
internal unsafe partial struct Lanes8<TModulus>
{
    /// <summary>Vectors of a number's limbs.</summary>
    public const int LimbCount = 5;

    /// <summary>The limbs of packed numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Split(in Words8 packed, Vector512<long>* limbs)
    {
        Vector512<ulong> mask = Vector512.Create((ulong)LimbMask);
        limbs[0] = (packed.W0 & mask).AsInt64();
        limbs[1] = (((packed.W0 >> 52) | (packed.W1 << 12)) & mask).AsInt64();
        limbs[2] = (((packed.W1 >> 40) | (packed.W2 << 24)) & mask).AsInt64();
        limbs[3] = (((packed.W2 >> 28) | (packed.W3 << 36)) & mask).AsInt64();
        limbs[4] = Wide.ShiftRight(packed.W3.AsInt64(), 16);
    }

    /// <summary>The limbs of packed numbers, all of them negated in the lanes where the mask is all ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Split(in Words8 packed, Vector512<long> negative, Vector512<long>* limbs)
    {
        Split(packed, limbs);
        for (int i = 0; i < LimbCount; i++)
        {
            limbs[i] = (limbs[i] ^ negative) - negative;
        }
    }

    /// <summary>a + b of limbs without signs, which is fit for a subtrahend only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(Vector512<long>* a, Vector512<long>* b, out Lanes8<TModulus> result)
    {
        result.Limb0 = Wide.ToDouble(a[0] + b[0]);
        result.Limb1 = Wide.ToDouble(a[1] + b[1]);
        result.Limb2 = Wide.ToDouble(a[2] + b[2]);
        result.Limb3 = Wide.ToDouble(a[3] + b[3]);
        result.Limb4 = Wide.ToDouble(a[4] + b[4]);
    }

    /// <summary>a - b of limbs without signs. Loose.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Subtract(Vector512<long>* a, Vector512<long>* b, out Lanes8<TModulus> result)
    {
        result.Limb0 = Wide.ToDouble(a[0] - b[0]);
        result.Limb1 = Wide.ToDouble(a[1] - b[1]);
        result.Limb2 = Wide.ToDouble(a[2] - b[2]);
        result.Limb3 = Wide.ToDouble(a[3] - b[3]);
        result.Limb4 = Wide.ToDouble(a[4] - b[4]);
    }

    /// <summary>a - b of any limbs. Tight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SubtractSigned(Vector512<long>* a, Vector512<long>* b, out Lanes8<TModulus> result) =>
        FromColumns(a[0] - b[0], a[1] - b[1], a[2] - b[2], a[3] - b[3], a[4] - b[4], out result);

    /// <summary>A number of any limbs. Tight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FromLimbs(Vector512<long>* limbs, out Lanes8<TModulus> result) =>
        FromColumns(limbs[0], limbs[1], limbs[2], limbs[3], limbs[4], out result);

    /// <summary>A tight number within 42 p, packed within 0.5 p, and how much less it is than the one of these limbs. Loose.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words8 Pack(in Lanes8<TModulus> a, Vector512<long>* minuend, out Lanes8<TModulus> difference)
    {
        Vector512<long> quotient = Integer(EstimateQuotient(a));
        long* p = LanesTable<TModulus>.Integers;
        Vector512<long> t0 = Integer(a.Limb0) - Wide.MultiplyLow(quotient, Vector512.Create(p[0]));
        Vector512<long> t1 = Integer(a.Limb1) - Wide.MultiplyLow(quotient, Vector512.Create(p[1]));
        Vector512<long> t2 = Integer(a.Limb2) - Wide.MultiplyLow(quotient, Vector512.Create(p[2]));
        Vector512<long> t3 = Integer(a.Limb3) - Wide.MultiplyLow(quotient, Vector512.Create(p[3]));
        Vector512<long> t4 = Integer(a.Limb4) - Wide.MultiplyLow(quotient, Vector512.Create(p[4]));
        Propagate(ref t0, ref t1, ref t2, ref t3, ref t4);
        difference.Limb0 = Wide.ToDouble(minuend[0] - t0);
        difference.Limb1 = Wide.ToDouble(minuend[1] - t1);
        difference.Limb2 = Wide.ToDouble(minuend[2] - t2);
        difference.Limb3 = Wide.ToDouble(minuend[3] - t3);
        difference.Limb4 = Wide.ToDouble(minuend[4] - t4);
        return PackLimbs(t0, t1, t2, t3, t4);
    }

    /// <summary>4a - b of a tight number and any limbs, within 42 p, packed within 0.5 p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words8 PackFourTimes(in Lanes8<TModulus> a, Vector512<long>* b)
    {
        Vector512<long> t0 = (Integer(a.Limb0) << 2) - b[0];
        Vector512<long> t1 = (Integer(a.Limb1) << 2) - b[1];
        Vector512<long> t2 = (Integer(a.Limb2) << 2) - b[2];
        Vector512<long> t3 = (Integer(a.Limb3) << 2) - b[3];
        Vector512<long> t4 = (Integer(a.Limb4) << 2) - b[4];

        // The upper limbs, which lose their last bits here, are enough to estimate the quotient.
        Vector512<double> upper = Wide.MultiplyAdd(
            Wide.ToDouble(t3), Vector512.Create(1 / LowBias), Wide.ToDouble(t4));
        Vector512<long> quotient = Integer(upper * Vector512.Create(LanesTable<TModulus>.Pointer[LanesTable<TModulus>.Quotient]));
        long* p = LanesTable<TModulus>.Integers;
        t0 -= Wide.MultiplyLow(quotient, Vector512.Create(p[0]));
        t1 -= Wide.MultiplyLow(quotient, Vector512.Create(p[1]));
        t2 -= Wide.MultiplyLow(quotient, Vector512.Create(p[2]));
        t3 -= Wide.MultiplyLow(quotient, Vector512.Create(p[3]));
        t4 -= Wide.MultiplyLow(quotient, Vector512.Create(p[4]));
        Propagate(ref t0, ref t1, ref t2, ref t3, ref t4);
        return PackLimbs(t0, t1, t2, t3, t4);
    }

    /// <summary>Copies by vectors: the copy that the compiler makes of a structure of this size is a call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(in Lanes8<TModulus> a, out Lanes8<TModulus> result)
    {
        result.Limb0 = a.Limb0;
        result.Limb1 = a.Limb1;
        result.Limb2 = a.Limb2;
        result.Limb3 = a.Limb3;
        result.Limb4 = a.Limb4;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Words8 PackLimbs(Vector512<long> t0, Vector512<long> t1, Vector512<long> t2, Vector512<long> t3, Vector512<long> t4) =>
        new(
            (t0 | (t1 << 52)).AsUInt64(),
            ((t1 >>> 12) | (t2 << 40)).AsUInt64(),
            ((t2 >>> 24) | (t3 << 28)).AsUInt64(),
            ((t3 >>> 36) | (t4 << 16)).AsUInt64());
}
