using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ZeroG.Cryptography.Bn254;

/// <summary>Four numbers of four words, transposed, for half of <see cref="Words8"/> where vectors have 256 bits.</summary>
internal readonly unsafe struct Words4
{
    // Which halves of two vectors _mm256_permute2x128_si256 takes: both lower ones, both upper ones.
    private const byte Lower = 0x20;
    private const byte Upper = 0x31;

    public readonly Vector256<ulong> W0;
    public readonly Vector256<ulong> W1;
    public readonly Vector256<ulong> W2;
    public readonly Vector256<ulong> W3;

    /// <summary>Four vectors transposed: numbers to words, or words to numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Words4(Vector256<ulong> a, Vector256<ulong> b, Vector256<ulong> c, Vector256<ulong> d)
    {
        Vector256<ulong> ab0 = Avx2.UnpackLow(a, b), ab1 = Avx2.UnpackHigh(a, b);
        Vector256<ulong> cd0 = Avx2.UnpackLow(c, d), cd1 = Avx2.UnpackHigh(c, d);
        W0 = Avx2.Permute2x128(ab0, cd0, Lower);
        W1 = Avx2.Permute2x128(ab1, cd1, Lower);
        W2 = Avx2.Permute2x128(ab0, cd0, Upper);
        W3 = Avx2.Permute2x128(ab1, cd1, Upper);
    }

    /// <summary>Four numbers from any places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words4 Load(Limbs4* a, Limbs4* b, Limbs4* c, Limbs4* d) =>
        new(Vector256.Load((ulong*)a), Vector256.Load((ulong*)b), Vector256.Load((ulong*)c), Vector256.Load((ulong*)d));

    /// <summary>Writes four vectors to any places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(Limbs4* a, Limbs4* b, Limbs4* c, Limbs4* d)
    {
        W0.Store((ulong*)a);
        W1.Store((ulong*)b);
        W2.Store((ulong*)c);
        W3.Store((ulong*)d);
    }
}
