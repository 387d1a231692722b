using System.Numerics;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.DevChain.Contracts.Storage;
using ZeroG.Storage.Contracts;

namespace ZeroG.DevChain.Tests.Rpc;

public sealed class CallTests
{
    private static readonly Address Dev0 = ChainClient.Dev0.Address;
    private static readonly Address Dev1 = ChainClient.Dev1.Address;

    [Fact]
    public async Task Call_Revert_CarriesCodeTextAndData()
    {
        await using ChainClient chain = new();
        byte[] submit = FlowContract.Submit.EncodeCall([FlowCalls.Submission(256, Dev0, (Hash256.Keccak([1]), 0))]);
        BigInteger price = MarketSystemContract.TurboPricePerSector;

        JsonRpcException refusal = await chain.RefusalAsync("eth_call", ChainClient.Request(Dev0, StorageContracts.Flow, submit), "latest");

        Assert.Equal(JsonRpcErrorCode.Reverted, refusal.Code);
        Assert.Equal($"execution reverted: NotEnoughFee(price: {price}, amount: 1, paid: 0)", refusal.RemoteMessage);
        Assert.Equal(Hex.ToHex(FlowContract.NotEnoughFee.Encode(price, 1, 0)), refusal.RemoteData!.Value.GetString());
        Assert.Equal(
            refusal.RemoteMessage,
            (await chain.RefusalAsync("eth_estimateGas", ChainClient.Request(Dev0, StorageContracts.Flow, submit))).RemoteMessage);
    }

    [Fact]
    public async Task Call_UnknownSelector_RevertsWithoutData()
    {
        await using ChainClient chain = new();

        JsonRpcException refusal = await chain.RefusalAsync("eth_call", ChainClient.Request(Dev0, StorageContracts.Flow, [1, 2, 3, 4]));

        Assert.Equal("execution reverted", refusal.RemoteMessage);
        Assert.Equal("0x", refusal.RemoteData!.Value.GetString());
    }

    [Fact]
    public async Task Call_ThatWrites_LeavesNoTrace()
    {
        await using ChainClient chain = new();
        byte[] submit = FlowContract.Submit.EncodeCall([FlowCalls.Submission(256, Dev0, (Hash256.Keccak([1]), 0))]);

        await chain.CallAsync(
            "eth_call", ChainClient.Request(Dev0, StorageContracts.Flow, submit, MarketSystemContract.TurboPricePerSector));

        Assert.Equal(0, await FlowCalls.CountAsync(chain));
        Assert.Equal(0, await chain.NumberAsync("eth_getBalance", StorageContracts.Market));
    }

    [Fact]
    public async Task Call_WithOverrides_SeesThemForThisCallOnly()
    {
        await using ChainClient chain = new();
        Address poor = Address.Parse("0x00000000000000000000000000000000000b0000");
        Dictionary<string, object?> request = ChainClient.Request(poor, Dev1, value: 5);
        Dictionary<string, object?> rich =
            new() { [poor.ToString()] = new Dictionary<string, object?> { ["balance"] = "0x5", ["nonce"] = "0x1" } };

        Assert.StartsWith("insufficient funds", (await chain.RefusalAsync("eth_call", request, "latest")).RemoteMessage);
        Assert.Equal("0x", (await chain.CallAsync("eth_call", request, "latest", rich)).GetString());

        Assert.Equal(0, await chain.NumberAsync("eth_getBalance", poor));
        Dictionary<string, object?> odd = new() { [poor.ToString()] = new Dictionary<string, object?> { ["colour"] = "0x5" } };
        Assert.Equal("unknown state override 'colour'", (await chain.RefusalAsync("eth_call", request, "latest", odd)).RemoteMessage);
    }

    [Fact]
    public async Task Call_CodeOverriddenOnANativeContract_MeetsTheMissingEvm()
    {
        await using ChainClient chain = new();
        Dictionary<string, object?> code =
            new() { [StorageContracts.Flow.ToString()] = new Dictionary<string, object?> { ["code"] = "0x00" } };

        JsonRpcException refusal = await chain.RefusalAsync(
            "eth_call", ChainClient.Request(Dev0, StorageContracts.Flow, FlowContract.Epoch.EncodeCall()), "latest", code);

        Assert.StartsWith("no EVM: ", refusal.RemoteMessage);
    }

