using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Interop.Tests.Evm;

namespace ZeroG.Interop.Tests.Compute;

/// <summary>
/// One of the two chains under comparison. Takes a step and tells all that can be seen of it as text: equal behaviour gives equal text.
/// </summary>
internal sealed class ComputeSide(JsonRpcClient rpc, OfficialCompute contracts)
{
    // Enough for any step, less than a block of either chain takes.
    private static readonly BigInteger Gas = 25_000_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Tries the step out, sends it, and looks at everything.</summary>
    /// <param name="step">The step.</param>
    /// <param name="time">Time of its block.</param>
    /// <param name="views">What to look at afterwards.</param>
    public async Task<string> TakeAsync(ComputeStep step, ulong time, IReadOnlyList<ComputeView> views)
    {
        StringBuilder seen = new();
        Dictionary<string, object?> message = new()
        {
            ["from"] = step.From, ["to"] = step.To, ["value"] = step.Value, ["data"] = step.Data, ["gas"] = Gas,
        };
        if (!step.IsSent)
        {
            Tell(seen, $"tried: {await TryAsync(message, "latest")}");
            return seen.ToString();
        }

        await rpc.CallAsync("evm_setNextBlockTimestamp", [time], Cancel);
        Tell(seen, $"tried: {await TryAsync(message, "pending")}");
        JsonElement hash = await rpc.CallAsync("eth_sendTransaction", [message], Cancel);
        JsonElement receipt = await rpc.CallAsync("eth_getTransactionReceipt", [hash], Cancel);
        Tell(seen, $"status: {receipt.GetProperty("status").GetString()}");
        foreach (JsonElement log in receipt.GetProperty("logs").EnumerateArray())
        {
            string address = log.GetProperty("address").GetString()!.ToLowerInvariant();
            Tell(seen, $"log of {address}: {log.GetProperty("topics").GetRawText()} {log.GetProperty("data").GetString()}");
        }

        await LookAsync(seen, step, receipt, views);
        return seen.ToString();
    }

    private async Task<string> TryAsync(Dictionary<string, object?> message, string block) =>
        CallAnswer.Of((await rpc.CallBatchAsync([new JsonRpcCall("eth_call", message, block)], Cancel))[0]);

    private async Task LookAsync(StringBuilder seen, ComputeStep step, JsonElement receipt, IReadOnlyList<ComputeView> views)
    {
        Address[] accounts = [contracts.Ledger, contracts.Inference, contracts.FineTuning];
        string before = Hex.ToQuantity(Quantity(receipt, "blockNumber") - 1);
        IReadOnlyList<JsonRpcReply> replies = await rpc.CallBatchAsync(
            [
                new JsonRpcCall("eth_getBalance", step.From, before),
                new JsonRpcCall("eth_getBalance", step.From, "latest"),
                .. accounts.Select(account => new JsonRpcCall("eth_getBalance", account, "latest")),
                .. views.Select(view => new JsonRpcCall("eth_call", Ask(view), "latest")),
            ],
            Cancel);

        // What the caller has more or less, the fee left out.
        BigInteger fee = Quantity(receipt, "gasUsed") * Quantity(receipt, "effectiveGasPrice");
        BigInteger[] balances = [.. replies.Take(2).Select(reply => Hex.ParseQuantity(reply.Result.GetString()))];
        Tell(seen, $"caller: {balances[1] - balances[0] + fee}");
        for (int i = 0; i < accounts.Length; i++)
        {
            Tell(seen, $"balance of {accounts[i]}: {CallAnswer.Of(replies[i + 2])}");
        }

        for (int i = 0; i < views.Count; i++)
        {
            Tell(seen, $"{views[i].Name}: {CallAnswer.Of(replies[i + 2 + accounts.Length])}");
        }
    }

    private static Dictionary<string, object?> Ask(ComputeView view) =>
        new() { ["from"] = view.From, ["to"] = view.To, ["data"] = view.Data, ["gas"] = Gas };

    private static BigInteger Quantity(JsonElement receipt, string name) => Hex.ParseQuantity(receipt.GetProperty(name).GetString());

    private static void Tell(StringBuilder seen, FormattableString line) => seen.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
