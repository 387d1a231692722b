using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using ZeroG.Chain;
using ZeroG.DevChain.Contracts.Storage;
using ZeroG.Storage.Contracts;

namespace ZeroG.DevChain.Tests.Rpc;

public sealed class LogTests
{
    private static readonly string Topic = FlowContract.SubmitEvent.Topic.ToString();
    private static readonly string Sender = new Hash256([.. new byte[12], .. ChainClient.Dev0.Address.ToArray()]).ToString();

    [Fact]
    public async Task GetLogs_ByAddressTopicsAndRange_FindsWhatMatches()
    {
        await using ChainClient chain = new();
        await FlowCalls.SubmitAsync(chain, seed: 1);
        await chain.TransactAsync(ChainClient.Dev1.Address, value: 1);
        await FlowCalls.SubmitAsync(chain, seed: 2);
        string identity = Hash256.Keccak(Hash256.Keccak([2]).ToArray()).ToString();

        Assert.Equal(1, await CountAsync(chain, new() { ["address"] = StorageContracts.Flow }));
        Assert.Equal(2, await CountAsync(chain, new() { ["fromBlock"] = "earliest", ["address"] = StorageContracts.Flow }));
        Assert.Equal(0, await CountAsync(chain, new() { ["fromBlock"] = "earliest", ["address"] = StorageContracts.Market }));
        Assert.Equal(1, await CountAsync(chain, new() { ["fromBlock"] = "0x0", ["toBlock"] = "0x2" }));
        Assert.Equal(
            2, await CountAsync(chain, new() { ["fromBlock"] = "0x0", ["toBlock"] = "0xff", ["topics"] = new object?[] { Topic } }));
        Assert.Equal(2, await CountAsync(chain, new() { ["fromBlock"] = "0x0", ["topics"] = new object?[] { null, Sender } }));
        object?[] either = [Topic, Sender, new object?[] { identity, Sender }];
        Assert.Equal(1, await CountAsync(chain, new() { ["fromBlock"] = "0x0", ["topics"] = either }));
        Assert.Equal(0, await CountAsync(chain, new() { ["fromBlock"] = "0x0", ["topics"] = new object?[] { Sender } }));
        Assert.Equal(0, await CountAsync(chain, new() { ["fromBlock"] = "0x0", ["topics"] = new object?[] { null, null, null, null } }));
    }

    [Fact]
    public async Task GetLogs_ByBlockHash_FindsThoseOfThatBlock()
    {
        await using ChainClient chain = new();
        JsonElement receipt = await FlowCalls.SubmitAsync(chain, seed: 1);
        await FlowCalls.SubmitAsync(chain, seed: 2);

        Assert.Equal(1, await CountAsync(chain, new() { ["blockHash"] = receipt.GetProperty("blockHash") }));
        Assert.Equal(
            "unknown block",
            (await chain.RefusalAsync("eth_getLogs", new Dictionary<string, object?> { ["blockHash"] = Topic })).RemoteMessage);
        Dictionary<string, object?> both = new() { ["blockHash"] = Topic, ["fromBlock"] = "0x1" };
        Assert.StartsWith("cannot specify both", (await chain.RefusalAsync("eth_getLogs", both)).RemoteMessage);
        Dictionary<string, object?> upsideDown = new() { ["fromBlock"] = "0x2", ["toBlock"] = "0x1" };
        Assert.Equal("invalid block range params", (await chain.RefusalAsync("eth_getLogs", upsideDown)).RemoteMessage);
    }

