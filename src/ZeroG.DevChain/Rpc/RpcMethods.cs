using ZeroG.Chain.JsonRpc;
using ZeroG.DevChain.Accounts;

namespace ZeroG.DevChain.Rpc;

/// <summary>Puts the families of methods together.</summary>
internal static class RpcMethods
{
    /// <param name="engine">The chain.</param>
    /// <param name="accounts">The accounts that the node signs for.</param>
    /// <param name="setInterval">Sets the mining interval; null turns it off.</param>
    /// <param name="reset">Begins a new chain.</param>
    public static RpcMethodTable Of(ChainEngine engine, AccountKeys accounts, Action<TimeSpan?> setInterval, Action reset)
    {
        RpcMethodTable table = new();
        ChainView view = new(engine);
        CallRpc calls = new(engine, view);
        new NodeRpc(engine).AddTo(table);
        new FeeRpc(engine, view).AddTo(table);
        new StateRpc(engine, view).AddTo(table);
        calls.AddTo(table);
        new BlockRpc(view).AddTo(table);
        new TransactionRpc(engine, view).AddTo(table);
        new SendRpc(engine, accounts, calls).AddTo(table);
        new AccountRpc(accounts).AddTo(table);
        new LogRpc(engine, view).AddTo(table);
        new PoolRpc(engine).AddTo(table);
        new StateControlRpc(engine).AddTo(table);
        new MiningControlRpc(engine, setInterval).AddTo(table);
        table.AddControl("reset", call => Reset(call, reset));
        foreach (string method in (string[])["eth_subscribe", "eth_unsubscribe"])
        {
            table.Add(method, _ => throw new JsonRpcException(JsonRpcErrorCode.MethodNotFound, "notifications not supported"));
        }

        return table;
    }

    private static void Reset(RpcCall call, Action reset)
    {
        if (call.Optional(0) is { } options && JsonField.Member(options, "forking") is not null)
        {
            throw JsonRpcException.InvalidParams("this chain cannot fork another one");
        }

        reset();
        call.Answer(true);
    }
}
