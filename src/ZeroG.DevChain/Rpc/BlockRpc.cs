using ZeroG.DevChain.Blocks;

namespace ZeroG.DevChain.Rpc;

/// <summary>Blocks and what is counted in them.</summary>
internal sealed class BlockRpc(ChainView view)
{
    public void AddTo(RpcMethodTable table)
    {
        table.Add("eth_getBlockByNumber", call => Block(call, call.Block(0)));
        table.Add("eth_getBlockByHash", call => Block(call, ByHash(call)));
        table.Add("eth_getBlockTransactionCountByNumber", call => TransactionCount(call, call.Block(0)));
        table.Add("eth_getBlockTransactionCountByHash", call => TransactionCount(call, ByHash(call)));
        table.Add("eth_getUncleCountByBlockNumber", call => UncleCount(call, call.Block(0)));
        table.Add("eth_getUncleCountByBlockHash", call => UncleCount(call, ByHash(call)));
        table.Add("eth_getBlockReceipts", Receipts);
    }

    public static BlockTag ByHash(RpcCall call) => new(BlockTagKind.Hash, Hash: call.Hash(0));

    private void Block(RpcCall call, BlockTag tag)
    {
        bool full = call.Flag(1, absent: false);
        if (view.Read(tag) is { } found)
        {
            ChainJson.WriteBlock(call.Result, found.Block, full, found.Pending);
        }
        else
        {
            call.AnswerNull();
        }
    }

    private void TransactionCount(RpcCall call, BlockTag tag)
    {
        if (view.Read(tag) is { } found)
        {
            call.Answer((ulong)found.Block.Transactions.Count);
        }
        else
        {
            call.AnswerNull();
        }
    }

    private void UncleCount(RpcCall call, BlockTag tag)
    {
        if (view.Read(tag) is null)
        {
            call.AnswerNull();
        }
        else
        {
            call.Answer(0);
        }
    }

    private void Receipts(RpcCall call)
    {
        if (view.Find(call.Block(0)) is not { } block)
        {
            call.AnswerNull();
            return;
        }

        call.Result.WriteStartArray();
        foreach (MinedTransaction mined in block.Transactions)
        {
            ChainJson.WriteReceipt(call.Result, mined.Receipt);
        }

        call.Result.WriteEndArray();
    }
}
