using System.Numerics;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;

namespace ZeroG.DevChain.Tests.Contracts;

public sealed class SystemContractTests
{
    [Fact]
    public async Task Call_Succeeds_KeepsStateEmitsTheEventAndTakesTheValue()
    {
        await using ChainClient chain = new(CounterContract.Options);

        JsonElement receipt = await chain.TransactAsync(CounterContract.First, CounterContract.Add.EncodeCall(5), 7);

        Assert.Equal("0x1", receipt.GetProperty("status").GetString());
        Assert.Equal(5 + 1 + 1, await TotalAsync(chain, CounterContract.First));
        Assert.Equal(7, await chain.NumberAsync("eth_getBalance", CounterContract.First));
        JsonElement log = receipt.GetProperty("logs")[0];
        object?[] values = CounterContract.Added.Decode(
            [.. log.GetProperty("topics").EnumerateArray().Select(topic => Hash256.Parse(topic.GetString()!))],
            Hex.ParseBytes(log.GetProperty("data").GetString()));
        Assert.Equal([ChainClient.Dev0.Address, (BigInteger)5], values);
    }

    [Fact]
    public async Task Call_InnerContractReverts_TakesBackTheOuterOnesToo()
    {
        await using ChainClient chain = new(CounterContract.Options);
        await chain.TransactAsync(CounterContract.Second, CounterContract.Add.EncodeCall(1));
        byte[] call = CounterContract.AddTo.EncodeCall(CounterContract.Second, 101);

        JsonElement receipt = await SendAsync(chain, call, value: 0);

        Assert.Equal("0x0", receipt.GetProperty("status").GetString());
        Assert.Equal(0, receipt.GetProperty("logs").GetArrayLength());
        Assert.Equal("0x" + new string('0', 512), receipt.GetProperty("logsBloom").GetString());
        Assert.Equal(0, await TotalAsync(chain, CounterContract.First));
        Assert.Equal(3, await TotalAsync(chain, CounterContract.Second));
        JsonRpcException refusal =
            await chain.RefusalAsync("eth_call", ChainClient.Request(ChainClient.Dev0.Address, CounterContract.First, call));
        Assert.Equal("execution reverted: TooMuch(limit: 100)", refusal.RemoteMessage);
    }

    [Fact]
    public async Task Call_OfAnotherContract_SeesTheCallingContractAsCaller()
    {
        await using ChainClient chain = new(CounterContract.Options);

        JsonElement receipt = await chain.TransactAsync(CounterContract.First, CounterContract.AddTo.EncodeCall(CounterContract.Second, 5));

        JsonElement log = Assert.Single(receipt.GetProperty("logs").EnumerateArray());
        Assert.Equal(CounterContract.Second.ToLowerString(), log.GetProperty("address").GetString());
        Assert.EndsWith(CounterContract.First.ToLowerString()[2..], log.GetProperty("topics")[1].GetString());
    }

    [Fact]
    public async Task Call_OfAnAddressWithoutCode_RevertsAsSolidityDoes()
    {
        await using ChainClient chain = new(CounterContract.Options);

        JsonElement receipt = await SendAsync(chain, CounterContract.AddTo.EncodeCall(ChainClient.Dev1.Address, 5), 0);

        Assert.Equal("0x0", receipt.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Call_ValueForAFunctionThatTakesNone_Reverts()
    {
        await using ChainClient chain = new(CounterContract.Options);

        JsonElement receipt = await SendAsync(chain, CounterContract.Pay.EncodeCall(ChainClient.Dev1.Address, 1), value: 1);

        Assert.Equal("0x0", receipt.GetProperty("status").GetString());
        Assert.Equal("0x0", (await SendAsync(chain, [], value: 1)).GetProperty("status").GetString());
        Assert.Equal(0, await chain.NumberAsync("eth_getBalance", CounterContract.First));
    }

    [Fact]
    public async Task Call_MalformedArguments_RevertsWithoutData()
    {
        await using ChainClient chain = new(CounterContract.Options);

        JsonRpcException refusal = await chain.RefusalAsync(
            "eth_call", ChainClient.Request(ChainClient.Dev0.Address, CounterContract.First, CounterContract.Add.EncodeCall(1)[..20]));

        Assert.Equal("execution reverted", refusal.RemoteMessage);
    }

    [Fact]
    public async Task Call_FaultInTheContract_FailsTheTransactionAndLeavesTheChainRunning()
    {
        await using ChainClient chain = new(CounterContract.Options);

        JsonElement receipt = await SendAsync(chain, CounterContract.Break.EncodeCall(), value: 0);

        Assert.Equal("0x0", receipt.GetProperty("status").GetString());
        Assert.Equal("0xf4240", receipt.GetProperty("gasUsed").GetString());
        Assert.Equal(0, await TotalAsync(chain, CounterContract.First));
        JsonRpcException refusal = await chain.RefusalAsync(
            "eth_call", ChainClient.Request(ChainClient.Dev0.Address, CounterContract.First, CounterContract.Break.EncodeCall()));
        Assert.Equal("fault in a native contract: InvalidOperationException: a bug", refusal.RemoteMessage);
    }

    [Fact]
    public async Task Code_OfANativeContract_IsAMarkerWithItsName()
    {
        await using ChainClient chain = new(CounterContract.Options);

        byte[] code = Hex.ParseBytes((await chain.CallAsync("eth_getCode", CounterContract.First)).GetString());

        Assert.Equal([0xfe, .. "zerog:Counter"u8], code);
        Assert.Equal("0x", (await chain.CallAsync("eth_getCode", ChainClient.Dev1.Address)).GetString());
    }

    private static async Task<JsonElement> SendAsync(ChainClient chain, byte[] data, BigInteger value)
    {
        Dictionary<string, object?> request = ChainClient.Request(ChainClient.Dev0.Address, CounterContract.First, data, value);
        request["gas"] = 1_000_000;
        return await chain.CallAsync("eth_getTransactionReceipt", await chain.CallAsync("eth_sendTransaction", request));
    }

    private static async Task<BigInteger> TotalAsync(ChainClient chain, Address contract)
    {
        JsonElement result =
            await chain.CallAsync("eth_call", ChainClient.Request(ChainClient.Dev0.Address, contract, CounterContract.Total.EncodeCall()));
        return (BigInteger)CounterContract.Total.DecodeResult(Hex.ParseBytes(result.GetString()))[0]!;
    }
}
