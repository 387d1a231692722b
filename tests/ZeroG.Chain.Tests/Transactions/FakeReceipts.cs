using System.Text.Json;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Transactions;

/// <summary>The blocks behind a <see cref="FakeChain"/>: what it mined, what is final, and what it denies for a while.</summary>
internal sealed class FakeReceipts
{
    private readonly Dictionary<string, (ulong Block, bool Succeeded)> _mined = [];

    public FakeReceipts(FakeRpcServer server) => server
        .On("eth_getTransactionReceipt", call => Receipt(call[0].GetString()!))
        .On("eth_getBlockByHash", Block)
        .On("eth_blockNumber", _ => $"\"{Hex.ToQuantity(Head)}\"")
        .On("eth_call", _ => "\"0x\"");

    /// <summary>The newest block.</summary>
    public ulong Head { get; set; } = 5;

    /// <summary>How many questions for a receipt were asked.</summary>
    public int Asked { get; private set; }

    /// <summary>Runs before each answer, with the number of the question from 1: time for the chain to change.</summary>
    public Action<int>? OnAsk { get; set; }

    public void Mine(Hash256 hash, ulong block, bool succeeded = true) => _mined[hash.ToString()] = (block, succeeded);

    /// <summary>A reorganisation takes the block back.</summary>
    public void Unmine(Hash256 hash) => _mined.Remove(hash.ToString());

    private static string Block(JsonElement call) => $$"""
        {"number":"0x5","hash":{{call[0].GetRawText()}},"parentHash":"{{Hash256.Zero}}","timestamp":"0x64","gasLimit":"0x1",
         "gasUsed":"0x0","transactions":[]}
        """;

    private string Receipt(string hash)
    {
        Asked++;
        OnAsk?.Invoke(Asked);
        if (!_mined.TryGetValue(hash, out (ulong Block, bool Succeeded) mined))
        {
            return "null";
        }

        return $$"""
            {"transactionHash":"{{hash}}","transactionIndex":"0x0","blockHash":"{{Hash256.Zero}}",
             "blockNumber":"{{Hex.ToQuantity(mined.Block)}}","from":"{{Address.Zero.ToLowerString()}}","to":null,
             "cumulativeGasUsed":"0x5208","gasUsed":"0x5208","effectiveGasPrice":"0xb2d05e00",
             "status":"0x{{(mined.Succeeded ? 1 : 0)}}","type":"0x2","logs":[]}
            """;
    }
}
