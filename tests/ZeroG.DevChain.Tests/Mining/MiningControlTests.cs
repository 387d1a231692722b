using System.Numerics;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using ZeroG.Chain;
using ZeroG.Chain.Transactions;
using ZeroG.DevChain.Contracts.Storage;

namespace ZeroG.DevChain.Tests.Mining;

public sealed class MiningControlTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Start);

    private DevChainOptions Options => new() { TimeProvider = _time };

    [Fact]
    public async Task Time_MovedByControls_ShowsInTheBlocks()
    {
        await using ChainClient chain = new(Options);
        long genesis = Start.ToUnixTimeSeconds();
        Assert.Equal(genesis, await TimestampAsync(chain));

        _time.Advance(TimeSpan.FromSeconds(5));
        await chain.CallAsync("evm_mine");
        Assert.Equal(genesis + 5, await TimestampAsync(chain));

        await chain.CallAsync("evm_increaseTime", 100);
        await chain.CallAsync("evm_mine");
        Assert.Equal(genesis + 105, await TimestampAsync(chain));

        await chain.CallAsync("evm_setNextBlockTimestamp", genesis + 1000);
        await chain.CallAsync("evm_mine");
        Assert.Equal(genesis + 1000, await TimestampAsync(chain));

        _time.Advance(TimeSpan.FromSeconds(7));
        await chain.CallAsync("evm_mine");
        Assert.Equal(genesis + 1007, await TimestampAsync(chain));

        await chain.CallAsync("evm_mine", genesis + 2000);
        Assert.Equal(genesis + 2000, await TimestampAsync(chain));
        Assert.StartsWith("timestamp 1 lies before", (await chain.RefusalAsync("evm_setNextBlockTimestamp", 1)).RemoteMessage);
    }

    [Fact]
    public async Task HardhatMine_SeveralBlocks_AreTheGivenSecondsApart()
    {
        await using ChainClient chain = new(Options);

        await chain.CallAsync("hardhat_mine", "0x3", "0x3c");

        Assert.Equal(3, await chain.NumberAsync("eth_blockNumber"));
        Assert.Equal(Start.ToUnixTimeSeconds() + 120, await TimestampAsync(chain));
    }

    [Fact]
    public async Task IntervalMining_TimePasses_MinesWithoutATransaction()
    {
        await using ChainClient chain = new(Options with { BlockInterval = TimeSpan.FromSeconds(2) });
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(2, await chain.NumberAsync("eth_blockNumber"));

        await chain.CallAsync("evm_setIntervalMining", 500);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(4, await chain.NumberAsync("eth_blockNumber"));

        await chain.CallAsync("evm_setIntervalMining", 0);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(4, await chain.NumberAsync("eth_blockNumber"));
    }

    [Fact]
    public async Task SetAutomine_OffThenOn_KeepsTransactionsWaitingAndThenMinesThem()
    {
        await using ChainClient chain = new(Options);
        await chain.CallAsync("evm_setAutomine", false);
        await chain.SendAsync(chain.Transfer(0));
        Assert.Equal(0, await chain.NumberAsync("eth_blockNumber"));
        Assert.Equal(1, await chain.NumberAsync("eth_getTransactionCount", ChainClient.Dev0.Address, "pending"));
        Assert.Equal(BigInteger.Pow(10, 22) + 1, await chain.NumberAsync("eth_getBalance", ChainClient.Dev1.Address, "pending"));
        Assert.Equal(BigInteger.Pow(10, 22), await chain.NumberAsync("eth_getBalance", ChainClient.Dev1.Address, "latest"));
        JsonElement pending = await chain.CallAsync("eth_getBlockByNumber", "pending", false);
        Assert.Equal(JsonValueKind.Null, pending.GetProperty("hash").ValueKind);
        Assert.Equal(1, pending.GetProperty("transactions").GetArrayLength());

        await chain.CallAsync("evm_setAutomine", true);

        Assert.Equal(1, await chain.NumberAsync("eth_blockNumber"));
        Assert.Equal(BigInteger.Pow(10, 22) + 1, await chain.NumberAsync("eth_getBalance", ChainClient.Dev1.Address, "latest"));
    }

    [Fact]
    public async Task Revert_ToASnapshot_PutsStateContractsBlocksAndPoolBack()
    {
        await using ChainClient chain = new(Options);
        await FlowCalls.SubmitAsync(chain, seed: 1);
        await chain.CallAsync("hardhat_setBalance", ChainClient.Dev1.Address, (BigInteger)77);
        await chain.SendAsync(chain.Transfer(9));
        JsonElement snapshot = await chain.CallAsync("evm_snapshot");
        string block = (await chain.CallAsync("eth_getBlockByNumber", "latest", false)).GetRawText();
        await FlowCalls.SubmitAsync(chain, seed: 2);
        SignedTransaction gone = chain.Transfer(2);
        await chain.SendAsync(gone);
        await chain.CallAsync("hardhat_setBalance", ChainClient.Dev1.Address, (BigInteger)5);

        Assert.True((await chain.CallAsync("evm_revert", snapshot)).GetBoolean());

        Assert.Equal(block, (await chain.CallAsync("eth_getBlockByNumber", "latest", false)).GetRawText());
        Assert.Equal(1, await FlowCalls.CountAsync(chain));
        Assert.Equal(77, await chain.NumberAsync("eth_getBalance", ChainClient.Dev1.Address));
        Assert.Equal(JsonValueKind.Null, (await chain.CallAsync("eth_getTransactionByHash", gone.Hash)).ValueKind);
        Assert.Equal("""{"pending":"0x0","queued":"0x1"}""", (await chain.CallAsync("txpool_status")).GetRawText());
        Assert.False((await chain.CallAsync("evm_revert", snapshot)).GetBoolean());
    }

    [Fact]
    public async Task Revert_ThenTheSameAgain_LeadsToTheSameBlocks()
    {
        await using ChainClient chain = new(Options);
        await chain.CallAsync("hardhat_setBalance", ChainClient.Dev1.Address, (BigInteger)77);
        JsonElement first = await chain.CallAsync("evm_snapshot");
        JsonElement once = await FlowCalls.SubmitAsync(chain, seed: 1);
        await chain.CallAsync("evm_revert", first);

        JsonElement twice = await FlowCalls.SubmitAsync(chain, seed: 1);

        Assert.Equal(once.GetRawText(), twice.GetRawText());
    }

    [Fact]
    public async Task Reset_AfterBlocks_BeginsAgainAtGenesis()
    {
        await using ChainClient chain = new(Options);
        JsonElement genesis = await chain.CallAsync("eth_getBlockByNumber", "earliest", false);
        await FlowCalls.SubmitAsync(chain, seed: 1);

        await chain.CallAsync("hardhat_reset");

        // The same state under another hash: it is a new chain, on which nothing was paid.
        JsonElement latest = await chain.CallAsync("eth_getBlockByNumber", "latest", false);
        Assert.Equal("0x0", latest.GetProperty("number").GetString());
        Assert.Equal(genesis.GetProperty("stateRoot").GetString(), latest.GetProperty("stateRoot").GetString());
        Assert.NotEqual(genesis.GetProperty("hash").GetString(), latest.GetProperty("hash").GetString());
        Assert.Equal(0, await FlowCalls.CountAsync(chain));
        Assert.Equal(0, await chain.NumberAsync("eth_getBalance", StorageContracts.Reward));
    }

    [Fact]
    public async Task Impersonation_OfAnyAccount_SendsWithAWellFormedSignature()
    {
        await using ChainClient chain = new(Options);
        Address somebody = Address.Parse("0x00000000000000000000000000000000005b0d17");
        await chain.CallAsync("anvil_setBalance", somebody, BigInteger.Pow(10, 18));
        Dictionary<string, object?> request = ChainClient.Request(somebody, ChainClient.Dev1.Address, value: 3);
        Assert.StartsWith("unknown account", (await chain.RefusalAsync("eth_sendTransaction", request)).RemoteMessage);

        await chain.CallAsync("hardhat_impersonateAccount", somebody);
        JsonElement hash = await chain.CallAsync("eth_sendTransaction", request);

        JsonElement transaction = await chain.CallAsync("eth_getTransactionByHash", hash);
        Assert.Equal(somebody.ToLowerString(), transaction.GetProperty("from").GetString());
        Assert.NotEqual("0x0", transaction.GetProperty("r").GetString());
        await chain.CallAsync("hardhat_stopImpersonatingAccount", somebody);
        Assert.StartsWith("unknown account", (await chain.RefusalAsync("eth_sendTransaction", request)).RemoteMessage);
    }

    [Fact]
    public async Task Accounts_ChangedByHand_ReadBackAsSet()
    {
        await using ChainClient chain = new(Options);
        Address account = Address.Parse("0x00000000000000000000000000000000000a0000");
        string root = (await chain.CallAsync("eth_getBlockByNumber", "latest", false)).GetProperty("stateRoot").GetString()!;

        await chain.CallAsync("hardhat_setNonce", account, "0x9");
        await chain.CallAsync("hardhat_setCode", account, "0x6001");
        await chain.CallAsync("hardhat_setStorageAt", account, "0x1", "0x2a");
        await chain.CallAsync("hardhat_setPrevRandao", Hash256.Keccak([5]));
        await chain.CallAsync("evm_mine");

        Assert.Equal(9, await chain.NumberAsync("eth_getTransactionCount", account, "latest"));
        Assert.Equal("0x6001", (await chain.CallAsync("eth_getCode", account)).GetString());
        Assert.Equal("0x" + new string('0', 62) + "2a", (await chain.CallAsync("eth_getStorageAt", account, "0x1", "latest")).GetString());
        JsonElement block = await chain.CallAsync("eth_getBlockByNumber", "latest", false);
        Assert.NotEqual(root, block.GetProperty("stateRoot").GetString());
        Assert.Equal(Hash256.Keccak([5]).ToString(), block.GetProperty("mixHash").GetString());
    }

    private static async Task<BigInteger> TimestampAsync(ChainClient chain) =>
        Hex.ParseQuantity((await chain.CallAsync("eth_getBlockByNumber", "latest", false)).GetProperty("timestamp").GetString());
}