    [Fact]
    public async Task Read_AtAnEarlierBlock_GivesWhatWasThen()
    {
        await using ChainClient chain = new();
        await chain.TransactAsync(Dev1, value: 1);
        await FlowCalls.SubmitAsync(chain, seed: 1);
        await chain.TransactAsync(Dev1, value: 2);
        BigInteger start = BigInteger.Pow(10, 22);

        foreach ((object tag, BigInteger balance, BigInteger files) in ((object, BigInteger, BigInteger)[])
            [
                ("earliest", start, 0), ("0x1", start + 1, 0), ("0x2", start + 1, 1), ("0x3", start + 3, 1), ("latest", start + 3, 1),
                ("pending", start + 3, 1),
            ])
        {
            Assert.Equal(balance, await chain.NumberAsync("eth_getBalance", Dev1, tag));
            Assert.Equal(files, await FlowCalls.CountAsync(chain, tag));
        }

        JsonElement first = await chain.CallAsync("eth_getBlockByNumber", "0x1", false);
        Dictionary<string, object?> byHash = new() { ["blockHash"] = first.GetProperty("hash") };
        Assert.Equal(start + 1, await chain.NumberAsync("eth_getBalance", Dev1, byHash));
        Assert.Equal("header not found", (await chain.RefusalAsync("eth_getBalance", Dev1, "0x4")).RemoteMessage);
    }

    [Fact]
    public async Task Read_BeyondTheStateWindow_IsRefusedAndWithinItIsNot()
    {
        await using ChainClient chain = new();
        await chain.TransactAsync(Dev1, value: 1);
        await chain.CallAsync("hardhat_mine", 256UL);

        Assert.Equal(BigInteger.Pow(10, 22) + 1, await chain.NumberAsync("eth_getBalance", Dev1, "0x1"));
        Assert.Equal(
            "missing state of block 0: this chain keeps the state of the last 256 blocks",
            (await chain.RefusalAsync("eth_getBalance", Dev1, "0x0")).RemoteMessage);
    }

    [Fact]
    public async Task Estimate_PlainTransfer_IsExact()
    {
        await using ChainClient chain = new();

        Assert.Equal(21_000, await chain.NumberAsync("eth_estimateGas", ChainClient.Request(Dev0, Dev1, value: 1)));
    }

    [Fact]
    public async Task Estimate_ContractCall_IsEnoughAndOneLessThanNeededIsNot()
    {
        await using ChainClient chain = new();
        BigInteger fee = MarketSystemContract.TurboPricePerSector;
        byte[] submit = FlowContract.Submit.EncodeCall([FlowCalls.Submission(256, Dev0, (Hash256.Keccak([1]), 0))]);
        Dictionary<string, object?> request = ChainClient.Request(Dev0, StorageContracts.Flow, submit, fee);

        request["gas"] = await chain.NumberAsync("eth_estimateGas", request);
        JsonElement receipt = await chain.CallAsync("eth_getTransactionReceipt", await chain.CallAsync("eth_sendTransaction", request));
        Assert.Equal("0x1", receipt.GetProperty("status").GetString());

        request["gas"] = Hex.ParseQuantity(receipt.GetProperty("gasUsed").GetString()) - 1;
        Assert.StartsWith("gas required exceeds allowance", (await chain.RefusalAsync("eth_estimateGas", request)).RemoteMessage);
        JsonElement failed = await chain.CallAsync("eth_getTransactionReceipt", await chain.CallAsync("eth_sendTransaction", request));
        Assert.Equal("0x0", failed.GetProperty("status").GetString());
        Assert.Equal(Hex.ToQuantity((BigInteger)request["gas"]!), failed.GetProperty("gasUsed").GetString());
        Assert.Equal(1, await FlowCalls.CountAsync(chain));
    }

    [Fact]
    public async Task CreateAccessList_OfACall_IsEmptyWithItsGas()
    {
        await using ChainClient chain = new();

        JsonElement answer = await chain.CallAsync("eth_createAccessList", ChainClient.Request(Dev0, Dev1, value: 1));

        Assert.Equal("""{"accessList":[],"gasUsed":"0x5208"}""", answer.GetRawText());
    }
}
