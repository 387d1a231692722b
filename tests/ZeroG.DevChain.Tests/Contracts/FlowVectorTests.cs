using System.Numerics;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.DevChain.Contracts.Storage;
using ZeroG.Storage.Contracts;
using ZeroG.Testing;

namespace ZeroG.DevChain.Tests.Contracts;

/// <summary>The known answers of the real Flow contract (vectors/storage-node).</summary>
[Trait("Category", "Vectors")]
public sealed class FlowVectorTests
{
    private const string Area = "storage-node";

    private static readonly BigInteger Plenty = BigInteger.Pow(10, 40);

    [Fact]
    public async Task Submit_SequenceOfTheRealContract_GivesTheSameEventsLengthsAndRoots()
    {
        await using ChainClient chain = new();
        await chain.CallAsync("hardhat_setBalance", ChainClient.Dev0.Address, Plenty);
        IReadOnlyList<JsonElement> items = VectorFiles.Cases(Area, "flow-root-sequence.json", "items");
        for (int i = 0; i < items.Count; i++)
        {
            JsonElement item = items[i];
            byte[] data = Hex.ParseBytes(item.GetProperty("calldata").GetString());
            JsonElement receipt = await chain.TransactAsync(StorageContracts.Flow, data, BigInteger.Pow(10, 35));

            Assert.Equal("0x1", receipt.GetProperty("status").GetString());
            JsonElement log = Assert.Single(
                receipt.GetProperty("logs").EnumerateArray(), entry => entry.GetProperty("topics")[0].GetString() == FlowContract.SubmitEvent.Topic.ToString());
            JsonElement expected = item.GetProperty("event");
            Assert.Equal(TextsIn(expected.GetProperty("topics")), TextsIn(log.GetProperty("topics")));
            Assert.Equal(expected.GetProperty("data").GetString(), log.GetProperty("data").GetString());
            object?[] tree = FlowContract.Tree.DecodeResult(await FlowCalls.ReadAsync(chain, FlowContract.Tree.EncodeCall()));
            Assert.Equal(item.GetProperty("flow_length_after").GetString(), tree[0]!.ToString());
            Assert.Equal(item.GetProperty("unstaged_height_after").GetString(), tree[1]!.ToString());
            string root = item.GetProperty("flow_root_after").GetString()!;
            Assert.Equal(root, new Hash256(await FlowCalls.ReadAsync(chain, FlowContract.GetFlowRootByTxSeq.EncodeCall(i))).ToString());
            Assert.Equal(root, new Hash256(await FlowCalls.ReadAsync(chain, FlowContract.ComputeFlowRoot.EncodeCall())).ToString());
        }

        using JsonDocument file = VectorFiles.Read(Area, "flow-root-sequence.json");
        Assert.Equal(["initial", "items"], file.RootElement.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task Tree_Untouched_IsTheIdentifierLeaf()
    {
        await using ChainClient chain = new();
        using JsonDocument file = VectorFiles.Read(Area, "flow-root-sequence.json");
        JsonElement initial = file.RootElement.GetProperty("initial");

        object?[] tree = FlowContract.Tree.DecodeResult(await FlowCalls.ReadAsync(chain, FlowContract.Tree.EncodeCall()));

        Assert.Equal((BigInteger)initial.GetProperty("flow_length").GetInt32(), tree[0]);
        Assert.Equal(initial.GetProperty("root").GetString(), new Hash256(await FlowCalls.ReadAsync(chain, FlowContract.ComputeFlowRoot.EncodeCall())).ToString());
    }

    [Fact]
    public async Task Submit_CasesOfTheRule_AreTakenRefusedOrPanicAsTheContractDoes()
    {
        await using ChainClient chain = new();
        foreach (JsonElement entry in VectorFiles.Cases(Area, "submission-valid.json", "cases"))
        {
            // The only submitter that a case names is the zero address.
            bool anonymous = entry.TryGetProperty("submitter", out JsonElement named) && named.GetString() == "zero";
            Address submitter = anonymous ? Address.Zero : ChainClient.Dev0.Address;
            object?[] nodes =
            [
                .. entry.GetProperty("heights").EnumerateArray()
                    .Select(height => (object?)new object?[] { Hash256.Keccak([1]), BigInteger.Parse(height.GetRawText()) }),
            ];
            object?[] data = [BigInteger.Parse(entry.GetProperty("length").GetRawText()), Array.Empty<byte>(), nodes];
            byte[] call = FlowContract.Submit.EncodeCall([new object?[] { data, submitter }]);

            string outcome = await OutcomeAsync(chain, call);

            string expected = entry.GetProperty("reverted").GetBoolean() ? "execution reverted: panic code 0x11"
                : entry.GetProperty("valid").GetBoolean() ? "ok"
                : "execution reverted: Invalid submission";
            Assert.True(expected == outcome, $"submission-valid.json {entry.GetRawText()}: {outcome}");
        }
    }

    private static IEnumerable<string?> TextsIn(JsonElement array) => array.EnumerateArray().Select(item => item.GetString());


    private static async Task<string> OutcomeAsync(ChainClient chain, byte[] call)
    {
        Dictionary<string, object?> rich = new() { [StorageContracts.Flow.ToString()] = new Dictionary<string, object?> { ["balance"] = Plenty } };
        try
        {
            await chain.CallAsync("eth_call", ChainClient.Request(ChainClient.Dev0.Address, StorageContracts.Flow, call), "latest", rich);
            return "ok";
        }
        catch (JsonRpcException refusal)
        {
            return refusal.RemoteMessage;
        }
    }
}
