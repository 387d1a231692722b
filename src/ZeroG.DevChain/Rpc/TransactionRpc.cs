using ZeroG.Chain;
using ZeroG.DevChain.Blocks;

namespace ZeroG.DevChain.Rpc;

/// <summary>Transactions and receipts.</summary>
internal sealed class TransactionRpc(ChainEngine engine, ChainView view)
{
    private readonly Dictionary<(Hash256 Hash, string Method), int> _lookups = [];

    public void AddTo(RpcMethodTable table)
    {
        table.Add("eth_getTransactionByHash", ByHash);
        table.Add("eth_getTransactionReceipt", Receipt);
        table.Add("eth_getRawTransactionByHash", Raw);
        table.Add("eth_getTransactionByBlockNumberAndIndex", call => ByIndex(call, call.Block(0)));
        table.Add("eth_getTransactionByBlockHashAndIndex", call => ByIndex(call, BlockRpc.ByHash(call)));
    }

    private void ByHash(RpcCall call)
    {
        Hash256 hash = call.Hash(0);
        if (engine.Blocks.TryGetTransaction(hash, out MinedTransaction? mined) && !IsHidden(hash, "transaction"))
        {
            ChainJson.WriteTransaction(call.Result, mined);
        }
        else if (engine.Pool.TryGet(hash, out ChainTransaction? waiting))
        {
            ChainJson.WritePending(call.Result, waiting);
        }
        else
        {
            call.AnswerNull();
        }
    }

    private void Receipt(RpcCall call)
    {
        Hash256 hash = call.Hash(0);
        if (engine.Blocks.TryGetTransaction(hash, out MinedTransaction? mined) && !IsHidden(hash, "receipt"))
        {
            ChainJson.WriteReceipt(call.Result, mined.Receipt);
        }
        else
        {
            call.AnswerNull();
        }
    }

    private void Raw(RpcCall call)
    {
        Hash256 hash = call.Hash(0);
        if (engine.Blocks.TryGetTransaction(hash, out MinedTransaction? mined))
        {
            call.Answer(mined.Transaction.Signed.Raw.Span);
        }
        else if (engine.Pool.TryGet(hash, out ChainTransaction? waiting))
        {
            call.Answer(waiting.Signed.Raw.Span);
        }
        else
        {
            call.AnswerNull();
        }
    }

    private void ByIndex(RpcCall call, BlockTag tag)
    {
        ulong index = call.UInt64(1);
        if (view.Read(tag) is not { } found || index >= (ulong)found.Block.Transactions.Count)
        {
            call.AnswerNull();
        }
        else if (found.Pending)
        {
            ChainJson.WritePending(call.Result, found.Block.Transactions[(int)index].Transaction);
        }
        else
        {
            ChainJson.WriteTransaction(call.Result, found.Block.Transactions[(int)index]);
        }
    }

    /// <summary>
    /// Behind a load balancer a node may not know a block yet that another one has told of: the first lookups find nothing.
    /// </summary>
    private bool IsHidden(Hash256 hash, string what)
    {
        if (engine.Options.HiddenLookups == 0)
        {
            return false;
        }

        int seen = _lookups.GetValueOrDefault((hash, what));
        _lookups[(hash, what)] = Math.Min(seen + 1, engine.Options.HiddenLookups);
        return seen < engine.Options.HiddenLookups;
    }
}