    [Fact]
    public async Task Log_InBlockReceiptAndSearch_IsTheSame()
    {
        await using ChainClient chain = new();
        JsonElement receipt = await FlowCalls.SubmitAsync(chain, seed: 1);
        JsonElement block = await chain.CallAsync("eth_getBlockByNumber", "0x1", false);
        JsonElement receipts = await chain.CallAsync("eth_getBlockReceipts", "0x1");

        JsonElement log = (await chain.CallAsync("eth_getLogs", new Dictionary<string, object?>()))[0];

        Assert.Equal(log.GetRawText(), receipt.GetProperty("logs")[0].GetRawText());
        Assert.Equal(receipt.GetRawText(), receipts[0].GetRawText());
        Assert.Equal(block.GetProperty("hash").GetString(), log.GetProperty("blockHash").GetString());
        Assert.Equal(block.GetProperty("logsBloom").GetString(), receipt.GetProperty("logsBloom").GetString());
        Assert.False(log.GetProperty("removed").GetBoolean());
    }

    [Fact]
    public async Task Filters_Polled_GiveTheNewsOfTheirKindOnce()
    {
        await using ChainClient chain = new();
        JsonElement logs = await chain.CallAsync("eth_newFilter", new Dictionary<string, object?> { ["address"] = StorageContracts.Flow });
        JsonElement blocks = await chain.CallAsync("eth_newBlockFilter");
        JsonElement pending = await chain.CallAsync("eth_newPendingTransactionFilter");

        JsonElement receipt = await FlowCalls.SubmitAsync(chain, seed: 1);

        Assert.Equal(receipt.GetProperty("transactionHash").GetString(), (await ChangesAsync(chain, pending)).Single().GetString());
        Assert.Equal(receipt.GetProperty("blockHash").GetString(), (await ChangesAsync(chain, blocks)).Single().GetString());
        Assert.Equal(receipt.GetProperty("logs")[0].GetRawText(), (await ChangesAsync(chain, logs)).Single().GetRawText());
        Assert.Empty(await ChangesAsync(chain, logs));
        Assert.Equal(1, (await chain.CallAsync("eth_getFilterLogs", logs)).GetArrayLength());
        Assert.Equal("filter not found", (await chain.RefusalAsync("eth_getFilterLogs", blocks)).RemoteMessage);
        Assert.True((await chain.CallAsync("eth_uninstallFilter", logs)).GetBoolean());
        Assert.False((await chain.CallAsync("eth_uninstallFilter", logs)).GetBoolean());
        Assert.Equal("filter not found", (await chain.RefusalAsync("eth_getFilterChanges", logs)).RemoteMessage);
    }

    [Fact]
    public async Task Filter_BlocksTakenAway_GivesTheirLogsAgainAsRemoved()
    {
        await using ChainClient chain = new();
        JsonElement filter = await chain.CallAsync("eth_newFilter", new Dictionary<string, object?>());
        JsonElement snapshot = await chain.CallAsync("evm_snapshot");
        await FlowCalls.SubmitAsync(chain, seed: 1);

        await chain.CallAsync("evm_revert", snapshot);

        Assert.Equal([false, true], (await ChangesAsync(chain, filter)).Select(log => log.GetProperty("removed").GetBoolean()));
    }

    [Fact]
    public async Task Filter_NotPolledForFiveMinutes_IsForgottenWhenTheNextOneComes()
    {
        FakeTimeProvider time = new();
        await using ChainClient chain = new(new DevChainOptions { TimeProvider = time });
        JsonElement old = await chain.CallAsync("eth_newBlockFilter");
        time.Advance(TimeSpan.FromMinutes(6));
        JsonElement young = await chain.CallAsync("eth_newBlockFilter");

        Assert.Equal("filter not found", (await chain.RefusalAsync("eth_getFilterChanges", old)).RemoteMessage);
        Assert.Empty(await ChangesAsync(chain, young));
    }

    private static async Task<int> CountAsync(ChainClient chain, Dictionary<string, object?> filter) =>
        (await chain.CallAsync("eth_getLogs", filter)).GetArrayLength();

    private static async Task<JsonElement[]> ChangesAsync(ChainClient chain, JsonElement filter) =>
        [.. (await chain.CallAsync("eth_getFilterChanges", filter)).EnumerateArray()];
}
