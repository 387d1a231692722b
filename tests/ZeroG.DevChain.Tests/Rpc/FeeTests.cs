using System.Numerics;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Transactions;

namespace ZeroG.DevChain.Tests.Rpc;

public sealed class FeeTests
{
    private static readonly BigInteger Gwei = 1_000_000_000;

    [Fact]
    public async Task Transfer_Mined_MovesValueBurnsTheBaseFeeAndTipsTheCoinbase()
    {
        await using ChainClient chain = new();
        Address coinbase = Address.Parse("0x00000000000000000000000000000000000c0ffe");
        await chain.CallAsync("hardhat_setCoinbase", coinbase);
        BigInteger before = await chain.NumberAsync("eth_getBalance", ChainClient.Dev0.Address);
        BigInteger target = await chain.NumberAsync("eth_getBalance", ChainClient.Dev1.Address);

        SignedTransaction transaction = chain.Transfer(0, fields => (fields.Value, fields.Gas) = (7, 30_000));
        await chain.SendAsync(transaction);

        JsonElement receipt = await chain.CallAsync("eth_getTransactionReceipt", transaction.Hash);
        Assert.Equal("0x5208", receipt.GetProperty("gasUsed").GetString());
        BigInteger price = Hex.ParseQuantity(receipt.GetProperty("effectiveGasPrice").GetString());
        Assert.Equal(875_000_000 + (2 * Gwei), price);
        Assert.Equal(before - 7 - (21_000 * price), await chain.NumberAsync("eth_getBalance", ChainClient.Dev0.Address));
        Assert.Equal(target + 7, await chain.NumberAsync("eth_getBalance", ChainClient.Dev1.Address));
        Assert.Equal(21_000 * 2 * Gwei, await chain.NumberAsync("eth_getBalance", coinbase));
    }

    [Fact]
    public async Task BaseFee_OverEmptyBlocks_FallsByAnEighthEach()
    {
        await using ChainClient chain = new();
        await chain.CallAsync("hardhat_mine", 2UL);

        Assert.Equal(["0x3b9aca00", "0x342770c0", "0x2da282a8"], await FeesAsync(chain, 3));
    }

    [Fact]
    public async Task SetNextBlockBaseFee_Set_HoldsForOneBlockAndTheRuleGoesOnFromThere()
    {
        await using ChainClient chain = new();
        await chain.CallAsync("hardhat_setNextBlockBaseFeePerGas", Hex.ToQuantity(8 * Gwei));
        await chain.CallAsync("hardhat_mine", 2UL);

        Assert.Equal([Hex.ToQuantity(8 * Gwei), Hex.ToQuantity(7 * Gwei)], await FeesAsync(chain, 2));
    }

    [Fact]
    public async Task FeeHistory_OfABlockWithTransactions_GivesRatiosNextFeeAndTips()
    {
        await using ChainClient chain = new(new DevChainOptions { Automine = false, BlockGasLimit = 84_000 });
        await chain.SendAsync(chain.Transfer(0, fields => fields.Tip = Gwei));
        await chain.SendAsync(chain.Transfer(1, fields => fields.Tip = 3 * Gwei));
        await chain.CallAsync("evm_mine");

        JsonElement history = await chain.CallAsync("eth_feeHistory", "0x1", "latest", new object?[] { 0, 50, 100 });

        Assert.Equal("0x1", history.GetProperty("oldestBlock").GetString());
        Assert.Equal(["0x342770c0", "0x342770c0"], history.GetProperty("baseFeePerGas").EnumerateArray().Select(item => item.GetString()));
        Assert.Equal(0.5, history.GetProperty("gasUsedRatio")[0].GetDouble());
        Assert.Equal(
            [Hex.ToQuantity(Gwei), Hex.ToQuantity(Gwei), Hex.ToQuantity(3 * Gwei)],
            history.GetProperty("reward")[0].EnumerateArray().Select(item => item.GetString()));
    }

    [Fact]
    public async Task Suggestions_OnEthereum_AreOneGweiOfTip()
    {
        await using ChainClient chain = new();

        Assert.Equal(Gwei, await chain.NumberAsync("eth_maxPriorityFeePerGas"));
        Assert.Equal(Gwei + 875_000_000, await chain.NumberAsync("eth_gasPrice"));
        Assert.Equal(1, await chain.NumberAsync("eth_blobBaseFee"));
    }

    private static async Task<IEnumerable<string?>> FeesAsync(ChainClient chain, int blocks)
    {
        JsonElement history = await chain.CallAsync("eth_feeHistory", Hex.ToQuantity((ulong)blocks), "latest");
        return history.GetProperty("baseFeePerGas").EnumerateArray().Take(blocks).Select(item => item.GetString());
    }
}
