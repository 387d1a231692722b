using System.Globalization;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Transactions;
using ZeroG.Nodes.Storage;
using ZeroG.Testing;

namespace ZeroG.Nodes.Tests.Storage;

/// <summary>
/// The known answers of the real Flow contract (vectors/storage-node): a node that reads its events has its lengths and roots, at the head
/// and at every earlier submission.
/// </summary>
[Trait("Category", "Vectors")]
public sealed class FlowLogVectorTests
{
    private static readonly VectorForm Sequences = new(
        "storage-node", "flow-root-sequence*.json",
        ("items", "submission calldata event flow_length_after unstaged_height_after flow_root_after"))
    {
        Facts = "note? initial",
    };

    public static IEnumerable<object[]> SequenceFiles => Sequences.FileRows();

    [Theory]
    [MemberData(nameof(SequenceFiles))]
    public void Append_EventsOfTheRealContract_HasItsLengthsAndRoots(string name)
    {
        using StoreFixture stored = new();
        IReadOnlyList<JsonElement> items = Sequences.CasesOf(name, "items");
        List<(Hash256 Root, long Length)> history = [];
        for (int i = 0; i < items.Count; i++)
        {
            JsonElement entry = items[i].GetProperty("event");
            LogEntry log = new(
                ScriptedChain.Flow, [.. entry.GetProperty("topics").EnumerateArray().Select(topic => Hash256.Parse(topic.GetString()!))],
                Hex.ParseBytes(entry.GetProperty("data").GetString()), (ulong)i + 1, StoreFixture.Hash(i), Hash256.Zero, 0, 0);
            FlowSubmission submission = EthereumFlowLog.Read(log);

            stored.Store.Submissions.Append([submission.Transaction], [submission.Block], submission.Block);

            (Hash256 root, long length) = stored.Store.Submissions.Context;
            Assert.Equal(items[i].GetProperty("flow_length_after").GetString(), length.ToString(CultureInfo.InvariantCulture));
            Assert.Equal(items[i].GetProperty("flow_root_after").GetString(), root.ToString());
            history.Add((root, length));
        }

        stored.Restart();
        foreach ((Hash256 root, long length) in history)
        {
            Assert.Equal(length, stored.Store.Submissions.LengthAt(root));
            Assert.Equal(root, stored.Store.Submissions.Read(tree => tree.RootAt(length)));
        }
    }
}
