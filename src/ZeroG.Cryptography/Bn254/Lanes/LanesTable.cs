using System.Numerics;
using System.Runtime.InteropServices;

namespace ZeroG.Cryptography.Bn254;

/// <summary>What <see cref="Lanes8{TModulus}"/> needs to know of a modulus, computed from it once.</summary>
internal static unsafe class LanesTable<TModulus>
    where TModulus : struct, IModulus
{
    /// <summary>Numbers that one factor of <see cref="Lanes8{TModulus}.MultiplyFixed"/> takes.</summary>
    public const int FactorLength = Limbs * Limbs;

    /// <summary>Where the limbs of 2^-52, 2^-104, 2^-156 and 2^-208 mod p begin, each the one nearest to zero.</summary>
    public const int Powers = 0;

    /// <summary>Where the limbs of p begin.</summary>
    public const int Modulus = 4 * Limbs;

    /// <summary>Where -1/p mod 2^52 is, the one nearest to zero.</summary>
    public const int NegativeInverse = 5 * Limbs;

    /// <summary>Where 2^208/p is.</summary>
    public const int Quotient = NegativeInverse + 1;

    private const int Limbs = 5;
    private const int LimbBits = 52;
    private const int Length = Quotient + 1;
    private const int IntegerLength = 2 * Limbs;

    // 2^52, 2^104 and so on to 2^260, mod p, as they are.
    private static readonly Limbs4[] Shifts = [.. Enumerable.Range(1, Limbs).Select(i => Plain(BigInteger.One << (LimbBits * i)))];

    /// <summary>The numbers as doubles, aligned to a cache line, for the life of the process.</summary>
    public static readonly double* Pointer = Create();

    /// <summary>The limbs of p, and those of 16 p without signs, as integers.</summary>
    public static readonly long* Integers = CreateIntegers();

    /// <summary>
    /// Spreads a factor out for <see cref="Lanes8{TModulus}.MultiplyFixed"/>: the limbs of w·2^52, w·2^104 and so on to w·2^260 mod p,
    /// each the one nearest to zero.
    /// </summary>
    /// <param name="montgomery">The factor w, canonical, in the form of the scalar code.</param>
    /// <param name="target">Receives <see cref="FactorLength"/> numbers.</param>
    public static void WriteFactor(in Limbs4 montgomery, double* target)
    {
        for (int i = 0; i < Limbs; i++)
        {
            WriteCentered(Montgomery<TModulus>.Multiply(montgomery, Shifts[i]), target + (i * Limbs));
        }
    }

    /// <summary>Five signed limbs of an integer below p, or of that minus p if it is nearer to zero.</summary>
    private static void WriteCentered(in Limbs4 integer, double* target)
    {
        Span<long> limbs = stackalloc long[Limbs];
        Split(integer, limbs);

        // The top limb decides as well as all of them would: nothing depends on the last bit of a half.
        if (limbs[Limbs - 1] > (long)(TModulus.P3 >> 17))
        {
            Span<long> modulus = stackalloc long[Limbs];
            Split(new(TModulus.P0, TModulus.P1, TModulus.P2, TModulus.P3), modulus);
            for (int i = 0; i < Limbs; i++)
            {
                limbs[i] -= modulus[i];
            }
        }

        for (int i = 0; i < Limbs - 1; i++)
        {
            long carry = (limbs[i] + (1L << (LimbBits - 1))) >> LimbBits;
            limbs[i + 1] += carry;
            target[i] = limbs[i] - (carry << LimbBits);
        }

        target[Limbs - 1] = limbs[Limbs - 1];
    }

    private static void Split(in Limbs4 integer, Span<long> limbs)
    {
        const ulong Mask = (1UL << LimbBits) - 1;
        limbs[0] = (long)(integer.L0 & Mask);
        limbs[1] = (long)(((integer.L0 >> 52) | (integer.L1 << 12)) & Mask);
        limbs[2] = (long)(((integer.L1 >> 40) | (integer.L2 << 24)) & Mask);
        limbs[3] = (long)(((integer.L2 >> 28) | (integer.L3 << 36)) & Mask);
        limbs[4] = (long)(integer.L3 >> 16);
    }

    private static double* Create()
    {
        double* table = (double*)NativeMemory.AlignedAlloc(Length * sizeof(double), 64);
        BigInteger modulus = Montgomery<TModulus>.Modulus;
        BigInteger radix = BigInteger.One << LimbBits;
        BigInteger inverseRadix = BigInteger.ModPow(radix, modulus - 2, modulus);
        BigInteger power = 1;
        for (int i = 0; i < 4; i++)
        {
            power = power * inverseRadix % modulus;
            WriteCentered(Plain(power), table + Powers + (i * Limbs));
        }

        // Newton's iteration doubles the bits in which a number is the inverse.
        BigInteger inverse = 1;
        for (int bits = 1; bits < LimbBits; bits *= 2)
        {
            inverse = inverse * (2 - (modulus * inverse)) & (radix - 1);
        }

        table[NegativeInverse] = (double)(inverse > radix / 2 ? radix - inverse : -inverse);
        table[Quotient] = Math.Pow(2, 208) / (double)modulus;
        Span<long> limbs = stackalloc long[Limbs];
        SplitSigned(limbs);
        for (int i = 0; i < Limbs; i++)
        {
            table[Modulus + i] = limbs[i];
        }

        return table;
    }

    private static long* CreateIntegers()
    {
        long* table = (long*)NativeMemory.AlignedAlloc(IntegerLength * sizeof(long), 64);
        SplitSigned(new Span<long>(table, Limbs));
        BigInteger multiple = Montgomery<TModulus>.Modulus << 4;
        for (int i = 0; i < Limbs; i++)
        {
            table[Limbs + i] = (long)((multiple >> (LimbBits * i)) & ((1L << LimbBits) - 1));
        }

        return table;
    }

    private static void SplitSigned(Span<long> limbs)
    {
        Split(new(TModulus.P0, TModulus.P1, TModulus.P2, TModulus.P3), limbs);
        for (int i = 0; i < Limbs - 1; i++)
        {
            long carry = (limbs[i] + (1L << (LimbBits - 1))) >> LimbBits;
            limbs[i + 1] += carry;
            limbs[i] -= carry << LimbBits;
        }
    }

    private static Limbs4 Plain(BigInteger value)
    {
        Span<byte> bytes = stackalloc byte[Montgomery<TModulus>.Size];
        bytes.Clear();
        (value % Montgomery<TModulus>.Modulus).TryWriteBytes(bytes, out _, isUnsigned: true);
        return Montgomery<TModulus>.ReadLittleEndian(bytes);
    }
}
