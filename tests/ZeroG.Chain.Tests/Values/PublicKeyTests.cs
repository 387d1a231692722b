using System.Text.Json;
using ZeroG.Chain.Wallets;
using ZeroG.Cryptography.Signatures;

namespace ZeroG.Chain.Tests.Values;

public sealed class PublicKeyTests
{
    [Fact]
    public void Parse_AllForms_AreTheSameKey()
    {
        using Wallet wallet = Wallet.CreateRandom();
        byte[] point = wallet.PublicKey.Bytes.ToArray();
        string[] forms = [Hex.ToHex(point), Hex.ToHex([4, .. point]), Hex.ToHex(Secp256k1.Compress(point)), Hex.ToHex(point)[2..]];

        Assert.All(forms, form => Assert.Equal(wallet.PublicKey, PublicKey.Parse(form)));
        Assert.Equal(forms[2], wallet.PublicKey.ToString());
        Assert.Equal($"\"{forms[2]}\"", JsonSerializer.Serialize(wallet.PublicKey));
        Assert.Equal(wallet.PublicKey, JsonSerializer.Deserialize<PublicKey>($"\"{forms[1]}\""));
        Assert.Equal(wallet.Address, PublicKey.Parse(forms[1]).Address);
    }

    [Theory]
    [InlineData("")]
    [InlineData("main")]
    [InlineData("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266")]
    [InlineData("0x05c0ffee00000000000000000000000000000000000000000000000000000000aa")]
    [InlineData("0x020000000000000000000000000000000000000000000000000000000000000005")]
    public void Parse_AnythingElse_IsRefused(string text) =>
        Assert.Equal("ZgPublicKeyInvalid", Assert.Throws<ZeroGException>(() => PublicKey.Parse(text)).ErrorId);

    [Fact]
    public void TryRead_PointOffTheCurve_IsFalse()
    {
        using Wallet wallet = Wallet.CreateRandom();
        byte[] off = wallet.PublicKey.Bytes.ToArray();
        off[0] ^= 1;

        Assert.False(PublicKey.TryRead(off, out _));
        Assert.False(PublicKey.TryRead([4, .. off], out _));
        Assert.False(PublicKey.TryRead([6, .. wallet.PublicKey.Bytes], out _));
    }
}
