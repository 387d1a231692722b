using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Transactions;
using ZeroG.DevChain.Blocks;
using ZeroG.DevChain.Rpc;

namespace ZeroG.DevChain.Filters;

/// <summary>A filter object: criteria and a range of blocks, or one block by its hash (EIP-234).</summary>
internal sealed record LogQuery(LogCriteria Criteria, BlockTag? From, BlockTag? To, Hash256? BlockHash)
{
    /// <exception cref="JsonRpcException">Malformed, or both a range and a hash.</exception>
    public static LogQuery Parse(JsonElement filter)
    {
        LogQuery query = new(
            LogCriteria.Parse(filter),
            JsonField.Member(filter, "fromBlock") is { } from ? BlockTag.Parse(from) : null,
            JsonField.Member(filter, "toBlock") is { } to ? BlockTag.Parse(to) : null,
            JsonField.Member(filter, "blockHash") is { } hash ? JsonField.Hash(hash, "blockHash") : null);
        return query is { BlockHash: not null, From: not null } or { BlockHash: not null, To: not null }
            ? throw JsonRpcException.InvalidParams("cannot specify both blockHash and fromBlock/toBlock, choose one or the other")
            : query;
    }

    /// <summary>The matching logs of all blocks in the range, oldest first.</summary>
    /// <param name="blocks">The chain.</param>
    /// <param name="view">Finds blocks by tag.</param>
    /// <param name="rangeLimit">Most blocks in a range; null for no limit.</param>
    /// <exception cref="JsonRpcException">An unknown block hash, a range upside down or too wide.</exception>
    public IReadOnlyList<LogEntry> Search(BlockStore blocks, ChainView view, ulong? rangeLimit)
    {
        if (BlockHash is { } hash)
        {
            return blocks.TryGet(hash, out Block? single)
                ? [.. Criteria.In(single)]
                : throw new JsonRpcException(JsonRpcErrorCode.ServerError, "unknown block");
        }

        ulong from = NumberOf(From, blocks);
        ulong to = NumberOf(To, blocks);
        if (from > to)
        {
            throw JsonRpcException.InvalidParams("invalid block range params");
        }

        // The words of reth, which 0G's nodes are built on.
        if (to - from >= rangeLimit)
        {
            throw JsonRpcException.InvalidParams($"query exceeds max block range {rangeLimit}");
        }

        List<LogEntry> found = [];
        for (ulong number = from; number <= Math.Min(to, blocks.Height); number++)
        {
            found.AddRange(Criteria.In(blocks[number]));
        }

        return found;

        ulong NumberOf(BlockTag? tag, BlockStore store) => tag switch
        {
            { Kind: BlockTagKind.Number } number => number.Number,
            { Kind: BlockTagKind.Hash } named => view.Require(named).Number,
            _ => store.Height,
        };
    }

    /// <summary>True when a new block lies in the range.</summary>
    public bool Covers(ulong number) =>
        BlockHash is null
        && (From is not { Kind: BlockTagKind.Number } from || number >= from.Number)
        && (To is not { Kind: BlockTagKind.Number } to || number <= to.Number);
}
