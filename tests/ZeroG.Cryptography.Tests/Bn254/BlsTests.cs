using System.Globalization;
using System.Numerics;
using FsCheck.Xunit;
using ZeroG.Cryptography.Bn254;
using ZeroG.Cryptography.Keccak;

namespace ZeroG.Cryptography.Tests.Bn254;

/// <summary>Keys and signatures; the vectors of the protocol are read by the tests of data availability.</summary>
public sealed class BlsTests
{
    private static readonly byte[] Digest = Keccak256.Hash("message"u8);

    public static TheoryData<string> BadKeys => new(
        "",
        "0",
        "01",
        "-1",
        "+1",
        " 1",
        "1 ",
        "1e3",
        "0x10",
        "١٢",
        "12345678901234567890123456789x",
        Fr.Modulus.ToString(CultureInfo.InvariantCulture),
        (Fr.Modulus + 1).ToString(CultureInfo.InvariantCulture),
        new string('9', 77),
        "1" + new string('0', 77),
        new string('9', 1000));

    [Theory]
    [MemberData(nameof(BadKeys))]
    public void BadKey_IsRefused(string digits) => Assert.False(BlsSecretKey.TryParse(digits, out _));

    [Fact]
    public void BadBytesOfAKey_AreRefused()
    {
        Assert.False(BlsSecretKey.TryRead(new byte[32], out _));
        Assert.False(BlsSecretKey.TryRead(new byte[31], out _));
        Assert.False(BlsSecretKey.TryRead(new byte[33], out _));
        Assert.False(BlsSecretKey.TryRead(Bytes(Fr.Modulus), out _));
        Assert.False(BlsSecretKey.TryRead([.. Enumerable.Repeat((byte)0xff, 32)], out _));
        Assert.True(BlsSecretKey.TryRead(Bytes(Fr.Modulus - 1), out BlsSecretKey? greatest));
        Assert.True(BlsSecretKey.TryRead(Bytes(1), out BlsSecretKey? least));
        Assert.Equal(G1Affine.Generator, least.GetPublicKey().G1);
        Assert.Equal(new(-G1Affine.Generator, -G2Affine.Generator), greatest.GetPublicKey());
    }

    [Fact]
    public void ConstantTimeMultiples_EqualTheOthers_AtEdges()
    {
        BigInteger[] scalars =
        [
            1, 2, 15, 16, 17, 255, 256, Fr.Modulus - 1, Fr.Modulus - 2, Fr.Modulus - 16, Fr.Modulus / 2, (Fr.Modulus / 2) + 1,
            BigInteger.Pow(2, 252), BigInteger.Pow(16, 63) - 1, Glv.Lambda.ToBigInteger(),
        ];
        foreach (BigInteger scalar in scalars)
        {
            AssertMultiples(scalar);
        }
    }

    [Property(MaxTest = 40)]
    public void ConstantTimeMultiples_EqualTheOthers(byte[] seed) => AssertMultiples(GroupLawTests.Scalar(seed) + 1);

    [Fact]
    public void CompleteFormulas_HoldForEqualOppositeAndInfinitePoints()
    {
        CompletePoint<Fq, FqCoordinates> p = new(Fq.One, Fq.One.Double(), Fq.One);
        CompletePoint<Fq, FqCoordinates> minus = new(Fq.One, -Fq.One.Double(), Fq.One);
        CompletePoint<Fq, FqCoordinates> infinity = CompletePoint<Fq, FqCoordinates>.Infinity;
        Assert.Equal(G1Affine.Generator.Double().ToAffine(), Affine(p.Add(p)));
        Assert.Equal(G1Affine.Generator.Double().ToAffine(), Affine(p.Double()));
        Assert.True(p.Add(minus).Z.IsZero);
        Assert.False(p.Add(minus).Y.IsZero);
        Assert.Equal(G1Affine.Generator, Affine(p.Add(infinity)));
        Assert.Equal(G1Affine.Generator, Affine(infinity.Add(p)));
        Assert.True(infinity.Add(infinity).Z.IsZero && infinity.Double().Z.IsZero);
        Assert.Equal(G1Affine.Generator, Affine(p.Add(minus).Add(p)));
    }

    [Property(MaxTest = 30)]
    public void Digits_AreThoseThatWereRead(byte[] seed)
    {
        BigInteger scalar = (GroupLawTests.Scalar(seed) >> (seed.Length * 8 % 254)) + 1;
        string digits = scalar.ToString(CultureInfo.InvariantCulture);
        using BlsSecretKey key = Key(scalar);
        char[] written = new char[BlsSecretKey.MaxDigits];
        Assert.Equal(digits, written.AsSpan(0, key.WriteDigits(written)).ToString());
        Assert.DoesNotContain(written.Skip(digits.Length), digit => digit != '\0');
    }

