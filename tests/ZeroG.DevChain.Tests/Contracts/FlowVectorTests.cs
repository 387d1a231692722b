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

    private static readonly VectorForm Sequences = new(
        Area, "flow-root-sequence*.json", ("items", "submission calldata event flow_length_after unstaged_height_after flow_root_after"))
    {
        Facts = "note? initial",
    };

    private static readonly VectorForm Rule = new(Area, "submission-valid*.json", ("cases", "length heights submitter? valid reverted"));

    public static IEnumerable<object[]> SequenceFiles => Sequences.FileRows();

    public static IEnumerable<object[]> RuleFiles => Rule.FileRows();

    [Theory]
    [MemberData(nameof(SequenceFiles))]
    public async Task Submit_SequenceOfTheRealContract_GivesTheSameEventsLengthsAndRoots(string name)
    {
        await using ChainClient chain = new();
        await chain.CallAsync("hardhat_setBalance", ChainClient.Dev0.Address, Plenty);
        IReadOnlyList<JsonElement> items = Sequences.CasesOf(name, "items");
        for (int i = 0; i < items.Count; i++)
        {
            JsonElement item = items[i];
            byte[] data = Hex.ParseBytes(item.GetProperty("calldata").GetString());
            JsonElement receipt = await chain.TransactAsync(StorageContracts.Flow, data, BigInteger.Pow(10, 35));

            Assert.Equal("0x1", receipt.GetProperty("status").GetString());
            JsonElement log = Assert.Single(
                receipt.GetProperty("logs").EnumerateArray(),
                entry => entry.GetProperty("topics")[0].GetString() == FlowContract.SubmitEvent.Topic.ToString());
            JsonElement expected = item.GetProperty("event");
            Assert.Equal(TextsIn(expected.GetProperty("topics")), TextsIn(log.GetProperty("topics")));
            Assert.Equal(expected.GetProperty("data").GetString(), log.GetProperty("data").GetString());
            AssertReadable(expected, item.GetProperty("submission"), data);
            object?[] tree = FlowContract.Tree.DecodeResult(await FlowCalls.ReadAsync(chain, FlowContract.Tree.EncodeCall()));
            Assert.Equal(item.GetProperty("flow_length_after").GetString(), tree[0]!.ToString());
            Assert.Equal(item.GetProperty("unstaged_height_after").GetString(), tree[1]!.ToString());
            string root = item.GetProperty("flow_root_after").GetString()!;
            Assert.Equal(root, new Hash256(await FlowCalls.ReadAsync(chain, FlowContract.GetFlowRootByTxSeq.EncodeCall(i))).ToString());
            Assert.Equal(root, new Hash256(await FlowCalls.ReadAsync(chain, FlowContract.ComputeFlowRoot.EncodeCall())).ToString());
        }
    }

    [Theory]
    [MemberData(nameof(SequenceFiles))]
    public async Task Tree_Untouched_IsTheIdentifierLeaf(string name)
    {
        await using ChainClient chain = new();
        JsonElement initial = Sequences.File(name).GetProperty("initial");
        VectorForm.CheckFields(initial, "flow_length leaf0 root", name);
        Assert.Equal(initial.GetProperty("root").GetString(), initial.GetProperty("leaf0").GetString());

        object?[] tree = FlowContract.Tree.DecodeResult(await FlowCalls.ReadAsync(chain, FlowContract.Tree.EncodeCall()));

        Assert.Equal((BigInteger)initial.GetProperty("flow_length").GetInt32(), tree[0]);
        Assert.Equal(
            initial.GetProperty("root").GetString(),
            new Hash256(await FlowCalls.ReadAsync(chain, FlowContract.ComputeFlowRoot.EncodeCall())).ToString());
    }

    [Theory]
    [MemberData(nameof(RuleFiles))]
    public async Task Submit_CasesOfTheRule_AreTakenRefusedOrPanicAsTheContractDoes(string name)
    {
        await using ChainClient chain = new();
        foreach (JsonElement entry in Rule.CasesOf(name, "cases"))
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
            Assert.True(expected == outcome, $"{name} {entry.GetRawText()}: {outcome}");
        }
    }

    /// <summary>The event and the call once more in words, as the file has them.</summary>
    private static void AssertReadable(JsonElement entry, JsonElement submission, byte[] calldata)
    {
        VectorForm.CheckFields(entry, "topics data sender identity submissionIndex startPos length", "event");
        VectorForm.CheckFields(submission, "data submitter", "submission");
        VectorForm.CheckFields(submission.GetProperty("data"), "length tags nodes", "submission data");
        Hash256[] topics = [.. TextsIn(entry.GetProperty("topics")).Select(topic => Hash256.Parse(topic!))];
        SubmitLog log = SubmitLog.Decode(topics, Hex.ParseBytes(entry.GetProperty("data").GetString()))!;
        Assert.Equal(entry.GetProperty("sender").GetString(), log.Sender.ToString());
        Assert.Equal(entry.GetProperty("identity").GetString(), log.Identity.ToString());
        Assert.Equal(
            ((string[])["submissionIndex", "startPos", "length"]).Select(field => entry.GetProperty(field).GetString()),
            [$"{log.Sequence}", $"{log.StartPosition}", $"{log.Sectors}"]);

        object?[] nodes =
        [
            .. submission.GetProperty("data").GetProperty("nodes").EnumerateArray().Select(node => (object?)new object?[]
            {
                Hash256.Parse(node.GetProperty("root").GetString()!), new BigInteger(node.GetProperty("height").GetInt32()),
            }),
        ];
        byte[] tags = Hex.ParseBytes(submission.GetProperty("data").GetProperty("tags").GetString());
        object?[] data = [new BigInteger(submission.GetProperty("data").GetProperty("length").GetInt64()), tags, nodes];
        Address submitter = Address.Parse(submission.GetProperty("submitter").GetString()!);
        Assert.Equal(Hex.ToHex(calldata), Hex.ToHex(FlowContract.Submit.EncodeCall([new object?[] { data, submitter }])));
    }

    private static IEnumerable<string?> TextsIn(JsonElement array) => array.EnumerateArray().Select(item => item.GetString());

    private static async Task<string> OutcomeAsync(ChainClient chain, byte[] call)
    {
        Dictionary<string, object?> rich =
            new() { [StorageContracts.Flow.ToString()] = new Dictionary<string, object?> { ["balance"] = Plenty } };
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
