using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ZeroG.Cryptography.Bn254;

/// <content>What additions of points need besides.</content>
internal unsafe partial struct Lanes8<TModulus>
{
    /// <summary>4a - b for tight numbers of which that is within 42 p, as <see cref="Reduce"/> leaves it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ReduceFourTimes(in Lanes8<TModulus> a, in Lanes8<TModulus> b, out Lanes8<TModulus> result)
    {
        // The upper limbs alone, which may lose their last bit here, estimate the quotient.
        Vector512<double> four = Vector512.Create(4d);
        Lanes8<TModulus> upper = default;
        upper.Limb3 = (a.Limb3 * four) - b.Limb3;
        upper.Limb4 = (a.Limb4 * four) - b.Limb4;
        Vector512<long> quotient = Integer(EstimateQuotient(upper));
        long* p = LanesTable<TModulus>.Integers;
        FromColumns(
            Column(a.Limb0, b.Limb0, quotient, p[0]),
            Column(a.Limb1, b.Limb1, quotient, p[1]),
            Column(a.Limb2, b.Limb2, quotient, p[2]),
            Column(a.Limb3, b.Limb3, quotient, p[3]),
            Column(a.Limb4, b.Limb4, quotient, p[4]),
            out result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Column(Vector512<double> a, Vector512<double> b, Vector512<long> quotient, long p) =>
        (Integer(a) << 2) - Integer(b) - Avx512DQ.MultiplyLow(quotient, Vector512.Create(p));
}
