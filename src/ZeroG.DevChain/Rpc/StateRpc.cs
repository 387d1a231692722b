namespace ZeroG.DevChain.Rpc;

/// <summary>What accounts hold, now or after an earlier block.</summary>
internal sealed class StateRpc(ChainEngine engine, ChainView view)
{
    public void AddTo(RpcMethodTable table)
    {
        table.Add("eth_getBalance", call => Read(call, 1, () => call.Answer(engine.State.BalanceOf(call.Address(0)))));
        table.Add("eth_getCode", call => Read(call, 1, () => call.Answer(engine.State.CodeOf(call.Address(0)).Span)));
        table.Add("eth_getStorageAt", call => Read(call, 2, () => call.Answer(engine.State.StorageAt(call.Address(0), call.Word(1)))));
        table.Add("eth_getTransactionCount", TransactionCount);
    }

    private void Read(RpcCall call, int tag, Action answer)
    {
        using (view.StateOf(call.Block(tag)))
        {
            answer();
        }
    }

    private void TransactionCount(RpcCall call)
    {
        if (call.Block(1).Kind == BlockTagKind.Pending)
        {
            // Waiting transactions count even when the next block has no room for them.
            call.Answer(engine.Pool.NextNonce(call.Address(0), engine.State.NonceOf(call.Address(0))));
            return;
        }

        Read(call, 1, () => call.Answer(engine.State.NonceOf(call.Address(0))));
    }
}
