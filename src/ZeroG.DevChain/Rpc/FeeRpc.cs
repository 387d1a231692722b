using System.Numerics;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.DevChain.Blocks;
using ZeroG.DevChain.Mining;
using ZeroG.DevChain.Pool;

namespace ZeroG.DevChain.Rpc;

/// <summary>What gas costs.</summary>
internal sealed class FeeRpc(ChainEngine engine, ChainView view)
{
    // As go-ethereum answers on a quiet chain: enough for any pool.
    private static readonly BigInteger UsualTip = 1_000_000_000;

    // EIP-4844: the price of blob gas when nobody uses it.
    private const ulong BlobBaseFee = 1;

    // Execution APIs: a node may give fewer blocks than asked for; go-ethereum gives 1024.
    private const ulong MaximumHistory = 1024;

    private BigInteger SuggestedTip => engine.Options.ZeroGravityMode ? BigInteger.One : UsualTip;

    // 0G's suggestion is flat and above the tip floor (0g-reth, gas_oracle.rs), so clients that use it for every fee get through.
    private BigInteger SuggestedPrice => engine.NextBaseFee + (engine.Options.ZeroGravityMode ? AdmissionRules.MinimumTip.Wei : UsualTip);

    public void AddTo(RpcMethodTable table)
    {
        table.Add("eth_gasPrice", call => call.Answer(SuggestedPrice));
        table.Add("eth_maxPriorityFeePerGas", call => call.Answer(SuggestedTip));
        table.Add("eth_blobBaseFee", call => call.Answer(BlobBaseFee));
        table.Add("eth_feeHistory", FeeHistory);
    }

    private void FeeHistory(RpcCall call)
    {
        BlockTag newest = call.Block(1);
        Block last = newest.Kind == BlockTagKind.Pending ? engine.Blocks.Latest : view.Require(newest);
        ulong count = Math.Min(Math.Min(call.UInt64(0), MaximumHistory), last.Number + 1);
        double[] percentiles = call.Optional(2) is { } list ? ReadPercentiles(list) : [];
        Block[] blocks = new Block[count];
        for (ulong i = 0; i < count; i++)
        {
            blocks[i] = engine.Blocks[last.Number + 1 - count + i];
        }

        Utf8JsonWriter writer = call.Result;
        writer.WriteStartObject();
        writer.WriteString("oldestBlock", Hex.ToQuantity(last.Number + 1 - count));
        WriteList(writer, "baseFeePerGas", [.. blocks.Select(block => block.Header.BaseFee), BlockProducer.BaseFeeAfter(last.Header)]);
        WriteRatios(writer, "gasUsedRatio", blocks.Select(block => (double)block.Header.GasUsed / block.Header.GasLimit));
        WriteList(writer, "baseFeePerBlobGas", Enumerable.Repeat((BigInteger)BlobBaseFee, blocks.Length + 1));
        WriteRatios(writer, "blobGasUsedRatio", blocks.Select(_ => 0.0));
        if (percentiles.Length > 0)
        {
            writer.WriteStartArray("reward");
            foreach (Block block in blocks)
            {
                WriteRewards(writer, block, percentiles);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static double[] ReadPercentiles(JsonElement list)
    {
        double[] percentiles = list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Number ? item.GetDouble() : double.NaN)]
            : [double.NaN];
        for (int i = 0; i < percentiles.Length; i++)
        {
            if (percentiles[i] is not (>= 0 and <= 100) || (i > 0 && percentiles[i] < percentiles[i - 1]))
            {
                throw JsonRpcException.InvalidParams("invalid reward percentiles: expected rising numbers from 0 to 100");
            }
        }

        return percentiles;
    }

    /// <summary>The tips of a block's transactions at the percentiles, weighted by gas; zeros for an empty block.</summary>
    private static void WriteRewards(Utf8JsonWriter writer, Block block, double[] percentiles)
    {
        (BigInteger Tip, ulong Gas)[] tips =
        [
            .. block.Transactions
                .Select(mined => (Tip: mined.Receipt.EffectiveGasPrice - block.Header.BaseFee, Gas: mined.Receipt.GasUsed))
                .OrderBy(item => item.Tip),
        ];
        writer.WriteStartArray();
        int index = 0;
        ulong reached = tips.Length > 0 ? tips[0].Gas : 0;
        foreach (double percentile in percentiles)
        {
            while (index < tips.Length - 1 && reached < block.Header.GasUsed * percentile / 100)
            {
                reached += tips[++index].Gas;
            }

            writer.WriteStringValue(Hex.ToQuantity(tips.Length > 0 ? tips[index].Tip : BigInteger.Zero));
        }

        writer.WriteEndArray();
    }

    private static void WriteList(Utf8JsonWriter writer, string name, IEnumerable<BigInteger> values)
    {
        writer.WriteStartArray(name);
        foreach (BigInteger value in values)
        {
            writer.WriteStringValue(Hex.ToQuantity(value));
        }

        writer.WriteEndArray();
    }

    private static void WriteRatios(Utf8JsonWriter writer, string name, IEnumerable<double> values)
    {
        writer.WriteStartArray(name);
        foreach (double value in values)
        {
            writer.WriteNumberValue(value);
        }

        writer.WriteEndArray();
    }
}
