using ZeroG.Chain;
using ZeroG.DevChain.Blocks;
using ZeroG.DevChain.Execution;

namespace ZeroG.DevChain.Persistence;

/// <summary>What a block was made from, enough to make it again, and the hash that must come out.</summary>
internal sealed record BlockRecord(
    ulong Number,
    ulong Timestamp,
    string BaseFee,
    ulong GasLimit,
    Address Coinbase,
    Hash256 PrevRandao,
    long TimeOffset,
    IReadOnlyList<Hash256> Transactions,
    Hash256 Hash)
{
    public BlockContext Context => new(Number, Timestamp, Hex.ParseQuantity(BaseFee), GasLimit, Coinbase, PrevRandao);

    public static BlockRecord Of(Block block, long timeOffset) => new(
        block.Number,
        block.Header.Timestamp,
        Hex.ToQuantity(block.Header.BaseFee),
        block.Header.GasLimit,
        block.Header.Coinbase,
        block.Header.PrevRandao,
        timeOffset,
        [.. block.Transactions.Select(mined => mined.Transaction.Hash)],
        block.Hash);
}
