using System.Globalization;
using System.Numerics;
using ZeroG.Cryptography.Signatures;

namespace ZeroG.Cryptography.Tests.Signatures;

public sealed class Secp256k1Tests
{
    private const string Zero = "0";
    private const string One = "1";
    private const string Order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
    private const string OrderLessOne = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140";
    private const string FieldPrime = "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f";
    private const string AllOnes = "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff";
    private static readonly byte[] Hash = Number("1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d");
    private static readonly byte[] PrivateKey = Number("4646464646464646464646464646464646464646464646464646464646464646");

    [Theory]
    [InlineData(Zero, false)]
    [InlineData(One, true)]
    [InlineData(OrderLessOne, true)]
    [InlineData(Order, false)]
    [InlineData(AllOnes, false)]
    public void PrivateKey_AtTheEdge_IsAcceptedOnlyBelowTheOrder(string key, bool valid)
    {
        byte[] privateKey = Number(key);

        Assert.Equal(valid, Secp256k1.IsValidPrivateKey(privateKey));
        if (valid)
        {
            Secp256k1Signature signature = Secp256k1.Sign(Hash, privateKey);
            Assert.True(Secp256k1.Verify(Hash, signature, Secp256k1.GetPublicKey(privateKey), requireLowS: true));
        }
        else
        {
            ArgumentException failure = Assert.Throws<ArgumentException>("privateKey", () => Secp256k1.Sign(Hash, privateKey));
            Assert.DoesNotContain(Convert.ToHexStringLower(privateKey), failure.Message, StringComparison.OrdinalIgnoreCase);
            Assert.Throws<ArgumentException>("privateKey", () => Secp256k1.GetPublicKey(privateKey));
        }
    }

    [Theory]
    [InlineData(31)]
    [InlineData(33)]
    public void PrivateKey_WrongLength_IsRefused(int length)
    {
        byte[] privateKey = [.. Enumerable.Repeat((byte)1, length)];

        Assert.False(Secp256k1.IsValidPrivateKey(privateKey));
        Assert.Throws<ArgumentException>("privateKey", () => Secp256k1.Sign(Hash, privateKey));
    }

    /// <summary>The keys of n-1 and 1 are the same point with opposite y.</summary>
    [Fact]
    public void GetPublicKey_OrderLessOne_MirrorsTheBasePoint()
    {
        byte[] basePoint = Secp256k1.GetPublicKey(Number(One));
        byte[] mirrored = Secp256k1.GetPublicKey(Number(OrderLessOne));

        Assert.Equal(basePoint[..32], mirrored[..32]);
        Assert.Equal(basePoint, Secp256k1.Decompress([(byte)(2 + (basePoint[63] & 1)), .. basePoint[..32]]));
        Assert.Equal(mirrored, Secp256k1.Decompress([(byte)(3 - (basePoint[63] & 1)), .. basePoint[..32]]));
    }

    [Fact]
    public void Sign_RandomKeysAndHashes_VerifiesRecoversAndIsLow()
    {
        Random random = new(20);
        for (int i = 0; i < 50; i++)
        {
            byte[] privateKey = new byte[32];
            byte[] hash = new byte[32];
            random.NextBytes(privateKey);
            random.NextBytes(hash);
            byte[] publicKey = Secp256k1.GetPublicKey(privateKey);

            Secp256k1Signature signature = Secp256k1.Sign(hash, privateKey);

            Assert.True(signature.IsLowS);
            Assert.Equal(signature, Secp256k1.Sign(hash, privateKey));
            Assert.True(Secp256k1.Verify(hash, signature, publicKey));
            Assert.True(Secp256k1.TryRecover(hash, signature, out byte[]? recovered));
            Assert.Equal(publicKey, recovered);
            Assert.Equal(publicKey, Secp256k1.Decompress(Secp256k1.Compress(publicKey)));
            hash[i % 32] ^= 1;
            Assert.False(Secp256k1.Verify(hash, signature, publicKey));
            Assert.False(Secp256k1.TryRecover(hash, signature, out recovered) && recovered.AsSpan().SequenceEqual(publicKey));
        }
    }

    /// <summary>A hash of n or more, and zero, are legal: only their value modulo n counts.</summary>
    [Theory]
    [InlineData(Zero)]
    [InlineData(Order)]
    [InlineData(AllOnes)]
    public void Sign_HashAtTheEdge_VerifiesAndRecovers(string hash)
    {
        byte[] publicKey = Secp256k1.GetPublicKey(PrivateKey);

        Secp256k1Signature signature = Secp256k1.Sign(Number(hash), PrivateKey);

        Assert.True(Secp256k1.Verify(Number(hash), signature, publicKey));
        Assert.True(Secp256k1.TryRecover(Number(hash), signature, out byte[]? recovered));
        Assert.Equal(publicKey, recovered);
    }

