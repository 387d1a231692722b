using System.Globalization;
using System.Text.Json;
using ZeroG.Chain.Wallets;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Wallets;

public class HdKeyTests
{
    private const string File = "bip39-bip32.json";

    // The members that these tests leave alone wait for the word list: entropy to phrase and back, and phrases that the list or the
    // checksum refuses.
    private static readonly string[] WaitingForTheWordList = ["bip39_reject", "entropy"];

    [Fact, Trait("Category", "Vectors")]
    public void VectorFile_EveryMember_IsTestedOrKnownToWait()
    {
        using JsonDocument file = VectorFiles.Read("chain", File);
        string[] known =
        [
            "note", "bip39", "bip32", "public_derivation", "phrase", "passphrase", "seed", "account0", "root", "derived", "xpub", "index",
            "address", .. WaitingForTheWordList,
        ];
        Assert.All(file.RootElement.EnumerateObject(), member => Assert.Contains(member.Name, known));
        foreach (string part in new[] { "bip39", "bip32", "public_derivation" })
        {
            IEnumerable<JsonProperty> members = VectorFiles.Cases("chain", File, part).SelectMany(vector => vector.EnumerateObject());
            Assert.All(members, member => Assert.Contains(member.Name, known));
        }
    }

    [Fact, Trait("Category", "Vectors")]
    public void FromPhrase_EveryVector_GivesSeedAndFirstAccount()
    {
        foreach (JsonElement vector in VectorFiles.Cases("chain", File, "bip39"))
        {
            string phrase = vector.GetProperty("phrase").GetString()!;
            string passphrase = vector.GetProperty("passphrase").GetString()!;
            using SecretBuffer seed = HdKey.Seed(phrase, passphrase);
            Assert.Equal(vector.GetProperty("seed").GetString(), Hex.ToHex(seed.Span));
            using HdKey root = HdKey.FromPhrase(phrase, passphrase);
            using HdKey account = root.Derive("m/44'/60'/0'/0/0");
            Assert.Equal(vector.GetProperty("account0").GetString(), account.ToString());
        }
    }

    [Fact, Trait("Category", "Vectors")]
    public void Derive_EveryPathOfEverySeed_GivesAllItsFields()
    {
        foreach (JsonElement vector in VectorFiles.Cases("chain", File, "bip32"))
        {
            using HdKey root = HdKey.FromSeed(Convert.FromHexString(vector.GetProperty("seed").GetString().AsSpan(2)));
            foreach (JsonProperty field in vector.GetProperty("root").EnumerateObject())
            {
                Assert.Equal(field.Value.ToString(), Field(root, field.Name));
            }

            foreach (JsonElement derived in vector.GetProperty("derived").EnumerateArray())
            {
                using HdKey key = root.Derive(derived.GetProperty("path").GetString()!);
                foreach (JsonProperty field in derived.EnumerateObject())
                {
                    Assert.Equal(field.Value.ToString(), field.Name == "path" ? field.Value.GetString() : Field(key, field.Name));
                }

                Assert.Equal(key.Public.ToString(), HdPublicKey.Parse(key.Public.ToString()).ToString());
            }
        }
    }

    [Fact, Trait("Category", "Vectors")]
    public void DerivePublic_EveryVector_GivesTheAddress()
    {
        foreach (JsonElement vector in VectorFiles.Cases("chain", File, "public_derivation"))
        {
            HdPublicKey child = HdPublicKey.Parse(vector.GetProperty("xpub").GetString()!).Derive(vector.GetProperty("index").GetUInt32());
            Assert.Equal(vector.GetProperty("address").GetString(), child.Address.ToString());
        }
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
    [InlineData("test test test")]
    [InlineData("")]
    [InlineData("test test test test test test test test test test  test junk")]
    [InlineData("test test test test test test test test test test test\tjunk")]
    public void FromPhrase_WrongNumberOfWordsOrSpaces_IsRefusedWithoutShowingIt(string phrase)
    {
        ZeroGException error = Assert.Throws<ZeroGException>(() => HdKey.FromPhrase(phrase));
        Assert.Equal("ZgPhraseInvalid", error.ErrorId);
        Assert.DoesNotContain("test", error.Message);
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
