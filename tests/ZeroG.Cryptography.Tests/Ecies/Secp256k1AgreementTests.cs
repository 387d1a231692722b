using Org.BouncyCastle.Crypto.Agreement;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using ZeroG.Cryptography.Ecies;
using ZeroG.Cryptography.Signatures;

namespace ZeroG.Cryptography.Tests.Ecies;

public sealed class Secp256k1AgreementTests
{
    private static readonly byte[] Greatest =
        [.. Convert.FromHexString("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364140")];

    [Fact]
    public void TryAgree_RandomAndEdgeKeys_IsTheSameFromBothSidesAndByAnotherLibrary()
    {
        Random random = new(3);
        List<byte[]> keys = [[.. new byte[31], 1], [.. new byte[31], 2], Greatest];
        for (int i = 0; i < 5; i++)
        {
            byte[] key = new byte[32];
            random.NextBytes(key);
            keys.Add(key);
        }

        foreach (byte[] left in keys)
        {
            foreach (byte[] right in keys)
            {
                byte[] there = new byte[32];
                byte[] back = new byte[32];
                Assert.True(Secp256k1Agreement.TryAgree(left, Secp256k1.GetPublicKey(right), there));
                Assert.True(Secp256k1Agreement.TryAgree(right, Secp256k1.GetPublicKey(left), back));
                Assert.Equal(there, back);
                Assert.Equal(ByAnotherWay(left, right), there);
            }
        }
    }

    [Fact]
    public void TryAgreePoint_FromBothSides_IsTheSamePointOfTheCurve()
    {
        byte[] left = [.. new byte[31], 9];
        foreach (byte[] right in (byte[][])[[.. new byte[31], 1], [.. new byte[31], 77], Greatest])
        {
            byte[] there = new byte[64];
            byte[] back = new byte[64];
            byte[] x = new byte[32];
            Assert.True(Secp256k1Agreement.TryAgreePoint(left, Secp256k1.GetPublicKey(right), there));
            Assert.True(Secp256k1Agreement.TryAgreePoint(right, Secp256k1.GetPublicKey(left), back));
            Assert.True(Secp256k1Agreement.TryAgree(left, Secp256k1.GetPublicKey(right), x));
            Assert.Equal(there, back);
            Assert.Equal(x, there[..32]);
            Assert.True(Secp256k1.IsValidPublicKey(there));
        }
    }

    [Fact]
    public void TryAgreePoint_PointOffTheCurveOrWrongRoom_IsRefused()
    {
        byte[] key = [.. new byte[31], 1];

        Assert.False(Secp256k1Agreement.TryAgreePoint(key, new byte[64], new byte[64]));
        Assert.Throws<ArgumentException>(() => Secp256k1Agreement.TryAgreePoint(key, Secp256k1.GetPublicKey(key), new byte[32]));
    }

    [Fact]
    public void TryAgree_PointOffTheCurve_IsFalse()
    {
        byte[] off = Secp256k1.GetPublicKey([.. new byte[31], 5]);
        off[63] ^= 1;

        Assert.False(Secp256k1Agreement.TryAgree([.. new byte[31], 1], off, new byte[32]));
        Assert.False(Secp256k1Agreement.TryAgree([.. new byte[31], 1], new byte[64], new byte[32]));
        Assert.False(Secp256k1.IsValidPublicKey(off));
        Assert.False(Secp256k1.IsValidPublicKey(off.AsSpan(1)));
    }

    [Theory]
    [InlineData(32, 63, 32)]
    [InlineData(31, 64, 32)]
    [InlineData(32, 64, 31)]
    public void TryAgree_WrongLength_IsRefused(int privateKey, int publicKey, int shared) => Assert.Throws<ArgumentException>(() =>
        Secp256k1Agreement.TryAgree([.. Enumerable.Repeat((byte)1, privateKey)], new byte[publicKey], new byte[shared]));

    [Fact]
    public void TryAgree_KeyOutOfRange_IsRefused()
    {
        byte[] publicKey = Secp256k1.GetPublicKey([.. new byte[31], 1]);

        Assert.Throws<ArgumentException>(() => Secp256k1Agreement.TryAgree(new byte[32], publicKey, new byte[32]));
        Assert.Throws<ArgumentException>(() => Secp256k1Agreement.TryAgree([.. Greatest[..31], 0x41], publicKey, new byte[32]));
    }

    private static byte[] ByAnotherWay(byte[] left, byte[] right)
    {
        Org.BouncyCastle.Asn1.X9.X9ECParameters curve = Org.BouncyCastle.Asn1.Sec.SecNamedCurves.GetByName("secp256k1");
        ECDomainParameters domain = new(curve);
        ECDHBasicAgreement agreement = new();
        agreement.Init(new ECPrivateKeyParameters(new BigInteger(1, left), domain));
        BigInteger shared = agreement.CalculateAgreement(new ECPublicKeyParameters(curve.G.Multiply(new BigInteger(1, right)), domain));
        return Org.BouncyCastle.Utilities.BigIntegers.AsUnsignedByteArray(32, shared);
    }
}
