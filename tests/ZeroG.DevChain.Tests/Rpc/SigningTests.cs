using System.Text;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Signing;
using ZeroG.Chain.Transactions;
using ZeroG.Cryptography.Signatures;

namespace ZeroG.DevChain.Tests.Rpc;

public sealed class SigningTests
{
    private const string Mail = """
        {"types":{"Mail":[{"name":"text","type":"string"}]},"primaryType":"Mail",
         "domain":{"name":"Test","version":"1","chainId":31337},"message":{"text":"hello"}}
        """;

    private static readonly Address Dev0 = ChainClient.Dev0.Address;

    [Theory]
    [InlineData("eth_sign", true)]
    [InlineData("personal_sign", false)]
    public async Task Sign_AMessage_IsTheAccountsPersonalSignature(string method, bool addressFirst)
    {
        await using ChainClient chain = new();
        byte[] message = Encoding.UTF8.GetBytes("hello");

        JsonElement signature = await chain.CallAsync(method, addressFirst ? [Dev0, message] : [message, Dev0]);

        Assert.True(Secp256k1Signature.TryParse(Hex.ParseBytes(signature.GetString()), out Secp256k1Signature parsed));
        Assert.True(PersonalMessage.TryRecover(message, parsed, out Address signer));
        Assert.Equal(Dev0, signer);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SignTypedData_AsTextOrObject_IsTheAccountsSignature(bool asText)
    {
        await using ChainClient chain = new();

        JsonElement signature = await chain.CallAsync("eth_signTypedData_v4", Dev0, asText ? Mail : JsonElement.Parse(Mail));

        Assert.True(Secp256k1Signature.TryParse(Hex.ParseBytes(signature.GetString()), out Secp256k1Signature parsed));
        Assert.True(SignatureRecovery.TryRecover(TypedData.Parse(Mail).Digest, parsed, out Address signer));
        Assert.Equal(Dev0, signer);
    }

    [Fact]
    public async Task Sign_WithAnAccountThatTheNodeHasNoKeyOf_IsRefused()
    {
        await using ChainClient chain = new();
        Address stranger = Address.Parse("0x00000000000000000000000000000000005b0d17");

        Assert.Equal($"unknown account {stranger}", (await chain.RefusalAsync("eth_sign", stranger, "0x00")).RemoteMessage);
        Assert.StartsWith("invalid typed data", (await chain.RefusalAsync("eth_signTypedData_v4", Dev0, "{}")).RemoteMessage);
    }

    [Fact]
    public async Task SignTransaction_FilledIn_CanBeSent()
    {
        await using ChainClient chain = new();

        JsonElement raw = await chain.CallAsync("eth_signTransaction", ChainClient.Request(Dev0, ChainClient.Dev1.Address, value: 4));
        SignedTransaction transaction = SignedTransaction.Decode(Hex.ParseBytes(raw.GetString()));
        await chain.SendAsync(transaction);

        Assert.Equal(Dev0, transaction.Sender);
        Assert.Equal(TransactionType.DynamicFee, transaction.Transaction.Type);
        Assert.Equal(1, await chain.NumberAsync("eth_blockNumber"));
    }

    [Fact]
    public async Task SendTransaction_WithAGasPrice_IsLegacy()
    {
        await using ChainClient chain = new();
        Dictionary<string, object?> request = ChainClient.Request(Dev0, ChainClient.Dev1.Address, value: 4);
        request["gasPrice"] = await chain.NumberAsync("eth_gasPrice");

        JsonElement transaction = await chain.CallAsync("eth_getTransactionByHash", await chain.CallAsync("eth_sendTransaction", request));

        Assert.Equal("0x0", transaction.GetProperty("type").GetString());
        Assert.StartsWith("0xf4f", transaction.GetProperty("v").GetString());
    }
}
