using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Transactions;

namespace ZeroG.DevChain.Tests.Rpc;

public sealed class BlockTests
{
    // chain.md §8.3: required by ethers, or given by today's nodes.
    private static readonly string[] BlockFields =
    [
        "hash", "parentHash", "number", "timestamp", "nonce", "difficulty", "gasLimit", "gasUsed", "miner", "extraData", "baseFeePerGas",
        "stateRoot", "receiptsRoot", "transactionsRoot", "logsBloom", "mixHash", "sha3Uncles", "size", "uncles", "withdrawals",
        "withdrawalsRoot", "blobGasUsed", "excessBlobGas", "parentBeaconBlockRoot", "requestsHash", "totalDifficulty", "transactions",
    ];

    private static readonly string[] TransactionFields =
    [
        "hash", "type", "from", "to", "nonce", "gas", "value", "input", "chainId", "gasPrice", "maxFeePerGas", "maxPriorityFeePerGas",
        "accessList", "v", "r", "s", "yParity", "blockHash", "blockNumber", "transactionIndex",
    ];

    private static readonly string[] ReceiptFields =
    [
        "transactionHash", "transactionIndex", "blockHash", "blockNumber", "from", "to", "contractAddress", "cumulativeGasUsed", "gasUsed",
        "effectiveGasPrice", "logs", "logsBloom", "status", "type",
    ];

    [Fact]
    public async Task Objects_Mined_HaveExactlyTheFieldsOfTheSpecification()
    {
        await using ChainClient chain = new();
        SignedTransaction sent = chain.Transfer(0);
        await chain.SendAsync(sent);

        JsonElement block = await chain.CallAsync("eth_getBlockByNumber", "latest", true);

        Assert.Equal(BlockFields.Order(), NamesIn(block));
        Assert.Equal(TransactionFields.Order(), NamesIn(block.GetProperty("transactions")[0]));
        Assert.Equal(ReceiptFields.Order(), NamesIn(await chain.CallAsync("eth_getTransactionReceipt", sent.Hash)));
    }

    [Fact]
    public async Task Transaction_ByHashAndByPlace_IsTheSame()
    {
        await using ChainClient chain = new();
        SignedTransaction sent = chain.Transfer(0);
        await chain.SendAsync(sent);
        JsonElement block = await chain.CallAsync("eth_getBlockByNumber", "0x1", true);
        string expected = block.GetProperty("transactions")[0].GetRawText();

        Assert.Equal(expected, (await chain.CallAsync("eth_getTransactionByHash", sent.Hash)).GetRawText());
        Assert.Equal(expected, (await chain.CallAsync("eth_getTransactionByBlockNumberAndIndex", "0x1", "0x0")).GetRawText());
        Assert.Equal(
            expected, (await chain.CallAsync("eth_getTransactionByBlockHashAndIndex", block.GetProperty("hash"), "0x0")).GetRawText());
        Assert.Equal(JsonValueKind.Null, (await chain.CallAsync("eth_getTransactionByBlockNumberAndIndex", "0x1", "0x1")).ValueKind);
        Assert.Equal(1, await chain.NumberAsync("eth_getBlockTransactionCountByNumber", "0x1"));
        Assert.Equal(1, await chain.NumberAsync("eth_getBlockTransactionCountByHash", block.GetProperty("hash")));
        Assert.Equal(Hex.ToHex(sent.Raw.Span), (await chain.CallAsync("eth_getRawTransactionByHash", sent.Hash)).GetString());
    }

    [Fact]
    public async Task Block_ByEveryTag_IsTheRightOne()
    {
        await using ChainClient chain = new();
        await chain.CallAsync("hardhat_mine", 2UL);

        foreach ((string tag, string number) in ((string, string)[])
            [("earliest", "0x0"), ("latest", "0x2"), ("safe", "0x2"), ("finalized", "0x2"), ("pending", "0x3"), ("0x1", "0x1")])
        {
            Assert.Equal(number, (await chain.CallAsync("eth_getBlockByNumber", tag, false)).GetProperty("number").GetString());
        }

        Assert.Equal(JsonValueKind.Null, (await chain.CallAsync("eth_getBlockByNumber", "0x3", false)).ValueKind);
        Assert.Equal(JsonValueKind.Null, (await chain.CallAsync("eth_getBlockByHash", Hash256.Keccak([1]), false)).ValueKind);
        Assert.Equal(JsonValueKind.Null, (await chain.CallAsync("eth_getBlockReceipts", "0x3")).ValueKind);
    }

    [Fact]
    public async Task Blocks_InARow_NameTheirParents()
    {
        await using ChainClient chain = new();
        await chain.CallAsync("hardhat_mine", 2UL);

        JsonElement first = await chain.CallAsync("eth_getBlockByNumber", "0x1", false);
        JsonElement second = await chain.CallAsync("eth_getBlockByNumber", "0x2", false);

        Assert.Equal(first.GetProperty("hash").GetString(), second.GetProperty("parentHash").GetString());
        Assert.Equal(
            Hash256.Zero.ToString(), (await chain.CallAsync("eth_getBlockByNumber", "0x0", false)).GetProperty("parentHash").GetString());
    }

    private static IEnumerable<string> NamesIn(JsonElement value) => value.EnumerateObject().Select(member => member.Name).Order();
}
