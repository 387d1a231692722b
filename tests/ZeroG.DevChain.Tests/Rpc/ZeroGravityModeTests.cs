using System.Numerics;
using System.Text.Json;
using ZeroG.Chain.Transactions;

namespace ZeroG.DevChain.Tests.Rpc;

/// <summary>Where 0G's nodes differ from Ethereum's (chain.md §2.2 and §8.5).</summary>
public sealed class ZeroGravityModeTests
{
    private static readonly BigInteger Gwei = 1_000_000_000;

    [Fact]
    public async Task Send_WithTheTipThatTheNodeSuggests_IsRefusedWithTheFloor()
    {
        await using ChainClient chain = new(new DevChainOptions { ZeroGravityMode = true });
        BigInteger suggested = await chain.NumberAsync("eth_maxPriorityFeePerGas");

        string message =
            (await chain.RefusalAsync("eth_sendRawTransaction", chain.Transfer(0, fields => fields.Tip = suggested).Raw)).RemoteMessage;

        Assert.Equal(1, suggested);
        Assert.Equal("transaction underpriced: tip cap below minimum 2 gwei, got 1 wei", message);
    }

    [Fact]
    public async Task Send_WithTheSuggestedGasPriceForAllFees_PassesTheFloor()
    {
        await using ChainClient chain = new(new DevChainOptions { ZeroGravityMode = true });
        BigInteger price = await chain.NumberAsync("eth_gasPrice");

        await chain.SendAsync(chain.Transfer(0, fields => (fields.MaxFee, fields.Tip) = (price, price)));

        Assert.Equal(1, await chain.NumberAsync("eth_blockNumber"));
    }

    [Theory]
    [InlineData(21_000, "0x5208")]
    [InlineData(26_250, "0x5208")]
    [InlineData(26_251, "0x5208")]
    [InlineData(100_000, "0x13880")]
    public async Task Receipt_GenerousLimit_IsChargedForFourFifthsOfIt(ulong limit, string charged)
    {
        await using ChainClient chain = new(new DevChainOptions { ZeroGravityMode = true });
        SignedTransaction transaction = chain.Transfer(0, fields => fields.Gas = limit);
        await chain.SendAsync(transaction);

        Assert.Equal(charged, (await chain.CallAsync("eth_getTransactionReceipt", transaction.Hash)).GetProperty("gasUsed").GetString());
    }

    [Fact]
    public async Task Lookups_HiddenTwice_FindTheTransactionTheThirdTime()
    {
        await using ChainClient chain = new(new DevChainOptions { HiddenLookups = 2 });
        SignedTransaction transaction = chain.Transfer(0);
        await chain.SendAsync(transaction);

        foreach (string method in (string[])["eth_getTransactionReceipt", "eth_getTransactionByHash"])
        {
            Assert.Equal(JsonValueKind.Null, (await chain.CallAsync(method, transaction.Hash)).ValueKind);
            Assert.Equal(JsonValueKind.Null, (await chain.CallAsync(method, transaction.Hash)).ValueKind);
            Assert.Equal(JsonValueKind.Object, (await chain.CallAsync(method, transaction.Hash)).ValueKind);
        }
    }

    [Fact]
    public async Task Logs_RangeBeyondTheLimit_AreRefused()
    {
        await using ChainClient chain = new(new DevChainOptions { LogRangeLimit = 10 });
        await chain.CallAsync("hardhat_mine", 20UL);

        Assert.Equal("query exceeds max block range 10", (await chain.RefusalAsync("eth_getLogs", Range(1, 11))).RemoteMessage);
        Assert.Equal(0, (await chain.CallAsync("eth_getLogs", Range(1, 10))).GetArrayLength());
    }

    private static Dictionary<string, object?> Range(int from, int to) =>
        new() { ["fromBlock"] = (BigInteger)from, ["toBlock"] = (BigInteger)to };
}
