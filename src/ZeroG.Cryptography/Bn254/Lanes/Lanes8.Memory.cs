using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ZeroG.Cryptography.Bn254;

/// <content>
/// Elements in memory, 32 bytes each. Two forms: that of the scalar code (canonical, R = 2^256), and packed, which is the number of the
/// lanes as it is in 256 bits with a sign, so that neither way costs a multiplication or a comparison.
/// </content>
internal unsafe partial struct Lanes8<TModulus>
{
    /// <summary>One element of the scalar form in all lanes. Tight, below 16 p.</summary>
    public static void Broadcast(in Limbs4 element, out Lanes8<TModulus> result) => FromScalarWords(
        Vector512.Create(element.L0),
        Vector512.Create(element.L1),
        Vector512.Create(element.L2),
        Vector512.Create(element.L3),
        out result);

    /// <summary>Eight adjacent elements of the scalar form. Tight, and below 16 p since R is 16 times as large here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(Limbs4* source, out Lanes8<TModulus> result)
    {
        Words8 words = Words8.Load(source);
        FromScalarWords(words.W0, words.W1, words.W2, words.W3, out result);
    }

    /// <summary>Eight adjacent packed elements. Tight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadPacked(Limbs4* source, out Lanes8<TModulus> result)
    {
        Words8 words = Words8.Load(source);
        FromPackedWords(words.W0, words.W1, words.W2, words.W3, out result);
    }

    /// <summary>Eight packed elements at any places. Tight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void GatherPacked(Limbs4* source, uint* indices, out Lanes8<TModulus> result)
    {
        Words8 words = Words8.Gather(source, indices);
        FromPackedWords(words.W0, words.W1, words.W2, words.W3, out result);
    }

    /// <summary>Eight pairs of packed elements at any places, such as points of two coordinates. Tight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void GatherPackedPairs(Limbs4* source, uint* indices, out Lanes8<TModulus> first, out Lanes8<TModulus> second)
    {
        Words8.GatherPairs(source, indices, out Words8 x, out Words8 y);
        FromPackedWords(x.W0, x.W1, x.W2, x.W3, out first);
        FromPackedWords(y.W0, y.W1, y.W2, y.W3, out second);
    }

    /// <summary>Writes eight adjacent elements of the scalar form, canonical. For tight or loose numbers within 42 p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(in Lanes8<TModulus> a, Limbs4* target) => ToScalarWords(a).Store(target);

    /// <summary>
    /// Writes eight adjacent packed elements reduced to [0, p), which is what canonical elements of the scalar form become if they are
    /// taken for packed ones and go through linear operations alone. For tight or loose numbers within 42 p.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreReduced(in Lanes8<TModulus> a, Limbs4* target) => ToReducedWords(a).Store(target);

    /// <summary>As <see cref="StoreReduced"/>, to any places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ScatterReduced(in Lanes8<TModulus> a, Limbs4* target, uint* indices) => ToReducedWords(a).Scatter(target, indices);

    /// <summary>Writes eight adjacent packed elements. For tight or loose numbers within 2.6 p, whose sign then fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePacked(in Lanes8<TModulus> a, Limbs4* target) => ToPackedWords(a).Store(target);

    /// <summary>Writes packed elements to any places. For tight or loose numbers within 2.6 p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ScatterPacked(in Lanes8<TModulus> a, Limbs4* target, uint* indices) => ToPackedWords(a).Scatter(target, indices);

    /// <summary>Writes pairs of packed elements to any places. For tight or loose numbers within 2.6 p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ScatterPackedPairs(in Lanes8<TModulus> first, in Lanes8<TModulus> second, Limbs4* target, uint* indices) =>
        Words8.ScatterPairs(ToPackedWords(first), ToPackedWords(second), target, indices);

