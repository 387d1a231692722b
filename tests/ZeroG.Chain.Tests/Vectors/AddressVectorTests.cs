using System.Text.Json;
using ZeroG.Chain.Transactions;
using ZeroG.Cryptography.Signatures;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Vectors;

[Trait("Category", "Vectors")]
public class AddressVectorTests
{
    private static readonly VectorForm Form = new(
        "chain",
        "addresses*.json",
        ("eip55", "lower checksum"),
        ("eip55_reject", "address why"),
        ("keys", "privateKey publicKey compressed address"),
        ("create", "from nonce address"),
        ("create2", "from salt initCode initCodeHash address"));

    public static IEnumerable<object[]> Checksums => Form.Rows("eip55");

    public static IEnumerable<object[]> Rejects => Form.Rows("eip55_reject");

    public static IEnumerable<object[]> Keys => Form.Rows("keys");

    public static IEnumerable<object[]> Creations => Form.Rows("create");

    public static IEnumerable<object[]> SaltedCreations => Form.Rows("create2");

    [Theory]
    [MemberData(nameof(Checksums))]
    public void Parse_AnySingleCaseOrChecksum_PrintsChecksum(string name)
    {
        JsonElement vector = Form[name];
        string checksum = vector.Text("checksum");
        string lower = vector.Text("lower");

        foreach (string text in (string[])[checksum, lower, "0x" + lower[2..].ToUpperInvariant()])
        {
            Assert.Equal(checksum, Address.Parse(text).ToString());
        }

        Assert.Equal(lower, Address.Parse(checksum).ToLowerString());
    }

    [Theory]
    [MemberData(nameof(Rejects))]
    public void Parse_TextThatIsNoAddress_Throws(string name) =>
        Assert.Throws<FormatException>(() => Address.Parse(Form[name].Text("address")));

    [Theory]
    [MemberData(nameof(Keys))]
    public void FromPublicKey_KnownKey_GivesKnownAddress(string name)
    {
        JsonElement vector = Form[name];
        byte[] publicKey = Secp256k1.GetPublicKey(vector.Bytes("privateKey"));

        Assert.Equal(vector.Text("publicKey"), Hex.ToHex([0x04, .. publicKey]));
        Assert.Equal(vector.Text("compressed"), Hex.ToHex(Secp256k1.Compress(publicKey)));
        Assert.Equal(publicKey, Secp256k1.Decompress(vector.Bytes("compressed")));
        Assert.Equal(vector.Address("address"), Address.FromPublicKey(publicKey));
    }

    [Theory]
    [MemberData(nameof(Creations))]
    public void Create_KnownNonce_GivesKnownAddress(string name)
    {
        JsonElement vector = Form[name];

        Assert.Equal(vector.Address("address"), ContractAddress.Create(vector.Address("from"), (ulong)vector.Integer("nonce")));
    }

    [Theory]
    [MemberData(nameof(SaltedCreations))]
    public void Create2_KnownInitCode_GivesKnownAddress(string name)
    {
        JsonElement vector = Form[name];
        byte[] initCode = vector.Bytes("initCode");

        Assert.Equal(vector.Hash("initCodeHash"), Hash256.Keccak(initCode));
        Assert.Equal(vector.Address("address"), ContractAddress.Create2(vector.Address("from"), vector.Hash("salt"), initCode));
        Assert.Equal(
            vector.Address("address"), ContractAddress.Create2(vector.Address("from"), vector.Hash("salt"), vector.Hash("initCodeHash")));
    }
}
