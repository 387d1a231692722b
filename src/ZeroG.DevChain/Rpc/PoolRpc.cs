using System.Globalization;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.DevChain.Blocks;

namespace ZeroG.DevChain.Rpc;

/// <summary>What waits in the pool: <c>pending</c> follows on from the sender's nonce, <c>queued</c> waits behind a gap.</summary>
internal sealed class PoolRpc(ChainEngine engine)
{
    public void AddTo(RpcMethodTable table)
    {
        table.Add("txpool_status", Status);
        table.Add("txpool_content", Content);
    }

    private ILookup<bool, ChainTransaction> ByReadiness() => engine.Pool.All.ToLookup(
        transaction => transaction.Fields.Nonce < engine.Pool.NextNonce(transaction.Sender, engine.State.NonceOf(transaction.Sender)));

    private void Status(RpcCall call)
    {
        ILookup<bool, ChainTransaction> waiting = ByReadiness();
        call.Result.WriteStartObject();
        call.Result.WriteString("pending", Hex.ToQuantity((ulong)waiting[true].Count()));
        call.Result.WriteString("queued", Hex.ToQuantity((ulong)waiting[false].Count()));
        call.Result.WriteEndObject();
    }

    private void Content(RpcCall call)
    {
        ILookup<bool, ChainTransaction> waiting = ByReadiness();
        call.Result.WriteStartObject();
        WriteSenders(call.Result, "pending", waiting[true]);
        WriteSenders(call.Result, "queued", waiting[false]);
        call.Result.WriteEndObject();
    }

    private static void WriteSenders(Utf8JsonWriter writer, string name, IEnumerable<ChainTransaction> transactions)
    {
        writer.WriteStartObject(name);
        foreach (IGrouping<Address, ChainTransaction> sender in transactions.GroupBy(transaction => transaction.Sender))
        {
            writer.WriteStartObject(sender.Key.ToString());
            foreach (ChainTransaction transaction in sender.OrderBy(item => item.Fields.Nonce))
            {
                writer.WritePropertyName(transaction.Fields.Nonce.ToString(CultureInfo.InvariantCulture));
                ChainJson.WritePending(writer, transaction);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
