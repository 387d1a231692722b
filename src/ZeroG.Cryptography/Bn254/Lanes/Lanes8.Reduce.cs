using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ZeroG.Cryptography.Bn254;

/// <content>Multiples of the modulus: how far a number is from zero, and whether it is one.</content>
internal unsafe partial struct Lanes8<TModulus>
{
    private const double ZeroDistance = 1d / (1L << 40);

    /// <summary>The same element, tight and within 0.5 p (and 2^-40 p more), of a tight or loose number within 42 p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Reduce(in Lanes8<TModulus> a, out Lanes8<TModulus> result)
    {
        SubtractMultiple(
            a,
            Integer(EstimateQuotient(a)),
            out Vector512<long> t0,
            out Vector512<long> t1,
            out Vector512<long> t2,
            out Vector512<long> t3,
            out Vector512<long> t4);
        FromColumns(t0, t1, t2, t3, t4, out result);
    }

    /// <summary>
    /// The lanes that hold a multiple of p, as a mask with lane 0 in the lowest bit. For tight or loose numbers within 42 p. All but one of
    /// 2^39 numbers that are none are told from their upper limbs alone.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte IsZero(in Lanes8<TModulus> a)
    {
        Vector512<double> quotient = EstimateQuotient(a);
        Vector512<double> distance = Vector512.Abs(quotient - Vector512.Round(quotient));
        return Vector512.LessThanAny(distance, Vector512.Create(ZeroDistance)) ? IsZeroExactly(a) : (byte)0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte IsZeroExactly(in Lanes8<TModulus> a)
    {
        SubtractMultiple(
            a,
            Integer(EstimateQuotient(a)),
            out Vector512<long> t0,
            out Vector512<long> t1,
            out Vector512<long> t2,
            out Vector512<long> t3,
            out Vector512<long> t4);
        Propagate(ref t0, ref t1, ref t2, ref t3, ref t4);
        return (byte)Vector512.Equals(t0 | t1 | t2 | t3 | t4, Vector512<long>.Zero).ExtractMostSignificantBits();
    }

    /// <summary>a/p, off by less than 2^-41: the limbs that are left out weigh less than the last bits of a double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> EstimateQuotient(in Lanes8<TModulus> a) =>
        Wide.MultiplyAdd(a.Limb3, Vector512.Create(1 / LowBias), a.Limb4)
        * Vector512.Create(LanesTable<TModulus>.Pointer[LanesTable<TModulus>.Quotient]);

    /// <summary>The columns of a - quotient·p, within 2^58.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SubtractMultiple(
        in Lanes8<TModulus> a,
        Vector512<long> quotient,
        out Vector512<long> t0,
        out Vector512<long> t1,
        out Vector512<long> t2,
        out Vector512<long> t3,
        out Vector512<long> t4)
    {
        long* p = LanesTable<TModulus>.Integers;
        t0 = Integer(a.Limb0) - Wide.MultiplyLow(quotient, Vector512.Create(p[0]));
        t1 = Integer(a.Limb1) - Wide.MultiplyLow(quotient, Vector512.Create(p[1]));
        t2 = Integer(a.Limb2) - Wide.MultiplyLow(quotient, Vector512.Create(p[2]));
        t3 = Integer(a.Limb3) - Wide.MultiplyLow(quotient, Vector512.Create(p[3]));
        t4 = Integer(a.Limb4) - Wide.MultiplyLow(quotient, Vector512.Create(p[4]));
    }

    /// <summary>Tight limbs of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FromColumns(
        Vector512<long> t0,
        Vector512<long> t1,
        Vector512<long> t2,
        Vector512<long> t3,
        Vector512<long> t4,
        out Lanes8<TModulus> result)
    {
        Vector512<long> mask = Vector512.Create(LimbMask), exponent = Vector512.Create(LowBiasBits), round = Vector512.Create(Round);
        Vector512<double> offset = Vector512.Create(Offset);
        t0 += round;
        t1 += Wide.ShiftRight(t0, LimbBits) + round;
        t2 += Wide.ShiftRight(t1, LimbBits) + round;
        t3 += Wide.ShiftRight(t2, LimbBits) + round;
        t4 += Wide.ShiftRight(t3, LimbBits);
        result.Limb0 = Digit(t0, mask, exponent) - offset;
        result.Limb1 = Digit(t1, mask, exponent) - offset;
        result.Limb2 = Digit(t2, mask, exponent) - offset;
        result.Limb3 = Digit(t3, mask, exponent) - offset;
        result.Limb4 = Wide.ToDouble(t4);
    }

    /// <summary>Columns to limbs of 52 bits without signs, except the top one, which has that of the number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Propagate(
        ref Vector512<long> t0, ref Vector512<long> t1, ref Vector512<long> t2, ref Vector512<long> t3, ref Vector512<long> t4)
    {
        Vector512<long> mask = Vector512.Create(LimbMask);
        t1 += Wide.ShiftRight(t0, LimbBits);
        t2 += Wide.ShiftRight(t1, LimbBits);
        t3 += Wide.ShiftRight(t2, LimbBits);
        t4 += Wide.ShiftRight(t3, LimbBits);
        t0 &= mask;
        t1 &= mask;
        t2 &= mask;
        t3 &= mask;
    }
}
