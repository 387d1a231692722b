using ZeroG.Chain.Signing;
using ZeroG.Cryptography.Signatures;

namespace ZeroG.Chain.Tests.Signing;

public class PersonalMessageTests
{
    [Fact]
    public void TryRecover_AnotherMessage_GivesAnotherSigner()
    {
        byte[] key = [.. new byte[31], 1];
        Address signer = Address.FromPublicKey(Secp256k1.GetPublicKey(key));
        Secp256k1Signature signature = Secp256k1.Sign(PersonalMessage.Digest("pay 1").Bytes, key);

        Assert.True(PersonalMessage.TryRecover("pay 1"u8, signature, out Address recovered));
        Assert.Equal(signer, recovered);
        Assert.False(PersonalMessage.TryRecover("pay 2"u8, signature, out Address other) && other == signer);
    }

    [Fact]
    public void TryRecover_SignatureOfZeros_IsNobodys() => Assert.False(PersonalMessage.TryRecover("x"u8, default, out _));
}
