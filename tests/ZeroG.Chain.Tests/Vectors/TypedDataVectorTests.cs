using System.Text.Json;
using ZeroG.Chain.Signing;
using ZeroG.Cryptography.Signatures;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Vectors;

[Trait("Category", "Vectors")]
public class TypedDataVectorTests
{
    private static readonly VectorForm Form = new(
        "chain",
        "eip712*.json",
        ("cases", "label? domain types primaryType message encodeType domainSeparator structHash digest privateKey? address? signature?"));

    public static IEnumerable<object[]> Cases => Form.Rows("cases");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Parse_KnownDocument_GivesKnownHashesAndSignature(string name)
    {
        JsonElement vector = Form[name];

        TypedData data = TypedData.Parse(vector.GetRawText());

        Assert.Equal(vector.Text("primaryType"), data.PrimaryType);
        Assert.Equal(vector.Text("encodeType"), data.EncodedType);
        Assert.Equal(vector.Hash("domainSeparator"), data.DomainSeparator);
        Assert.Equal(vector.Hash("structHash"), data.StructHash);
        Assert.Equal(vector.Hash("digest"), data.Digest);
        if (vector.TryGetProperty("signature", out JsonElement expected))
        {
            Secp256k1Signature signature = Secp256k1.Sign(data.Digest.Bytes, vector.Bytes("privateKey"));
            Assert.Equal(expected.GetString(), Hex.ToHex(signature.ToBytes()));
            Assert.True(SignatureRecovery.TryRecover(data.Digest, signature, out Address signer));
            Assert.Equal(vector.Address("address"), signer);
        }
    }
}
