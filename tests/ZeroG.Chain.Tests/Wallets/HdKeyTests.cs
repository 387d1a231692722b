using System.Globalization;
using System.Text.Json;
using ZeroG.Chain.Tests.Vectors;
using ZeroG.Chain.Wallets;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Wallets;

public class HdKeyTests
{
    private static readonly VectorForm Form = new(
        "chain",
        "bip39-bip32*.json",
        ("bip39", "entropy phrase passphrase seed account0"),
        ("bip39_reject", "phrase why"),
        ("bip32", "seed root derived"),
        ("public_derivation", "xpub index address"));

    public static IEnumerable<object[]> Phrases => Form.Rows("bip39");

    public static IEnumerable<object[]> Rejects => Form.Rows("bip39_reject");

    public static IEnumerable<object[]> Seeds => Form.Rows("bip32");

    public static IEnumerable<object[]> PublicKeys => Form.Rows("public_derivation");

    [Theory, Trait("Category", "Vectors")]
    [MemberData(nameof(Phrases))]
    public void FromPhrase_Vector_GivesSeedAndFirstAccount(string name)
    {
        JsonElement vector = Form[name];
        using RecoveryPhrase phrase = RecoveryPhrase.Parse(vector.Text("phrase"));
        using SecretBuffer seed = HdKey.Seed(phrase, vector.Text("passphrase"));
        Assert.Equal(vector.Text("seed"), Hex.ToHex(seed.Span));
        using HdKey root = HdKey.FromPhrase(phrase, vector.Text("passphrase"));
        using HdKey account = root.Derive("m/44'/60'/0'/0/0");
        Assert.Equal(vector.Text("account0"), account.ToString());
    }

    [Theory, Trait("Category", "Vectors")]
    [MemberData(nameof(Phrases))]
    public void FromEntropy_Vector_IsThePhrase(string name)
    {
        JsonElement vector = Form[name];
        using RecoveryPhrase phrase = RecoveryPhrase.FromEntropy(vector.Bytes("entropy"));
        char[] text = new char[phrase.Length];
        phrase.CopyTo(text);
        Assert.Equal(vector.Text("phrase"), new string(text));
    }

    [Theory, Trait("Category", "Vectors")]
    [MemberData(nameof(Rejects))]
    public void FromPhrase_RejectVector_IsRefused(string name)
    {
        ZeroGException error = Assert.Throws<ZeroGException>(() => HdKey.FromPhrase(Form[name].Text("phrase")));
        Assert.Equal("ZgPhraseInvalid", error.ErrorId);
        Assert.Contains(Form[name].Text("why").Split(' ')[^1] switch
        {
            "words" => "11 words",
            "list" => "word number 12",
            "wrong" => "checksum",
            string other => other,
        }, error.Message);
    }

    [Theory, Trait("Category", "Vectors")]
    [MemberData(nameof(Seeds))]
    public void Derive_EveryPathOfASeed_GivesAllItsFields(string name)
    {
        JsonElement vector = Form[name];
        using HdKey root = HdKey.FromSeed(vector.Bytes("seed"));
        foreach (JsonProperty field in vector.GetProperty("root").EnumerateObject())
        {
            Assert.Equal(field.Value.ToString(), Field(root, field.Name));
        }

        foreach (JsonElement derived in vector.GetProperty("derived").EnumerateArray())
        {
            using HdKey key = root.Derive(derived.Text("path"));
            foreach (JsonProperty field in derived.EnumerateObject().Where(field => field.Name != "path"))
            {
                Assert.Equal(field.Value.ToString(), Field(key, field.Name));
            }

            Assert.Equal(key.Public.ToString(), HdPublicKey.Parse(key.Public.ToString()).ToString());
        }
    }

    [Theory, Trait("Category", "Vectors")]
    [MemberData(nameof(PublicKeys))]
    public void DerivePublic_Vector_GivesTheAddress(string name)
    {
        JsonElement vector = Form[name];
        HdPublicKey child = HdPublicKey.Parse(vector.Text("xpub")).Derive(vector.GetProperty("index").GetUInt32());
        Assert.Equal(vector.Text("address"), child.Address.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("44'/60'")]
    [InlineData("m/")]
    [InlineData("m/a")]
    [InlineData("m/-1")]
    [InlineData("m/2147483648")]
    [InlineData("m/1''")]
    [InlineData("m//1")]
    public void Derive_TextThatIsNoPath_IsRefused(string path)
    {
        using HdKey root = HdKey.FromSeed(new byte[16]);
        ZeroGException error = Assert.Throws<ZeroGException>(() => root.Derive(path));
        Assert.Equal(("ZgDerivationPathInvalid", path), (error.ErrorId, error.Target));
    }

    [Theory]
    [InlineData("")]
    [InlineData("xpub")]
    [InlineData("xpub6EWY1Ca83Nj5ud8pn525k8DNnGLxC7MVDvS6RPxZdhTaxUhJDrW4JSmp7GnSP4Q2jnKoKQGezj9SEysBCC8CGa3LLMf9xgYyA6HatwQ6Kcv")]
    [InlineData("xprv9s21ZrQH143K2a23tFsYwgsak1JLtYoTuYyZXdbdUyZD1SCGYMEkqB64brpcpVycBogK3XbeB4AbHTzzq6seRsgG4JbCdWWyPybd9bKgWBF")]
    public void ParsePublic_TextThatIsNoExtendedPublicKey_IsRefused(string text) =>
        Assert.Equal("ZgExtendedKeyInvalid", Assert.Throws<ZeroGException>(() => HdPublicKey.Parse(text)).ErrorId);

    private static string Field(HdKey key, string name)
    {
        using Wallet wallet = key.ToWallet();
        using SecretBuffer secret = wallet.CopyKey();
        return name switch
        {
            "privateKey" => Hex.ToHex(secret.Span),
            "publicKey" => Hex.ToHex(key.Public.Compressed),
            "chainCode" => Hex.ToHex(key.Public.ChainCode),
            "address" => wallet.Address.ToString(),
            "xprv" => key.ExportPrivate(),
            "xpub" => key.Public.ToString(),
            "depth" => key.Public.Depth.ToString(CultureInfo.InvariantCulture),
            "index" => key.Public.ChildNumber.ToString(CultureInfo.InvariantCulture),
            "parentFingerprint" => $"0x{key.Public.ParentFingerprint:x8}",
            "fingerprint" => $"0x{key.Public.Fingerprint:x8}",
            _ => throw new InvalidOperationException($"The vector has an unknown field '{name}'."),
        };
    }
}
