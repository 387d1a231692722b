using System.Numerics;
using System.Text.Json;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;

namespace ZeroG.DevChain.Tests.Pool;

public sealed class PoolOrderTests
{
    private static readonly BigInteger Gwei = 1_000_000_000;

    [Fact]
    public async Task Send_NoncesInAnyOrder_AreMinedInSequenceOnceTheGapCloses()
    {
        await using ChainClient chain = new();
        await chain.SendAsync(chain.Transfer(2));
        await chain.SendAsync(chain.Transfer(1));
        Assert.Equal(0, await chain.NumberAsync("eth_blockNumber"));
        Assert.Equal(0, await chain.NumberAsync("eth_getTransactionCount", ChainClient.Dev0.Address, "pending"));
        Assert.Equal("""{"pending":"0x0","queued":"0x2"}""", (await chain.CallAsync("txpool_status")).GetRawText());

        await chain.SendAsync(chain.Transfer(0));

        Assert.Equal(3, await chain.NumberAsync("eth_getTransactionCount", ChainClient.Dev0.Address, "latest"));
        Assert.Equal(
            [0, 1, 2],
            (await BlockAsync(chain, "latest")).GetProperty("transactions").EnumerateArray().Select(
                tx => Convert.ToInt32(tx.GetProperty("nonce").GetString(), 16)));
    }

    [Fact]
    public async Task Mine_SeveralSenders_TakesTheBestTipFirstAndKeepsEachSequence()
    {
        await using ChainClient chain = new(new DevChainOptions { Automine = false });
        using Wallet dev2 = DevelopmentAccounts.Open(2);
        SignedTransaction[] sent =
        [
            chain.Transfer(0, fields => fields.Tip = 2 * Gwei),
            chain.Transfer(1, fields => fields.Tip = 9 * Gwei),
            chain.Transfer(0, fields => (fields.From, fields.Tip) = (ChainClient.Dev1, 5 * Gwei)),
            chain.Transfer(0, fields => (fields.From, fields.Tip) = (dev2, 2 * Gwei)),
        ];
        foreach (SignedTransaction transaction in sent)
        {
            await chain.SendAsync(transaction);
        }

        await chain.CallAsync("evm_mine");

        IEnumerable<string?> order = (await BlockAsync(chain, "latest")).GetProperty("transactions").EnumerateArray()
            .Select(tx => tx.GetProperty("hash").GetString());
        Assert.Equal(new[] { sent[2], sent[0], sent[1], sent[3] }.Select(transaction => transaction.Hash.ToString()), order);
    }

    [Fact]
    public async Task Mine_BlockIsFull_LeavesTheRestForTheNext()
    {
        await using ChainClient chain = new(new DevChainOptions { Automine = false, BlockGasLimit = 50_000 });
        for (ulong nonce = 0; nonce < 3; nonce++)
        {
            await chain.SendAsync(chain.Transfer(nonce));
        }

        Assert.Equal(2, (await BlockAsync(chain, "pending")).GetProperty("transactions").GetArrayLength());
        await chain.CallAsync("evm_mine");
        Assert.Equal(2, (await BlockAsync(chain, "latest")).GetProperty("transactions").GetArrayLength());
        Assert.Equal(3, await chain.NumberAsync("eth_getTransactionCount", ChainClient.Dev0.Address, "pending"));
        await chain.CallAsync("evm_mine");
        Assert.Equal(1, (await BlockAsync(chain, "latest")).GetProperty("transactions").GetArrayLength());
    }

    [Fact]
    public async Task Mine_CapBelowTheBaseFee_WaitsUntilTheFeeHasFallen()
    {
        await using ChainClient chain = new(new DevChainOptions { Automine = false });
        await chain.SendAsync(chain.Transfer(0, fields => (fields.MaxFee, fields.Tip) = (800_000_000, 1)));

        await chain.CallAsync("evm_mine");
        Assert.Equal(0, (await BlockAsync(chain, "latest")).GetProperty("transactions").GetArrayLength());
        await chain.CallAsync("evm_mine");

        Assert.Equal(1, (await BlockAsync(chain, "latest")).GetProperty("transactions").GetArrayLength());
    }

    [Fact]
    public async Task DropTransaction_Waiting_IsForgotten()
    {
        await using ChainClient chain = new(new DevChainOptions { Automine = false });
        SignedTransaction transaction = chain.Transfer(0);
        await chain.SendAsync(transaction);
        Assert.Equal(
            JsonValueKind.Null, (await chain.CallAsync("eth_getTransactionByHash", transaction.Hash)).GetProperty("blockNumber").ValueKind);

        Assert.True((await chain.CallAsync("hardhat_dropTransaction", transaction.Hash)).GetBoolean());

        Assert.Equal(JsonValueKind.Null, (await chain.CallAsync("eth_getTransactionByHash", transaction.Hash)).ValueKind);
        Assert.False((await chain.CallAsync("hardhat_dropTransaction", transaction.Hash)).GetBoolean());
    }

    private static Task<JsonElement> BlockAsync(ChainClient chain, string tag) => chain.CallAsync("eth_getBlockByNumber", tag, true);
}
