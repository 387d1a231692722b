using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Transactions;
using ZeroG.DevChain.Filters;

namespace ZeroG.DevChain.Rpc;

/// <summary>Logs, and the filters that are polled for news.</summary>
internal sealed class LogRpc(ChainEngine engine, ChainView view)
{
    private readonly FilterStore _filters = new(engine.Options.TimeProvider, engine.Events);

    public void AddTo(RpcMethodTable table)
    {
        table.Add("eth_getLogs", call => WriteItems(call, Search(LogQuery.Parse(call.Object(0)))));
        table.Add("eth_newFilter", call => call.Answer(_filters.AddLogs(LogQuery.Parse(call.Object(0)))));
        table.Add("eth_newBlockFilter", call => call.Answer(_filters.AddBlocks()));
        table.Add("eth_newPendingTransactionFilter", call => call.Answer(_filters.AddTransactions()));
        table.Add("eth_getFilterChanges", call => WriteItems(call, Find(call).Take()));
        table.Add("eth_getFilterLogs", call => WriteItems(call, Search(Find(call).Logs ?? throw NotFound())));
        table.Add("eth_uninstallFilter", call => call.Answer(_filters.Remove(call.UInt64(0))));
    }

    private IReadOnlyList<LogEntry> Search(LogQuery query) => query.Search(engine.Blocks, view, engine.Options.LogRangeLimit);

    private PolledFilter Find(RpcCall call) => _filters.TryGet(call.UInt64(0), out PolledFilter? filter) ? filter : throw NotFound();

    private static JsonRpcException NotFound() => new(JsonRpcErrorCode.ServerError, "filter not found");

    private static void WriteItems(RpcCall call, IEnumerable<object> items)
    {
        call.Result.WriteStartArray();
        foreach (object item in items)
        {
            if (item is LogEntry log)
            {
                ChainJson.WriteLog(call.Result, log);
            }
            else
            {
                call.Answer((Hash256)item);
            }
        }

        call.Result.WriteEndArray();
    }
}
