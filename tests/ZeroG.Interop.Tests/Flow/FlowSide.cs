using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Interop.Tests.Evm;
using ZeroG.Storage.Contracts;

namespace ZeroG.Interop.Tests.Flow;

/// <summary>
/// One of the two chains under comparison. Takes a step and tells all that can be seen of it as text: equal behaviour gives equal text.
/// Hashes of blocks differ between chains, so each is replaced by the number of its block, and each context made from it by its epoch.
/// </summary>
internal sealed class FlowSide(JsonRpcClient rpc, OfficialContracts contracts, ulong blocksPerEpoch, bool isEvm)
{
    // Enough for any step, less than a block of either chain takes.
    private static readonly BigInteger Gas = 25_000_000;

    // EIP-2935. Hardhat 2 runs without it, so the node's part, writing the hashes down, is done from here.
    private const string HistoryAddress = "0x0000F90827F1C53a10cb7A02335B175320002935";
    private const string HistoryCode =
        "0x3373fffffffffffffffffffffffffffffffffffffffe14604657602036036042575f35600143038111604257611fff81430311604257611fff9006"
        + "545f5260205ff35b5f5ffd5b5f35611fff60014303065500";
    private const ulong HistoryWindow = 8191;

    private static readonly AbiType[] ContextTypes = [AbiType.Parse("bytes32"), AbiType.Parse("bytes32"), AbiType.Parse("uint256")];

    private readonly Dictionary<string, string> _names = [];
    private readonly EthereumClient _chain = new(rpc);
    private ulong _namedEpoch;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Gets the chain ready for the first step.</summary>
    public async Task PrepareAsync()
    {
        if (isEvm)
        {
            await rpc.CallAsync("hardhat_setCode", [HistoryAddress, HistoryCode], Cancel);
        }
        else
        {
            ulong block = await _chain.GetBlockNumberAsync(Cancel);
            await rpc.CallAsync("hardhat_mine", [Hex.ToQuantity(contracts.Block - block)], Cancel);
        }
    }

    /// <summary>Tries the step out, sends it, and looks at everything.</summary>
    public async Task<string> TakeAsync(FlowStep step)
    {
        StringBuilder seen = new();
        if (step.Blocks > 0)
        {
            await rpc.CallAsync("hardhat_mine", [Hex.ToQuantity(step.Blocks)], Cancel);
        }

        await NameDueEpochsAsync();
        await SendAsync(step, seen);
        await LookAsync(step, seen);
        return Named(seen.ToString());
    }

    private async Task SendAsync(FlowStep step, StringBuilder seen)
    {
        Dictionary<string, object?> message = new()
        {
            ["from"] = step.Call.From,
            ["to"] = step.Call.To,
            ["value"] = step.Call.Value,
            ["data"] = isEvm ? step.Call.Data : step.LegacyData ?? step.Call.Data,
            ["gas"] = Gas,
        };
        IReadOnlyList<JsonRpcReply> tried = await rpc.CallBatchAsync([new JsonRpcCall("eth_call", message, "pending")], Cancel);
        Tell(seen, $"tried: {CallAnswer.Of(tried[0])}");
        JsonElement hash = await rpc.CallAsync("eth_sendTransaction", [message], Cancel);
        JsonElement receipt = await rpc.CallAsync("eth_getTransactionReceipt", [hash], Cancel);
        Tell(seen, $"status: {receipt.GetProperty("status").GetString()} in block {receipt.GetProperty("blockNumber").GetString()}");
        foreach (JsonElement log in receipt.GetProperty("logs").EnumerateArray())
        {
            string address = log.GetProperty("address").GetString()!.ToLowerInvariant();
            Tell(seen, $"log of {address}: {log.GetProperty("topics").GetRawText()} {log.GetProperty("data").GetString()}");
        }
    }

    private async Task LookAsync(FlowStep step, StringBuilder seen)
    {
        Address[] accounts = [contracts.Flow, contracts.Market, contracts.Reward];
        (string Name, JsonRpcCall Call)[] looks =
        [
            .. step.Views.Select(view => (view.Name, Ask(view.To, view.Data))),
            .. accounts.Select(account => ($"balance of {account}", new JsonRpcCall("eth_getBalance", account, "latest"))),
        ];
        IReadOnlyList<JsonRpcReply> replies = await rpc.CallBatchAsync([.. looks.Select(look => look.Call)], Cancel);
        for (int i = 0; i < looks.Length; i++)
        {
            Tell(seen, $"{looks[i].Name}: {CallAnswer.Of(replies[i])}");
        }
    }

    /// <summary>Works out the contexts that the next call may make, so that their digests are known by name when they show up.</summary>
    private async Task NameDueEpochsAsync()
    {
        ulong newest = await _chain.GetBlockNumberAsync(Cancel);
        IReadOnlyList<JsonRpcReply> replies = await rpc.CallBatchAsync(
            [
                Ask(contracts.Flow, FlowContract.Tree.EncodeCall()), Ask(contracts.Flow, FlowContract.ComputeFlowRoot.EncodeCall()),
                Ask(contracts.Flow, FlowContract.Epoch.EncodeCall()),
            ],
            Cancel);
        BigInteger length = (BigInteger)FlowContract.Tree.DecodeResult(Bytes(replies[0]))[0]!;
        Hash256 root = (Hash256)FlowContract.ComputeFlowRoot.DecodeResult(Bytes(replies[1]))[0]!;
        _namedEpoch = (ulong)(BigInteger)FlowContract.Epoch.DecodeResult(Bytes(replies[2]))[0]!;
        for (ulong start = StartOf(++_namedEpoch); start <= newest; start = StartOf(++_namedEpoch))
        {
            Hash256 hash = (await _chain.GetBlockAsync(BlockId.Number(start), Cancel))!.Hash;
            Hash256 digest = Hash256.Keccak(AbiCoder.Encode(ContextTypes, [hash, root, length]));
            _names[hash.ToString()[2..]] = $"<block {start}>";
            _names[digest.ToString()[2..]] = $"<context {_namedEpoch} of {root} and {length}>";
            if (isEvm && newest + 1 - start is > 256 and <= HistoryWindow)
            {
                await rpc.CallAsync("hardhat_setStorageAt", [HistoryAddress, Hex.ToQuantity(start % HistoryWindow), hash], Cancel);
            }
        }
    }

    private ulong StartOf(ulong epoch) => contracts.FirstBlock + (epoch * blocksPerEpoch);

    private static JsonRpcCall Ask(Address to, byte[] data) =>
        new("eth_call", new Dictionary<string, object?> { ["to"] = to, ["data"] = data, ["gas"] = Gas }, "latest");

    private static byte[] Bytes(JsonRpcReply reply) => Hex.ParseBytes(reply.Result.GetString());

    private static void Tell(StringBuilder seen, FormattableString line) => seen.AppendLine(line.ToString(CultureInfo.InvariantCulture));

    private string Named(string text)
    {
        foreach ((string hash, string name) in _names)
        {
            text = text.Replace(hash, name, StringComparison.Ordinal);
        }

        return text;
    }
}
