using System.Text;
using System.Text.Json;
using ZeroG.Chain.Signing;
using ZeroG.Cryptography.Signatures;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Vectors;

[Trait("Category", "Vectors")]
public class PersonalMessageVectorTests
{
    private static readonly VectorForm Form = new(
        "chain",
        "eip191*.json",
        ("cases", "label? text? bytes? privateKey address digest signature"),
        ("raw_ecdsa", "digest privateKey address r s v signature compact2098"));

    public static IEnumerable<object[]> Cases => Form.Rows("cases");

    public static IEnumerable<object[]> RawSignatures => Form.Rows("raw_ecdsa");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Digest_KnownMessage_GivesKnownHashAndSignature(string name)
    {
        JsonElement vector = Form[name];
        byte[] message = vector.TryGetProperty("text", out JsonElement text)
            ? Encoding.UTF8.GetBytes(text.GetString()!)
            : vector.Bytes("bytes");

        Hash256 digest = PersonalMessage.Digest(message);
        Secp256k1Signature signature = Secp256k1.Sign(digest.Bytes, vector.Bytes("privateKey"));

        Assert.Equal(vector.Hash("digest"), digest);
        Assert.Equal(digest, text.ValueKind == JsonValueKind.String ? PersonalMessage.Digest(text.GetString()!) : digest);
        Assert.Equal(vector.Text("signature"), Hex.ToHex(signature.ToBytes()));
        Assert.True(PersonalMessage.TryRecover(message, signature, out Address signer));
        Assert.Equal(vector.Address("address"), signer);
    }

    [Theory]
    [MemberData(nameof(RawSignatures))]
    public void Sign_KnownHash_GivesKnownSignatureInBothForms(string name)
    {
        JsonElement vector = Form[name];
        Hash256 digest = vector.Hash("digest");

        Secp256k1Signature signature = Secp256k1.Sign(digest.Bytes, vector.Bytes("privateKey"));

        Assert.Equal(vector.Text("r"), Hex.ToHex(signature.R));
        Assert.Equal(vector.Text("s"), Hex.ToHex(signature.S));
        Assert.Equal(vector.Integer("v"), signature.ToBytes()[^1]);
        Assert.Equal(vector.Text("signature"), Hex.ToHex(signature.ToBytes()));
        foreach (string form in (string[])["signature", "compact2098"])
        {
            Assert.True(Secp256k1Signature.TryParse(vector.Bytes(form), out Secp256k1Signature parsed));
            Assert.Equal(signature, parsed);
            Assert.True(SignatureRecovery.TryRecover(digest, parsed, out Address signer));
            Assert.Equal(vector.Address("address"), signer);
        }
    }
}
