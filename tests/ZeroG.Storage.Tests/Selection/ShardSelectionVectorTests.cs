using System.Text.Json;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Selection;
using ZeroG.Storage.Tests.Nodes;
using ZeroG.Storage.Tests.Vectors;
using ZeroG.Testing;

namespace ZeroG.Storage.Tests.Selection;

[Trait("Category", "Vectors")]
public class ShardSelectionVectorTests
{
    private static readonly VectorForm Form = new(
        "storage",
        "shard_selection*.json",
        ("cases", "nodes expectedReplica method ok selected"))
    {
        Facts = VectorInput.Facts,
    };

    public static IEnumerable<object[]> Cases => Form.Rows("cases");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Select_CaseOfTheOfficialSdk_ChoosesTheSameNodes(string name)
    {
        JsonElement vector = Form[name];
        (string Url, ShardConfig Shard)[] nodes =
            [.. vector.GetProperty("nodes").EnumerateArray().Select(
                node => (node.Text("url"), WireText.Read(node.GetProperty("config").GetRawText(), ShardConfig.Read)))];

        IReadOnlyList<(string Url, ShardConfig Shard)>? selected =
            ShardSelection.Select(nodes, node => node.Shard, vector.GetProperty("expectedReplica").GetInt32(), vector.Text("method"));

        Assert.Equal(vector.GetProperty("ok").GetBoolean(), selected is not null);
        Assert.Equal(
            vector.GetProperty("selected").EnumerateArray().Select(url => url.GetString()), (selected ?? []).Select(node => node.Url));
    }
}
