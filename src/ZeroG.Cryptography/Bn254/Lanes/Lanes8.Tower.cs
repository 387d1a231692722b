using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ZeroG.Cryptography.Bn254;

/// <content>What the tower of extension fields needs besides.</content>
internal unsafe partial struct Lanes8<TModulus>
{
    /// <summary>9a - b as <see cref="Reduce"/> leaves it, for numbers within 16 p with limbs within 2^53.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ReduceNineTimesMinus(in Lanes8<TModulus> a, in Lanes8<TModulus> b, out Lanes8<TModulus> result)
    {
        // The upper limbs alone, which may lose their last bits here, estimate the quotient.
        Vector512<double> nine = Vector512.Create(9d);
        Lanes8<TModulus> upper = default;
        upper.Limb3 = (a.Limb3 * nine) - b.Limb3;
        upper.Limb4 = (a.Limb4 * nine) - b.Limb4;
        Vector512<long> quotient = Integer(EstimateQuotient(upper));
        long* p = LanesTable<TModulus>.Integers;
        FromColumns(
            NineTimes(a.Limb0, quotient, p[0]) - Integer(b.Limb0),
            NineTimes(a.Limb1, quotient, p[1]) - Integer(b.Limb1),
            NineTimes(a.Limb2, quotient, p[2]) - Integer(b.Limb2),
            NineTimes(a.Limb3, quotient, p[3]) - Integer(b.Limb3),
            NineTimes(a.Limb4, quotient, p[4]) - Integer(b.Limb4),
            out result);
    }

    /// <summary>9a + b as <see cref="Reduce"/> leaves it, for numbers within 16 p with limbs within 2^53.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ReduceNineTimesPlus(in Lanes8<TModulus> a, in Lanes8<TModulus> b, out Lanes8<TModulus> result)
    {
        Vector512<double> nine = Vector512.Create(9d);
        Lanes8<TModulus> upper = default;
        upper.Limb3 = (a.Limb3 * nine) + b.Limb3;
        upper.Limb4 = (a.Limb4 * nine) + b.Limb4;
        Vector512<long> quotient = Integer(EstimateQuotient(upper));
        long* p = LanesTable<TModulus>.Integers;
        FromColumns(
            NineTimes(a.Limb0, quotient, p[0]) + Integer(b.Limb0),
            NineTimes(a.Limb1, quotient, p[1]) + Integer(b.Limb1),
            NineTimes(a.Limb2, quotient, p[2]) + Integer(b.Limb2),
            NineTimes(a.Limb3, quotient, p[3]) + Integer(b.Limb3),
            NineTimes(a.Limb4, quotient, p[4]) + Integer(b.Limb4),
            out result);
    }

    /// <summary>4a - b as <see cref="Reduce"/> leaves it, for tight numbers of which that is within 42 p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ReduceFourTimesMinus(in Lanes8<TModulus> a, in Lanes8<TModulus> b, out Lanes8<TModulus> result)
    {
        Vector512<double> four = Vector512.Create(4d);
        Lanes8<TModulus> upper = default;
        upper.Limb3 = (a.Limb3 * four) - b.Limb3;
        upper.Limb4 = (a.Limb4 * four) - b.Limb4;
        Vector512<long> quotient = Integer(EstimateQuotient(upper));
        long* p = LanesTable<TModulus>.Integers;
        FromColumns(
            FourTimes(a.Limb0, quotient, p[0]) - Integer(b.Limb0),
            FourTimes(a.Limb1, quotient, p[1]) - Integer(b.Limb1),
            FourTimes(a.Limb2, quotient, p[2]) - Integer(b.Limb2),
            FourTimes(a.Limb3, quotient, p[3]) - Integer(b.Limb3),
            FourTimes(a.Limb4, quotient, p[4]) - Integer(b.Limb4),
            out result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> FourTimes(Vector512<double> limb, Vector512<long> quotient, long p) =>
        (Integer(limb) << 2) - Wide.MultiplyLow(quotient, Vector512.Create(p));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> NineTimes(Vector512<double> limb, Vector512<long> quotient, long p)
    {
        Vector512<long> integer = Integer(limb);
        return (integer << 3) + integer - Wide.MultiplyLow(quotient, Vector512.Create(p));
    }
}
