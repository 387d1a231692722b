using System.Numerics;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.Cryptography.Tests.Bn254;

/// <summary>The quick inverse of public numbers, against Fermat's way and its own definition.</summary>
public sealed class InverseOfPublicTests
{
    [Fact]
    public void Inverse_IsThatOfFermat() => CheckAll<FqModulus>();

    [Fact]
    public void Inverse_IsThatOfFermat_ForScalars() => CheckAll<FrModulus>();

    private static void CheckAll<TModulus>()
        where TModulus : struct, IModulus
    {
        BigInteger p = Montgomery<TModulus>.Modulus;
        List<BigInteger> values =
            [0, 1, 2, 3, p - 1, p - 2, p / 2, (p / 2) + 1, ulong.MaxValue, p >> 62, p >> 124, p - (BigInteger.One << 192)];
        for (int bit = 0; bit < 254; bit++)
        {
            values.Add((BigInteger.One << bit) % p);
            values.Add(((BigInteger.One << bit) - 1) % p);
        }

        Random random = new(11);
        byte[] bytes = new byte[32];
        for (int i = 0; i < 2000; i++)
        {
            random.NextBytes(bytes);
            values.Add(new BigInteger(bytes.AsSpan(0, 1 + (i % 32)), isUnsigned: true) % p);
        }

        foreach (BigInteger value in values)
        {
            Limbs4 a = Montgomery<TModulus>.FromBigInteger(value);
            Limbs4 inverse = Montgomery<TModulus>.InverseOfPublic(a);
            Assert.Equal(Montgomery<TModulus>.Inverse(a), inverse);
            Assert.Equal(value.IsZero ? default : TModulus.R, Montgomery<TModulus>.Multiply(a, inverse));
        }
    }
}
