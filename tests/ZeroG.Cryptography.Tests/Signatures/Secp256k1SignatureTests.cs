using ZeroG.Cryptography.Signatures;

namespace ZeroG.Cryptography.Tests.Signatures;

public sealed class Secp256k1SignatureTests
{
    private static readonly byte[] R = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private static readonly byte[] S = [.. Enumerable.Range(65, 32).Select(i => (byte)i)];

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(27, 0)]
    [InlineData(28, 1)]
    public void TryParse_KnownV_GivesParity(byte v, int yParity)
    {
        Assert.True(Secp256k1Signature.TryParse([.. R, .. S, v], out Secp256k1Signature signature));

        Assert.Equal(new Secp256k1Signature(R, S, yParity), signature);
        Assert.Equal([.. R, .. S, (byte)(27 + yParity)], signature.ToBytes());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(26)]
    [InlineData(29)]
    [InlineData(37)]
    [InlineData(255)]
    public void TryParse_UnknownV_IsFalse(byte v) => Assert.False(Secp256k1Signature.TryParse([.. R, .. S, v], out _));

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(66)]
    public void TryParse_WrongLength_IsFalse(int length) => Assert.False(Secp256k1Signature.TryParse(new byte[length], out _));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void TryParse_CompactForm_EqualsFullForm(int yParity)
    {
        Secp256k1Signature signature = new(R, S, yParity);

        byte[] compact = [.. R, (byte)(S[0] | (yParity << 7)), .. S[1..]];

        Assert.True(Secp256k1Signature.TryParse(compact, out Secp256k1Signature parsed));
        Assert.Equal(signature, parsed);
    }

    /// <summary>(n-1)/2 is the last low s.</summary>
    [Theory]
    [InlineData("7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0", true)]
    [InlineData("7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a1", false)]
    public void IsLowS_AroundHalfTheOrder_ChangesThere(string s, bool low) =>
        Assert.Equal(low, new Secp256k1Signature(R, Convert.FromHexString(s), 0).IsLowS);

    [Fact]
    public void Signature_WrongParts_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new Secp256k1Signature(R.AsSpan(1), S, 0));
        Assert.Throws<ArgumentException>(() => new Secp256k1Signature(R, [.. S, 0], 0));
        Assert.Throws<ArgumentOutOfRangeException>("yParity", () => new Secp256k1Signature(R, S, 2));
    }

    [Fact]
    public void Equality_DifferentPartOrParity_IsFalse()
    {
        Secp256k1Signature signature = new(R, S, 0);

        Assert.True(signature == new Secp256k1Signature(R, S, 0));
        Assert.Equal(signature.GetHashCode(), new Secp256k1Signature(R, S, 0).GetHashCode());
        Assert.True(signature != new Secp256k1Signature(R, S, 1));
        Assert.True(signature != new Secp256k1Signature(S, S, 0));
        Assert.True(signature != new Secp256k1Signature(R, R, 0));
    }

    [Fact]
    public void Default_IsZeroAndEqualsZeros()
    {
        Secp256k1Signature zero = default;

        Assert.Equal(new byte[32], zero.R);
        Assert.Equal(new Secp256k1Signature(new byte[32], new byte[32], 0), zero);
    }
}
