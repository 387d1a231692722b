using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Storage.Indexers;
using ZeroG.Storage.Nodes;
using FileInfo = ZeroG.Storage.Nodes.FileInfo;

namespace ZeroG.Storage.Tests.Nodes;

/// <summary>The messages without data of their own rules: whole from text to text, each field in turn missing, each cut.</summary>
public class MessageTests
{
    private const string Hash = "0x1111111111111111111111111111111111111111111111111111111111111111";

    private const string Transaction =
        "{\"streamIds\":[],\"data\":[],\"dataMerkleRoot\":\"" + Hash + "\",\"merkleNodes\":[[11,\"" + Hash + "\"],[8,\"" + Hash + "\"]],"
        + "\"startEntryIndex\":1024,\"size\":262145,\"seq\":9007199254740993}";

    private static readonly Dictionary<string, (string Json, Func<string, string> Again, string[] Optional)> Messages = new()
    {
        ["ShardConfig"] = ("{\"shardId\":3,\"numShard\":4}", json => WireText.Of(WireText.Read(json, ShardConfig.Read).Write), []),
        ["FileInfo"] = (
            "{\"tx\":" + Transaction + ",\"finalized\":true,\"isCached\":false,\"uploadedSegNum\":2,\"pruned\":false}",
            json => WireText.Of(WireText.Read(json, FileInfo.Read)!.Write),
            ["streamIds", "data", "pruned"]),
        ["NodeStatus"] = (
            "{\"connectedPeers\":5,\"logSyncHeight\":77,\"logSyncBlock\":\"" + Hash + "\",\"nextTxSeq\":12,"
            + "\"networkIdentity\":{\"chainId\":16602,\"flowAddress\":\"0x22e03a6a89b950f1c82ec5e74f8eca321a105296\","
            + "\"p2pProtocolVersion\":{\"major\":0,\"minor\":4,\"build\":0}}}",
            json => WireText.Of(WireText.Read(json, NodeStatus.Read).Write),
            []),
        ["ShardedNodes"] = (
            "{\"trusted\":[{\"url\":\"http://127.0.0.1:5678\",\"config\":{\"shardId\":0,\"numShard\":1},"
            + "\"latency\":12,\"since\":1767225600}],\"discovered\":[]}",
            json => WireText.Of(WireText.Read(json, ShardedNodes.Read).Write),
            ["trusted", "discovered", "latency", "since"]),
    };

    public static TheoryData<string> Names() => [.. Messages.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Message_Whole_ReadsAndWritesTheSame(string name) =>
        Assert.Equal(Messages[name].Json, Messages[name].Again(Messages[name].Json));

    [Theory]
    [MemberData(nameof(Names))]
    public void Message_CutAnywhere_Throws(string name)
    {
        for (int length = 1; length < Messages[name].Json.Length; length++)
        {
            Assert.ThrowsAny<JsonException>(() => Messages[name].Again(Messages[name].Json[..length]));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Message_FieldRenamed_ThrowsUnlessItIsOptional(string name)
    {
        (string json, Func<string, string> again, string[] optional) = Messages[name];
        using JsonDocument document = JsonDocument.Parse(json);
        foreach (string field in FieldsOf(document.RootElement).Distinct())
        {
            string renamed = json.Replace($"\"{field}\":", $"\"x{field}\":", StringComparison.Ordinal);
            if (optional.Contains(field))
            {
                again(renamed);
                continue;
            }

            JsonException failure = Assert.ThrowsAny<JsonException>(() => again(renamed));
            Assert.Contains($"'{field}' is missing", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void FileInfo_Null_IsNull() => Assert.Null(WireText.Read("null", FileInfo.Read));

    [Theory]
    [InlineData("\"data\":[1,2,3]")]
    [InlineData("\"data\":\"AQID\"")]
    [InlineData("\"data\":null")]
    public void StorageTransaction_DataInAnotherForm_IsPassedOver(string data)
    {
        StorageTransaction transaction =
            WireText.Read(Transaction.Replace("\"data\":[]", data, StringComparison.Ordinal), StorageTransaction.Read);

        Assert.Equal(9007199254740993, transaction.Sequence);
        Assert.Equal(
            [new StorageTransactionNode(11, Hash256.Parse(Hash)), new StorageTransactionNode(8, Hash256.Parse(Hash))],
            transaction.MerkleNodes);
    }

    // A node that lies must not take the numbers of a file beyond what they can hold.
    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("4611686018427387905")]
    [InlineData("9223372036854775807")]
    [InlineData("18446744073709551615")]
    public void StorageTransaction_SizeOfNoFile_Throws(string size) => Assert.Throws<JsonException>(
        () => WireText.Read(Transaction.Replace("262145", size, StringComparison.Ordinal), StorageTransaction.Read));

    [Fact]
    public void StorageTransactionNode_PairOfThree_Throws() =>
        Assert.Throws<JsonException>(() => WireText.Read($"[1,\"{Hash}\",2]", StorageTransactionNode.Read));

    [Fact]
    public void ShardedNodes_NullLists_AreEmpty()
    {
        ShardedNodes nodes = WireText.Read("{\"trusted\":null,\"discovered\":null}", ShardedNodes.Read);

        Assert.Empty(nodes.All);
    }

    private static IEnumerable<string> FieldsOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => FieldsOf(member.Value).Prepend(member.Name)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(FieldsOf),
        _ => [],
    };
}
