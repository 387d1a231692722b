using System.Text.Json;
using ZeroG.Chain.Signing;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Cryptography.Signatures;

namespace ZeroG.Chain.Tests.Wallets;

public class WalletTests
{
    private const string Key = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
    private const string KeyAddress = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

    [Theory]
    [InlineData(Key)]
    [InlineData("0x" + Key)]
    [InlineData(" 0xAC0974BEC39A17E36BA4A6B4D238FF944BACB478CBED5EFCAE784D7BF4F2FF80\n")]
    public void Parse_HexWithOrWithoutPrefix_IsTheAccount(string text)
    {
        using Wallet wallet = PrivateKeyText.Parse(text);
        Assert.Equal(KeyAddress, wallet.Address.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff")]
    [InlineData("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff8g")]
    [InlineData("0x0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")]
    public void Parse_TextThatIsNoKey_IsRefusedWithoutShowingIt(string text)
    {
        ZeroGException error = Assert.Throws<ZeroGException>(() => PrivateKeyText.Parse(text));
        Assert.Equal("ZgPrivateKeyInvalid", error.ErrorId);
        Assert.Null(error.Target);
        Assert.False(text.Length > 2 && error.ToString().Contains(text[2..], StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Sign_AnyHash_RecoversToTheAddress()
    {
        using Wallet wallet = Wallet.CreateRandom();
        Hash256 hash = Hash256.Keccak("message"u8);
        Assert.True(Secp256k1.TryRecover(hash.Bytes, wallet.Sign(hash), out byte[]? publicKey));
        Assert.Equal(wallet.Address, Address.FromPublicKey(publicKey));
    }

    [Fact]
    public void SignMessage_AnyBytes_RecoversToTheAddressUnderThePrefix()
    {
        using Wallet wallet = Wallet.CreateRandom();
        Assert.True(Secp256k1Signature.TryParse(wallet.SignMessage("hello"u8), out Secp256k1Signature signature));
        Assert.True(PersonalMessage.TryRecover("hello"u8, signature, out Address address));
        Assert.Equal(wallet.Address, address);
    }

    [Fact]
    public void Sign_Transaction_HasTheAddressAsSender()
    {
        using Wallet wallet = Wallet.CreateRandom();
        SignedTransaction signed = wallet.Sign(
            new Transaction { Type = TransactionType.DynamicFee, ChainId = 31337, To = Address.Zero, GasLimit = 21000 });
        Assert.Equal(wallet.Address, SignedTransaction.Decode(signed.Raw.Span).Sender);
    }

    [Fact]
    public void Dispose_ClearsTheKeyAndEndsSigning()
    {
        Wallet wallet = Wallet.CreateRandom();
        SecretBuffer key = (SecretBuffer)typeof(Wallet).GetField(
            "_key", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!.GetValue(wallet)!;
        wallet.Dispose();
        Assert.Equal(new byte[32], key.Span.ToArray());
        Assert.Throws<ObjectDisposedException>(() => wallet.Sign(Hash256.Zero));
    }

    [Fact]
    public void Print_TextJsonAndDebugger_ShowTheAddressAlone()
    {
        using Wallet wallet = PrivateKeyText.Parse(Key, "main");
        Assert.Equal($"main ({KeyAddress})", wallet.ToString());
        Assert.DoesNotContain("ac0974be", JsonSerializer.Serialize(wallet), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(["Address", "Name", "PublicKey"], typeof(Wallet).GetProperties().Select(property => property.Name).Order());
    }

    [Fact]
    public void FromEnvironment_VariableSetOrMissing_OpensOrNamesTheVariable()
    {
        const string Variable = "ZEROG_TEST_WALLET_KEY";
        Environment.SetEnvironmentVariable(Variable, Key);
        try
        {
            using Wallet wallet = Wallet.FromEnvironment(Variable);
            Assert.Equal(KeyAddress, wallet.Address.ToString());
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, null);
        }

        ZeroGException error = Assert.Throws<ZeroGException>(() => Wallet.FromEnvironment(Variable));
        Assert.Equal(("ZgWalletVariableMissing", Variable), (error.ErrorId, error.Target));
    }
}
