using ZeroG.Chain;

namespace ZeroG.DevChain.Rpc;

/// <summary>Control calls that change accounts by hand.</summary>
internal sealed class StateControlRpc(ChainEngine engine)
{
    public void AddTo(RpcMethodTable table)
    {
        table.AddControl(
            "setBalance", call => Do(call, () => engine.State.SetBalance(call.Address(0), call.Number(1))), changesChain: true);
        table.AddControl("setCode", call => Do(call, () => engine.State.SetCode(call.Address(0), call.Data(1))), changesChain: true);
        table.AddControl("setNonce", call => Do(call, () => SetNonce(call.Address(0), call.UInt64(1))), changesChain: true);
        table.AddControl(
            "setStorageAt",
            call => Do(call, () => engine.State.SetStorage(call.Address(0), call.Word(1), call.Word(2))), changesChain: true);
        table.AddControl("dropTransaction", DropTransaction, changesChain: true);
    }

    private static void Do(RpcCall call, Action change)
    {
        change();
        call.Answer(true);
    }

    private void SetNonce(Address address, ulong nonce)
    {
        engine.State.SetNonce(address, nonce);
        engine.Pool.RemoveBelow(address, nonce);
    }

    private void DropTransaction(RpcCall call)
    {
        bool waits = engine.Pool.TryGet(call.Hash(0), out Blocks.ChainTransaction? transaction);
        if (waits)
        {
            engine.Pool.Remove(transaction!);
        }

        call.Answer(waits);
    }
}