    [Fact]
    public void Key_PrintsAsStars_AndIsUselessOnceCleared()
    {
        BlsSecretKey key = Key(1234567);
        Assert.Equal("********", $"{key}");
        key.Dispose();
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => key.Sign(Digest));
        Assert.Throws<ObjectDisposedException>(() => key.GetPublicKey());
        Assert.Throws<ObjectDisposedException>(() => key.WriteDigits(new char[BlsSecretKey.MaxDigits]));
    }

    [Fact]
    public void GeneratedKeys_Differ_Sign_AndVerify()
    {
        using BlsSecretKey one = BlsSecretKey.Generate();
        using BlsSecretKey other = BlsSecretKey.Generate();
        BlsPublicKey key = one.GetPublicKey();
        Assert.NotEqual(key, other.GetPublicKey());
        Assert.True(key.G1.IsOnCurve() && key.G2.IsInSubgroup());
        G1Affine signature = one.Sign(Digest);
        Assert.True(Bls.Verify(Digest, signature, key.G2));
        Assert.True(Bls.VerifySubmission(Digest, signature, key));
        Assert.True(Bls.VerifyRegistration(Digest, signature, key));
        Assert.False(Bls.Verify(Digest, signature, other.GetPublicKey().G2));
        Assert.False(Bls.Verify(Keccak256.Hash("other"u8), signature, key.G2));
        Assert.False(Bls.Verify(Digest, other.Sign(Digest), key.G2));
    }

    [Fact]
    public void HalvesOfAKey_ThatDoNotBelongTogether_AreRefused()
    {
        BlsPublicKey key = Key(5).GetPublicKey(), other = Key(6).GetPublicKey();
        G1Affine signature = Key(5).Sign(Digest);
        BlsPublicKey mixed = new(other.G1, key.G2);
        Assert.True(Bls.Verify(Digest, signature, mixed.G2));
        Assert.False(Bls.VerifySubmission(Digest, signature, mixed));
        Assert.False(Bls.VerifyRegistration(Digest, signature, mixed));
        Assert.NotEqual(
            Bls.SubmissionGamma(Bls.HashToG1(Digest), signature, key), Bls.RegistrationGamma(Bls.HashToG1(Digest), signature, key));
    }

    [Fact]
    public void BadPoints_NeverVerify()
    {
        G1Affine signature = Key(5).Sign(Digest);
        BlsPublicKey key = Key(5).GetPublicKey();
        G1Affine offCurve = new(signature.X, signature.Y + Fq.One);
        G2Affine outside = PointDecodingTests.OutsideTheSubgroup();
        Assert.False(Bls.Verify(Digest, G1Affine.Infinity, G2Affine.Infinity));
        Assert.False(Bls.Verify(Digest, G1Affine.Infinity, key.G2));
        Assert.False(Bls.Verify(Digest, offCurve, key.G2));
        Assert.False(Bls.Verify(Digest, signature, outside));
        Assert.False(Bls.Verify(Digest, signature, new(key.G2.X, key.G2.Y + Fq2.One)));
        Assert.False(Bls.VerifySubmission(Digest, G1Affine.Infinity, new(G1Affine.Infinity, G2Affine.Infinity)));
        Assert.False(Bls.VerifySubmission(Digest, signature, key with { G1 = offCurve }));
        Assert.False(Bls.VerifySubmission(Digest, offCurve, key));
        Assert.False(Bls.VerifyRegistration(Digest, signature, key with { G2 = outside }));
        Assert.False(Bls.VerifyWith(Fr.One, offCurve, signature, key));
    }

    [Fact]
    public void Aggregates_OfAnyCount_Verify()
    {
        Assert.True(Bls.Aggregate([]).IsInfinity);
        Assert.Equal(new(G1Affine.Infinity, G2Affine.Infinity), BlsPublicKey.Aggregate([]));
        BlsSecretKey[] keys = [.. Enumerable.Range(1, 5).Select(i => Key(i * i))];
        for (int count = 1; count <= keys.Length; count++)
        {
            G1Affine signature = Bls.Aggregate([.. keys.Take(count).Select(key => key.Sign(Digest))]);
            BlsPublicKey key = BlsPublicKey.Aggregate([.. keys.Take(count).Select(key => key.GetPublicKey())]);
            Assert.True(Bls.VerifySubmission(Digest, signature, key));
            Assert.False(Bls.VerifySubmission(Digest, (signature + signature).ToAffine(), key));
        }
    }

    [Fact]
    public void Digest_OfAnotherLength_IsRefused()
    {
        Assert.Throws<ArgumentException>("digest", () => Bls.HashToG1(new byte[31]));
        Assert.Throws<ArgumentException>("digest", () => Bls.HashToG1(new byte[33]));
        Assert.True(Bls.HashToG1([.. Enumerable.Repeat((byte)0xff, 32)]).IsOnCurve());
    }

    private static void AssertMultiples(BigInteger scalar)
    {
        Fr k = Fr.FromBigInteger(scalar);
        using BlsSecretKey key = Key(scalar);
        BlsPublicKey publicKey = key.GetPublicKey();
        Assert.Equal(G1Affine.Generator.Multiply(k).ToAffine(), publicKey.G1);
        Assert.Equal(G2Affine.Generator.Multiply(k).ToAffine(), publicKey.G2);
        Assert.Equal(Bls.HashToG1(Digest).Multiply(k).ToAffine(), key.Sign(Digest));
    }

    private static BlsSecretKey Key(BigInteger scalar)
    {
        Assert.True(BlsSecretKey.TryParse(scalar.ToString(CultureInfo.InvariantCulture), out BlsSecretKey? key));
        return key;
    }

    private static byte[] Bytes(BigInteger value)
    {
        byte[] bytes = new byte[32];
        Assert.True(value.TryWriteBytes(bytes, out _, isUnsigned: true));
        return bytes;
    }

    private static G1Affine Affine(in CompletePoint<Fq, FqCoordinates> point) =>
        new(point.X * point.Z.Inverse(), point.Y * point.Z.Inverse());
}