    /// <summary>Sixteen times the number, in limbs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FromScalarWords(
        Vector512<ulong> w0, Vector512<ulong> w1, Vector512<ulong> w2, Vector512<ulong> w3, out Lanes8<TModulus> result)
    {
        Vector512<ulong> mask = Vector512.Create((ulong)LimbMask);
        Vector512<ulong> t0 = (w0 << 4) & mask;
        Vector512<ulong> t1 = ((w0 >> 48) | (w1 << 16)) & mask;
        Vector512<ulong> t2 = ((w1 >> 36) | (w2 << 28)) & mask;
        Vector512<ulong> t3 = ((w2 >> 24) | (w3 << 40)) & mask;
        FromColumns(t0.AsInt64(), t1.AsInt64(), t2.AsInt64(), t3.AsInt64(), (w3 >> 12).AsInt64(), out result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FromPackedWords(
        Vector512<ulong> w0, Vector512<ulong> w1, Vector512<ulong> w2, Vector512<ulong> w3, out Lanes8<TModulus> result)
    {
        Vector512<ulong> mask = Vector512.Create((ulong)LimbMask);
        Vector512<ulong> t0 = w0 & mask;
        Vector512<ulong> t1 = ((w0 >> 52) | (w1 << 12)) & mask;
        Vector512<ulong> t2 = ((w1 >> 40) | (w2 << 24)) & mask;
        Vector512<ulong> t3 = ((w2 >> 28) | (w3 << 36)) & mask;
        FromColumns(t0.AsInt64(), t1.AsInt64(), t2.AsInt64(), t3.AsInt64(), Wide.ShiftRight(w3.AsInt64(), 16), out result);
    }

    /// <summary>
    /// The sixteenth of the number, in [0, p). A multiple of p brings the number within 0.5 p of zero, another one of 0 to 15 p makes it
    /// one of sixteen; if it is then still below zero, 16 p are missing.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Words8 ToScalarWords(in Lanes8<TModulus> a)
    {
        Vector512<long> quotient = Integer(EstimateQuotient(a));
        Vector512<long> low = Integer(a.Limb0) - (Wide.MultiplyLow(quotient, Vector512.Create((long)TModulus.P0)));
        quotient -= Wide.MultiplyLow(low, Vector512.Create((long)TModulus.NegativeInverse)) & Vector512.Create(15L);
        SubtractMultiple(
            a,
            quotient,
            out Vector512<long> t0,
            out Vector512<long> t1,
            out Vector512<long> t2,
            out Vector512<long> t3,
            out Vector512<long> t4);
        PropagatePositive(LanesTable<TModulus>.Integers + 5, ref t0, ref t1, ref t2, ref t3, ref t4);
        return new(
            ((t0 >>> 4) | (t1 << 48)).AsUInt64(),
            ((t1 >>> 16) | (t2 << 36)).AsUInt64(),
            ((t2 >>> 28) | (t3 << 24)).AsUInt64(),
            ((t3 >>> 40) | (t4 << 12)).AsUInt64());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Words8 ToReducedWords(in Lanes8<TModulus> a)
    {
        SubtractMultiple(
            a,
            Integer(EstimateQuotient(a)),
            out Vector512<long> t0,
            out Vector512<long> t1,
            out Vector512<long> t2,
            out Vector512<long> t3,
            out Vector512<long> t4);
        PropagatePositive(LanesTable<TModulus>.Integers, ref t0, ref t1, ref t2, ref t3, ref t4);
        return Pack(t0, t1, t2, t3, t4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Words8 ToPackedWords(in Lanes8<TModulus> a)
    {
        Vector512<long> t0 = Integer(a.Limb0), t1 = Integer(a.Limb1), t2 = Integer(a.Limb2), t3 = Integer(a.Limb3), t4 = Integer(a.Limb4);
        Propagate(ref t0, ref t1, ref t2, ref t3, ref t4);
        return Pack(t0, t1, t2, t3, t4);
    }

    /// <summary>Columns to limbs of 52 bits, after the addition of a multiple of p, given as limbs, to the lanes below zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PropagatePositive(
        long* multiple,
        ref Vector512<long> t0,
        ref Vector512<long> t1,
        ref Vector512<long> t2,
        ref Vector512<long> t3,
        ref Vector512<long> t4)
    {
        Propagate(ref t0, ref t1, ref t2, ref t3, ref t4);
        Vector512<long> negative = Wide.ShiftRight(t4, 63);
        t0 += negative & Vector512.Create(multiple[0]);
        t1 += negative & Vector512.Create(multiple[1]);
        t2 += negative & Vector512.Create(multiple[2]);
        t3 += negative & Vector512.Create(multiple[3]);
        t4 += negative & Vector512.Create(multiple[4]);
        Propagate(ref t0, ref t1, ref t2, ref t3, ref t4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Words8 Pack(Vector512<long> t0, Vector512<long> t1, Vector512<long> t2, Vector512<long> t3, Vector512<long> t4)
    {
        return new(
            (t0 | (t1 << 52)).AsUInt64(),
            ((t1 >>> 12) | (t2 << 40)).AsUInt64(),
            ((t2 >>> 24) | (t3 << 28)).AsUInt64(),
            ((t3 >>> 36) | (t4 << 16)).AsUInt64());
    }
}
