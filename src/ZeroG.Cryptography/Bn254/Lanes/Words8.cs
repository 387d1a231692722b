using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// Eight numbers of four words, transposed: vector i has word i of all. Elements come as halves and whole vectors, never word by word.
/// </summary>
internal readonly unsafe struct Words8
{
    // Which quarters of two vectors _mm512_shuffle_i64x2 takes: those of even and odd number, the lower and the upper ones.
    private const byte Even = 0b10_00_10_00;
    private const byte Odd = 0b11_01_11_01;
    private const byte Lower = 0b01_00_01_00;
    private const byte Upper = 0b11_10_11_10;

    public readonly Vector512<ulong> W0;
    public readonly Vector512<ulong> W1;
    public readonly Vector512<ulong> W2;
    public readonly Vector512<ulong> W3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Words8(Vector512<ulong> w0, Vector512<ulong> w1, Vector512<ulong> w2, Vector512<ulong> w3)
    {
        W0 = w0;
        W1 = w1;
        W2 = w2;
        W3 = w3;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Words8(in Words4 lower, in Words4 upper)
        : this(
            Vector512.Create(lower.W0, upper.W0),
            Vector512.Create(lower.W1, upper.W1),
            Vector512.Create(lower.W2, upper.W2),
            Vector512.Create(lower.W3, upper.W3))
    {
    }

    /// <summary>The first four numbers, one in each vector.</summary>
    private Words4 Lower4 => new(W0.GetLower(), W1.GetLower(), W2.GetLower(), W3.GetLower());

    /// <summary>The last four numbers, one in each vector.</summary>
    private Words4 Upper4 => new(W0.GetUpper(), W1.GetUpper(), W2.GetUpper(), W3.GetUpper());

    /// <summary>Eight adjacent numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words8 Load(Limbs4* source) => Avx512F.IsSupported
        ? Transpose(Join(source, source + 2), Join(source + 1, source + 3), Join(source + 4, source + 6), Join(source + 5, source + 7))
        : new(
            Words4.Load(source, source + 1, source + 2, source + 3), Words4.Load(source + 4, source + 5, source + 6, source + 7));

    /// <summary>Eight numbers at any places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words8 Gather(Limbs4* source, uint* indices) => Avx512F.IsSupported
        ? Transpose(
            Join(source + indices[0], source + indices[2]),
            Join(source + indices[1], source + indices[3]),
            Join(source + indices[4], source + indices[6]),
            Join(source + indices[5], source + indices[7]))
        : new(
            Words4.Load(source + indices[0], source + indices[1], source + indices[2], source + indices[3]),
            Words4.Load(source + indices[4], source + indices[5], source + indices[6], source + indices[7]));

    /// <summary>Eight pairs of numbers at any places; pair i is numbers 2i and 2i + 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void GatherPairs(Limbs4* source, uint* indices, out Words8 first, out Words8 second)
    {
        if (!Avx512F.IsSupported)
        {
            first = new(GatherHalf(source, indices, 0), GatherHalf(source, indices + 4, 0));
            second = new(GatherHalf(source, indices, 1), GatherHalf(source, indices + 4, 1));
            return;
        }

        Vector512<ulong> z0 = Pair(source, indices[0]), z1 = Pair(source, indices[1]);
        Vector512<ulong> z2 = Pair(source, indices[2]), z3 = Pair(source, indices[3]);
        Vector512<ulong> z4 = Pair(source, indices[4]), z5 = Pair(source, indices[5]);
        Vector512<ulong> z6 = Pair(source, indices[6]), z7 = Pair(source, indices[7]);

        // Quarters: word 0 (or 1, of the odd ones) and 2 of the first number for two pairs, then of the second.
        Vector512<ulong> e01 = Avx512F.UnpackLow(z0, z1), o01 = Avx512F.UnpackHigh(z0, z1);
        Vector512<ulong> e23 = Avx512F.UnpackLow(z2, z3), o23 = Avx512F.UnpackHigh(z2, z3);
        Vector512<ulong> e45 = Avx512F.UnpackLow(z4, z5), o45 = Avx512F.UnpackHigh(z4, z5);
        Vector512<ulong> e67 = Avx512F.UnpackLow(z6, z7), o67 = Avx512F.UnpackHigh(z6, z7);
        Vector512<ulong> w0 = Avx512F.Shuffle4x128(e01, e23, Even), w0b = Avx512F.Shuffle4x128(e45, e67, Even);
        Vector512<ulong> w1 = Avx512F.Shuffle4x128(o01, o23, Even), w1b = Avx512F.Shuffle4x128(o45, o67, Even);
        Vector512<ulong> w2 = Avx512F.Shuffle4x128(e01, e23, Odd), w2b = Avx512F.Shuffle4x128(e45, e67, Odd);
        Vector512<ulong> w3 = Avx512F.Shuffle4x128(o01, o23, Odd), w3b = Avx512F.Shuffle4x128(o45, o67, Odd);
        first = new(
            Avx512F.Shuffle4x128(w0, w0b, Even),
            Avx512F.Shuffle4x128(w1, w1b, Even),
            Avx512F.Shuffle4x128(w2, w2b, Even),
            Avx512F.Shuffle4x128(w3, w3b, Even));
        second = new(
            Avx512F.Shuffle4x128(w0, w0b, Odd),
            Avx512F.Shuffle4x128(w1, w1b, Odd),
            Avx512F.Shuffle4x128(w2, w2b, Odd),
            Avx512F.Shuffle4x128(w3, w3b, Odd));
    }

    /// <summary>Writes pairs of numbers to any places; pair i is numbers 2i and 2i + 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ScatterPairs(in Words8 first, in Words8 second, Limbs4* target, uint* indices)
    {
        if (!Avx512F.IsSupported)
        {
            ScatterHalf(first.Lower4, target, indices, 0);
            ScatterHalf(first.Upper4, target, indices + 4, 0);
            ScatterHalf(second.Lower4, target, indices, 1);
            ScatterHalf(second.Upper4, target, indices + 4, 1);
            return;
        }

        ScatterPairs(
            Avx512F.UnpackLow(first.W0, first.W1),
            Avx512F.UnpackLow(first.W2, first.W3),
            Avx512F.UnpackLow(second.W0, second.W1),
            Avx512F.UnpackLow(second.W2, second.W3),
            target,
            indices);
        ScatterPairs(
            Avx512F.UnpackHigh(first.W0, first.W1),
            Avx512F.UnpackHigh(first.W2, first.W3),
            Avx512F.UnpackHigh(second.W0, second.W1),
            Avx512F.UnpackHigh(second.W2, second.W3),
            target,
            indices + 1);
    }

    /// <summary>Writes eight adjacent numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(Limbs4* target)
    {
        if (!Avx512F.IsSupported)
        {
            Lower4.Store(target, target + 1, target + 2, target + 3);
            Upper4.Store(target + 4, target + 5, target + 6, target + 7);
            return;
        }

        Untranspose(out Vector512<ulong> z01, out Vector512<ulong> z23, out Vector512<ulong> z45, out Vector512<ulong> z67);
        z01.Store((ulong*)target);
        z23.Store((ulong*)(target + 2));
        z45.Store((ulong*)(target + 4));
        z67.Store((ulong*)(target + 6));
    }

    /// <summary>Writes numbers to any places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Scatter(Limbs4* target, uint* indices)
    {
        if (!Avx512F.IsSupported)
        {
            Lower4.Store(target + indices[0], target + indices[1], target + indices[2], target + indices[3]);
            Upper4.Store(target + indices[4], target + indices[5], target + indices[6], target + indices[7]);
            return;
        }

        Untranspose(out Vector512<ulong> z01, out Vector512<ulong> z23, out Vector512<ulong> z45, out Vector512<ulong> z67);
        z01.GetLower().Store((ulong*)(target + indices[0]));
        z01.GetUpper().Store((ulong*)(target + indices[1]));
        z23.GetLower().Store((ulong*)(target + indices[2]));
        z23.GetUpper().Store((ulong*)(target + indices[3]));
        z45.GetLower().Store((ulong*)(target + indices[4]));
        z45.GetUpper().Store((ulong*)(target + indices[5]));
        z67.GetLower().Store((ulong*)(target + indices[6]));
        z67.GetUpper().Store((ulong*)(target + indices[7]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Words4 GatherHalf(Limbs4* source, uint* pairs, int member)
    {
        source += member;
        return Words4.Load(
            source + (2 * (nuint)pairs[0]),
            source + (2 * (nuint)pairs[1]),
            source + (2 * (nuint)pairs[2]),
            source + (2 * (nuint)pairs[3]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ScatterHalf(in Words4 numbers, Limbs4* target, uint* pairs, int member)
    {
        target += member;
        numbers.Store(
            target + (2 * (nuint)pairs[0]),
            target + (2 * (nuint)pairs[1]),
            target + (2 * (nuint)pairs[2]),
            target + (2 * (nuint)pairs[3]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Join(Limbs4* lower, Limbs4* upper) =>
        Vector512.Create(Vector256.Load((ulong*)lower), Vector256.Load((ulong*)upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Pair(Limbs4* source, uint index) => Vector512.Load((ulong*)(source + (2 * (nuint)index)));

    /// <summary>Of numbers 0 and 2, 1 and 3, 4 and 6, 5 and 7: an order in which pairs of words end up side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Words8 Transpose(Vector512<ulong> z02, Vector512<ulong> z13, Vector512<ulong> z46, Vector512<ulong> z57)
    {
        Vector512<ulong> e0 = Avx512F.UnpackLow(z02, z13), o0 = Avx512F.UnpackHigh(z02, z13);
        Vector512<ulong> e4 = Avx512F.UnpackLow(z46, z57), o4 = Avx512F.UnpackHigh(z46, z57);
        return new(
            Avx512F.Shuffle4x128(e0, e4, Even),
            Avx512F.Shuffle4x128(o0, o4, Even),
            Avx512F.Shuffle4x128(e0, e4, Odd),
            Avx512F.Shuffle4x128(o0, o4, Odd));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Untranspose(out Vector512<ulong> z01, out Vector512<ulong> z23, out Vector512<ulong> z45, out Vector512<ulong> z67)
    {
        // Quarters: the lower (or upper) half of numbers 0, 2, 4, 6, and of 1, 3, 5, 7.
        Vector512<ulong> lowerEven = Avx512F.UnpackLow(W0, W1), upperEven = Avx512F.UnpackLow(W2, W3);
        Vector512<ulong> lowerOdd = Avx512F.UnpackHigh(W0, W1), upperOdd = Avx512F.UnpackHigh(W2, W3);
        Vector512<ulong> even0 = Avx512F.Shuffle4x128(lowerEven, upperEven, Lower), odd0 = Avx512F.Shuffle4x128(lowerOdd, upperOdd, Lower);
        Vector512<ulong> even4 = Avx512F.Shuffle4x128(lowerEven, upperEven, Upper), odd4 = Avx512F.Shuffle4x128(lowerOdd, upperOdd, Upper);
        z01 = Avx512F.Shuffle4x128(even0, odd0, Even);
        z23 = Avx512F.Shuffle4x128(even0, odd0, Odd);
        z45 = Avx512F.Shuffle4x128(even4, odd4, Even);
        z67 = Avx512F.Shuffle4x128(even4, odd4, Odd);
    }

    /// <summary>Writes pairs 0, 2, 4 and 6, of which a, b, c, d have a quarter in every quarter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ScatterPairs(
        Vector512<ulong> a, Vector512<ulong> b, Vector512<ulong> c, Vector512<ulong> d, Limbs4* target, uint* indices)
    {
        Vector512<ulong> ab0 = Avx512F.Shuffle4x128(a, b, Lower), cd0 = Avx512F.Shuffle4x128(c, d, Lower);
        Vector512<ulong> ab4 = Avx512F.Shuffle4x128(a, b, Upper), cd4 = Avx512F.Shuffle4x128(c, d, Upper);
        Avx512F.Shuffle4x128(ab0, cd0, Even).Store((ulong*)(target + (2 * (nuint)indices[0])));
        Avx512F.Shuffle4x128(ab0, cd0, Odd).Store((ulong*)(target + (2 * (nuint)indices[2])));
        Avx512F.Shuffle4x128(ab4, cd4, Even).Store((ulong*)(target + (2 * (nuint)indices[4])));
        Avx512F.Shuffle4x128(ab4, cd4, Odd).Store((ulong*)(target + (2 * (nuint)indices[6])));
    }
}
