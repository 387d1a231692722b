using System.Text;
using System.Text.Json;
using ZeroG.Chain.Tests.Vectors;
using ZeroG.Chain.Wallets;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Wallets;

public class KeystoreTests
{
    private static readonly VectorForm Form = new(
        "chain", "keystore-v3*.json", ("cases", "label? password json privateKey address"), ("reject", "why password json"));

    public static IEnumerable<object[]> Cases => Form.Rows("cases");

    public static IEnumerable<object[]> Rejects => Form.Rows("reject");

    [Theory, Trait("Category", "Vectors")]
    [MemberData(nameof(Cases))]
    public void Decrypt_Vector_GivesItsKeyAndAddress(string name)
    {
        JsonElement vector = Form[name];
        using Wallet wallet = Keystore.Decrypt(Utf8(vector.GetProperty("json")), vector.Text("password"), name);
        using SecretBuffer key = wallet.CopyKey();
        Assert.Equal(vector.Text("address"), wallet.Address.ToString());
        Assert.Equal(vector.Text("privateKey"), Hex.ToHex(key.Span));
    }

    [Theory, Trait("Category", "Vectors")]
    [MemberData(nameof(Rejects))]
    public void Decrypt_RejectVector_IsRefused(string name)
    {
        JsonElement vector = Form[name];
        ZeroGException error =
            Assert.Throws<ZeroGException>(() => Keystore.Decrypt(Utf8(vector.GetProperty("json")), vector.Text("password")));
        Assert.Contains(error.ErrorId, (string[])["ZgWalletPasswordWrong", "ZgKeystoreInvalid"]);
    }

    [Fact]
    public void Encrypt_AnyPassword_OpensWithThatPasswordAlone()
    {
        using Wallet wallet = Wallet.CreateRandom();
        byte[] json = Keystore.Encrypt(wallet, "pä$$wörd", new KeystoreCost(4096, 8, 6));
        using Wallet opened = Keystore.Decrypt(json, "pä$$wörd", "main");
        Assert.Equal(wallet.Address, opened.Address);
        ZeroGException error = Assert.Throws<ZeroGException>(() => Keystore.Decrypt(json, "pa$$word", "main"));
        Assert.Equal(("ZgWalletPasswordWrong", ErrorKind.AuthenticationError, "main"), (error.ErrorId, error.Kind, error.Target));
        Assert.Equal(
            "The password does not open the wallet 'main'. Type it again; if it is surely right, the file was damaged.", error.Message);
    }

    [Fact]
    public void Decrypt_PasswordInAnotherUnicodeForm_OpensToo()
    {
        using Wallet wallet = Wallet.CreateRandom();
        byte[] json = Keystore.Encrypt(wallet, "A\u030Angstro\u0308m \uFB01", new KeystoreCost(2, 8, 1));
        using Wallet opened = Keystore.Decrypt(json, "\u00C5ngstr\u00F6m fi");
        Assert.Equal(wallet.Address, opened.Address);
    }

    [Fact]
    public void Encrypt_SameWalletTwice_SharesNoSaltAndNoCiphertext()
    {
        using Wallet wallet = Wallet.CreateRandom();
        JsonElement first = JsonElement.Parse(Keystore.Encrypt(wallet, "", new KeystoreCost(2, 8, 1))).GetProperty("crypto");
        JsonElement second = JsonElement.Parse(Keystore.Encrypt(wallet, "", new KeystoreCost(2, 8, 1))).GetProperty("crypto");
        Assert.NotEqual(first.GetProperty("ciphertext").GetString(), second.GetProperty("ciphertext").GetString());
        Assert.NotEqual(
            first.GetProperty("kdfparams").GetProperty("salt").GetString(),
            second.GetProperty("kdfparams").GetProperty("salt").GetString());
    }

    [Theory]
    [InlineData("", "", "it is no JSON")]
    [InlineData("[]", "", "it is no JSON object")]
    [InlineData("\"version\": 3", "\"version\": \"3\"", "its member 'version' is no whole number")]
    [InlineData("\"crypto\"", "\"krypto\"", "its member 'crypto' is missing")]
    [InlineData("\"n\": 2,", "\"n\": 3,", "its scrypt costs n 3, r 8, p 1 are out of range")]
    [InlineData("\"n\": 2,", "\"n\": 1073741824,", "its scrypt costs n 1073741824, r 8, p 1 are out of range")]
    [InlineData("\"n\": 2,\n      \"p\": 1,", "\"n\": 1048576, \"p\": 2,", "its scrypt costs n 1048576, r 8, p 2 are out of range")]
    [InlineData("\"p\": 1,", "\"p\": 1073741824,", "its scrypt costs n 2, r 8, p 1073741824 are out of range")]
    [InlineData("\"r\": 8,", "\"r\": 2147483647,", "its scrypt costs n 2, r 2147483647, p 1 are out of range")]
    [InlineData("\"dklen\": 32", "\"dklen\": 16", "its derived key is not 32 bytes long")]
    [InlineData("\"scrypt\"", "\"argon2\"", "its key derivation 'argon2' is not supported")]
    [InlineData("\"iv\": \"", "\"iv\": \"00", "its iv, ciphertext or mac has the wrong length")]
    [InlineData("\"iv\": \"", "\"iv\": \"zz", "its member 'iv' is not hex")]
    [InlineData("\"scrypt\"", "\"\\ud800\"", "it holds text that is no Unicode")]
    public void Decrypt_DamagedFile_SaysWhatIsWrong(string find, string replace, string reason)
    {
        using Wallet wallet = Wallet.CreateRandom();
        string json = Encoding.UTF8.GetString(Keystore.Encrypt(wallet, "", new KeystoreCost(2, 8, 1))).ReplaceLineEndings("\n");
        string damaged = json.Contains(find, StringComparison.Ordinal) && find.Length > 0
            ? json.Replace(find, replace, StringComparison.Ordinal)
            : find;
        ZeroGException error = Assert.Throws<ZeroGException>(() => Keystore.Decrypt(Encoding.UTF8.GetBytes(damaged), ""));
        Assert.Equal("ZgKeystoreInvalid", error.ErrorId);
        Assert.Contains(reason, error.Message);
    }

    [Fact]
    public void Decrypt_ByteOrderMark_IsPassedOver()
    {
        using Wallet wallet = Wallet.CreateRandom();
        byte[] json = [.. Encoding.UTF8.Preamble, .. Keystore.Encrypt(wallet, "secret", new KeystoreCost(2, 8, 1))];

        using Wallet opened = Keystore.Decrypt(json, "secret");

        Assert.Equal(wallet.Address, opened.Address);
    }

    [Fact]
    public void Decrypt_AddressOfAnotherKey_IsRefused()
    {
        using Wallet wallet = Wallet.CreateRandom();
        string json = Encoding.UTF8.GetString(Keystore.Encrypt(wallet, "", new KeystoreCost(2, 8, 1)));
        string other = json.Replace(Convert.ToHexStringLower(wallet.Address.Bytes), new string('1', 40), StringComparison.Ordinal);
        Assert.Equal("ZgKeystoreInvalid", Assert.Throws<ZeroGException>(() => Keystore.Decrypt(Encoding.UTF8.GetBytes(other), "")).ErrorId);
    }

    private static byte[] Utf8(JsonElement element) => Encoding.UTF8.GetBytes(element.GetRawText());
}
