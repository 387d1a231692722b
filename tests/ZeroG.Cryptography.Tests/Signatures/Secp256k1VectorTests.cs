using System.Text.Json;
using ZeroG.Cryptography.Keccak;
using ZeroG.Cryptography.Signatures;
using ZeroG.Testing;

namespace ZeroG.Cryptography.Tests.Signatures;

/// <summary>Signatures and keys that ethers made, from <c>tests/vectors/chain</c>.</summary>
[Trait("Category", "Vectors")]
public sealed class Secp256k1VectorTests
{
    private static readonly VectorForm Signatures = new(
        "chain",
        "eip191*.json",
        ("raw_ecdsa", "digest privateKey address r s v signature compact2098"))
    {
        // The other arrays of these files belong to the tests of the chain's floor, which check them field by field.
        Facts = "note? cases?",
    };

    private static readonly VectorForm Accounts = new("chain", "addresses*.json", ("keys", "privateKey publicKey compressed address"))
    {
        Facts = "note? eip55? eip55_reject? create? create2?",
    };

    public static IEnumerable<object[]> RawSignatures => Signatures.Rows("raw_ecdsa");

    public static IEnumerable<object[]> Keys => Accounts.Rows("keys");

    [Theory]
    [MemberData(nameof(RawSignatures))]
    public void Sign_RawDigest_EqualsVectorAndRecovers(string name)
    {
        JsonElement vector = Signatures[name];
        byte[] digest = Bytes(vector, "digest");
        byte[] privateKey = Bytes(vector, "privateKey");
        byte[] publicKey = Secp256k1.GetPublicKey(privateKey);

        Secp256k1Signature signature = Secp256k1.Sign(digest, privateKey);

        Dictionary<string, object> actual = new()
        {
            ["digest"] = Hex(digest),
            ["privateKey"] = Hex(privateKey),
            ["address"] = Address(publicKey),
            ["r"] = Hex(signature.R),
            ["s"] = Hex(signature.S),
            ["v"] = 27 + signature.YParity,
            ["signature"] = Hex(signature.ToBytes()),
            ["compact2098"] = vector.GetProperty("compact2098").GetString()!,
        };
        AssertEveryField(name, vector, actual);
        Assert.True(Secp256k1.Verify(digest, signature, publicKey, requireLowS: true), name);
        Assert.True(Secp256k1.TryRecover(digest, signature, out byte[]? recovered, requireLowS: true), name);
        Assert.Equal(publicKey, recovered);
        Assert.True(Secp256k1Signature.TryParse(Bytes(vector, "compact2098"), out Secp256k1Signature compact), name);
        Assert.Equal(signature, compact);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void GetPublicKey_PrivateKey_EqualsVector(string name)
    {
        JsonElement vector = Accounts[name];
        byte[] privateKey = Bytes(vector, "privateKey");

        byte[] publicKey = Secp256k1.GetPublicKey(privateKey);

        Dictionary<string, object> actual = new()
        {
            ["privateKey"] = Hex(privateKey),
            ["publicKey"] = "0x04" + Hex(publicKey)[2..],
            ["compressed"] = Hex(Secp256k1.Compress(publicKey)),
            ["address"] = Address(publicKey),
        };
        AssertEveryField(name, vector, actual);
        Assert.Equal(publicKey, Secp256k1.Decompress(Bytes(vector, "compressed")));
    }

    /// <summary>
    /// Compares without regard to case, which in an address is a checksum that another floor tests. A field unknown here fails.
    /// </summary>
    private static void AssertEveryField(string name, JsonElement vector, Dictionary<string, object> actual)
    {
        foreach (JsonProperty field in vector.EnumerateObject())
        {
            Assert.True(actual.TryGetValue(field.Name, out object? value), $"{name}: unknown field '{field.Name}'");
            Assert.Equal($"{name} {field.Name} {field.Value}", $"{name} {field.Name} {value}", ignoreCase: true);
        }
    }

    private static byte[] Bytes(JsonElement vector, string field) => Convert.FromHexString(vector.GetProperty(field).GetString()![2..]);

    private static string Hex(ReadOnlySpan<byte> bytes) => "0x" + Convert.ToHexStringLower(bytes);

    private static string Address(byte[] publicKey) => Hex(Keccak256.Hash(publicKey).AsSpan(12));
}
