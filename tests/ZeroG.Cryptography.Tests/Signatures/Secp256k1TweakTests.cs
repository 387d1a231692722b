using System.Numerics;
using ZeroG.Cryptography.Signatures;

namespace ZeroG.Cryptography.Tests.Signatures;

public class Secp256k1TweakTests
{
    private static readonly BigInteger N =
        BigInteger.Parse("115792089237316195423570985008687907852837564279074904382605163141518161494337");

    [Fact]
    public void TryAdd_RandomAndEdgeValues_AgreesWithBigIntegersAndWithThePublicSide()
    {
        Random random = new(7);
        List<BigInteger> values =
            [1, 2, N - 1, N - 2, N / 2, (BigInteger.One << 64) - 1, BigInteger.One << 64, (BigInteger.One << 192) - 1];
        for (int i = 0; i < 6; i++)
        {
            byte[] bytes = new byte[32];
            random.NextBytes(bytes);
            values.Add((new BigInteger(bytes, isUnsigned: true) % (N - 1)) + 1);
        }

        foreach (BigInteger key in values)
        {
            foreach (BigInteger tweak in values)
            {
                byte[] sum = new byte[32];
                bool ok = Secp256k1Tweak.TryAddToPrivateKey(Bytes(key), Bytes(tweak), sum);
                BigInteger expected = (key + tweak) % N;
                Assert.Equal(Bytes(expected), sum);
                Assert.Equal(!expected.IsZero, ok);
                Assert.Equal(ok, Secp256k1Tweak.TryAddToPublicKey(Secp256k1.GetPublicKey(Bytes(key)), Bytes(tweak), out byte[]? point));
                Assert.Equal(ok ? Secp256k1.GetPublicKey(sum) : null, point);
            }
        }
    }

    [Fact]
    public void TryAdd_ZeroTweak_ChangesNothing()
    {
        byte[] key = Bytes(42);
        Assert.True(Secp256k1Tweak.TryAddToPrivateKey(key, new byte[32], key));
        Assert.Equal(Bytes(42), key);
        byte[] publicKey = Secp256k1.GetPublicKey(key);
        Assert.True(Secp256k1Tweak.TryAddToPublicKey(publicKey, new byte[32], out byte[]? same));
        Assert.Equal(publicKey, same);
    }

    [Fact]
    public void TryAdd_TweakOfTheOrderOrMore_IsFalse()
    {
        byte[] result = [.. Enumerable.Repeat((byte)7, 32)];
        Assert.False(Secp256k1Tweak.TryAddToPrivateKey(Bytes(1), Bytes(N), result));
        Assert.Equal(new byte[32], result);
        Assert.False(Secp256k1Tweak.TryAddToPublicKey(Secp256k1.GetPublicKey(Bytes(1)), Bytes(N), out _));
    }

    [Fact]
    public void TryAddToPublicKey_PointOffTheCurve_IsFalse()
    {
        Assert.False(Secp256k1Tweak.TryAddToPublicKey([.. Bytes(1), .. Bytes(1)], Bytes(1), out _));
        Assert.False(Secp256k1Tweak.TryAddToPublicKey([.. Enumerable.Repeat((byte)0xFF, 64)], Bytes(1), out _));
    }

    private static byte[] Bytes(BigInteger value)
    {
        byte[] bytes = new byte[32];
        byte[] digits = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        digits.CopyTo(bytes, 32 - digits.Length);
        return bytes;
    }
}