    [Fact]
    public void Verify_MirroredSignature_IsRefusedOnlyWhenLowSIsRequired()
    {
        byte[] publicKey = Secp256k1.GetPublicKey(PrivateKey);
        Secp256k1Signature low = Secp256k1.Sign(Hash, PrivateKey);
        BigInteger mirrored = Parse(Order) - new BigInteger(low.S, isUnsigned: true, isBigEndian: true);
        Secp256k1Signature high = new(low.R, Number(mirrored.ToString("x")), 1 - low.YParity);

        Assert.False(high.IsLowS);
        Assert.True(Secp256k1.Verify(Hash, high, publicKey));
        Assert.False(Secp256k1.Verify(Hash, high, publicKey, requireLowS: true));
        Assert.True(Secp256k1.TryRecover(Hash, high, out byte[]? recovered));
        Assert.Equal(publicKey, recovered);
        Assert.False(Secp256k1.TryRecover(Hash, high, out _, requireLowS: true));
    }

    public static MatrixTheoryData<string, string> EdgeScalars =>
        new([Zero, One, OrderLessOne, Order, AllOnes], [Zero, One, OrderLessOne, Order, AllOnes]);

    /// <summary>No forged pair of edge values verifies, and those outside [1, n-1] recover no key.</summary>
    [Theory]
    [MemberData(nameof(EdgeScalars))]
    public void Verify_EdgeScalars_IsFalse(string r, string s)
    {
        bool inRange = r is One or OrderLessOne && s is One or OrderLessOne;
        foreach (int yParity in (int[])[0, 1])
        {
            Secp256k1Signature signature = new(Number(r), Number(s), yParity);

            Assert.False(Secp256k1.Verify(Hash, signature, Secp256k1.GetPublicKey(PrivateKey)));
            if (Secp256k1.TryRecover(Hash, signature, out byte[]? recovered))
            {
                Assert.True(inRange);
                Assert.True(Secp256k1.Verify(Hash, signature, recovered));
            }
        }
    }

    [Fact]
    public void Recover_RNotOnTheCurve_IsFalse()
    {
        // x = 5 gives x³ + 7 = 132, which has no square root modulo the field's prime.
        Secp256k1Signature signature = new(Number("5"), Number(One), 0);

        Assert.False(Secp256k1.TryRecover(Hash, signature, out _));
        Assert.Throws<ArgumentException>("compressed", () => Secp256k1.Decompress([0x02, .. Number("5")]));
    }

    [Fact]
    public void Recover_KeyAtInfinity_IsFalse()
    {
        // With R = G, s = e makes sR - eG the point at infinity.
        byte[] basePoint = Secp256k1.GetPublicKey(Number(One));
        Secp256k1Signature signature = new(basePoint.AsSpan(0, 32), Hash, basePoint[63] & 1);

        Assert.False(Secp256k1.TryRecover(Hash, signature, out _));
    }

    [Theory]
    [InlineData(Zero, Zero)]
    [InlineData(FieldPrime, One)]
    [InlineData(One, FieldPrime)]
    [InlineData(AllOnes, AllOnes)]
    [InlineData(One, One)]
    public void Verify_KeyNotOnTheCurve_IsFalse(string x, string y) =>
        Assert.False(Secp256k1.Verify(Hash, Secp256k1.Sign(Hash, PrivateKey), [.. Number(x), .. Number(y)]));

    [Theory]
    [InlineData(0x04, One)]
    [InlineData(0x00, One)]
    [InlineData(0x02, FieldPrime)]
    [InlineData(0x03, AllOnes)]
    public void Decompress_WrongPrefixOrX_IsRefused(byte prefix, string x) =>
        Assert.Throws<ArgumentException>("compressed", () => Secp256k1.Decompress([prefix, .. Number(x)]));

    [Fact]
    public void AnyMethod_WrongLength_IsRefused()
    {
        Secp256k1Signature signature = Secp256k1.Sign(Hash, PrivateKey);

        Assert.Throws<ArgumentException>("hash", () => Secp256k1.Sign(Hash.AsSpan(1), PrivateKey));
        Assert.Throws<ArgumentException>("hash", () => Secp256k1.TryRecover(Hash.AsSpan(1), signature, out _));
        Assert.Throws<ArgumentException>("publicKey", () => Secp256k1.Verify(Hash, signature, new byte[65]));
        Assert.Throws<ArgumentException>("publicKey", () => Secp256k1.Compress(new byte[65]));
        Assert.Throws<ArgumentException>("compressed", () => Secp256k1.Decompress(new byte[32]));
    }

    private static BigInteger Parse(string hex) => BigInteger.Parse("0" + hex, NumberStyles.HexNumber);

    private static byte[] Number(string hex) => Convert.FromHexString(hex.PadLeft(64, '0')[^64..]);
}
