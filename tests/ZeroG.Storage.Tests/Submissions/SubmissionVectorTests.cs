using System.Globalization;
using System.Numerics;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Storage.Contracts;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Submissions;
using ZeroG.Storage.Tests.Vectors;
using ZeroG.Testing;

namespace ZeroG.Storage.Tests.Submissions;

[Trait("Category", "Vectors")]
public class SubmissionVectorTests
{
    private static readonly VectorForm Form = new(
        "storage",
        "submissions*.json",
        ("submissions", "generator size fileRoot tags submitter nodes splitNodesInChunks sectors pricePerSector fee digest "
            + "submitCalldata legacySubmitCalldata"))
    {
        Facts = VectorInput.Facts + " abi batchSubmitOfFirst batchSubmitCalldata legacyBatchSubmitCalldata? sampleSubmitLog",
    };

    public static IEnumerable<object[]> Cases => Form.Rows("submissions");

    public static IEnumerable<object[]> Files => Form.FileRows();

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Create_FileOfTheOfficialSdk_HasItsNodesFeeAndCalldata(string name)
    {
        JsonElement vector = Form[name];

        Submission submission = await CreateAsync(vector);

        Assert.Null(submission.FindFault());
        Assert.Equal(vector.Hash("fileRoot"), submission.FileRoot);
        Assert.Equal(vector.Hash("digest"), submission.Identity);
        Assert.Equal(
            vector.GetProperty("nodes").EnumerateArray().Select(node => new SubmissionNode(node.Hash("root"), (int)node.Number("height"))),
            submission.Nodes);
        Assert.Equal(
            vector.GetProperty("splitNodesInChunks").EnumerateArray().Select(sectors => sectors.GetUInt64()),
            submission.Nodes.Select(node => node.Sectors));
        Assert.Equal(Big(vector, "sectors"), submission.Sectors);
        Assert.Equal(Big(vector, "fee"), submission.Fee(Big(vector, "pricePerSector")).Wei);
        Address submitter = Address.Parse(vector.Text("submitter"));
        Assert.Equal(vector.Text("submitCalldata"), Hex.ToHex(SubmissionAbi.EncodeSubmit(submission, submitter)));
        Assert.Equal(vector.Text("legacySubmitCalldata"), Hex.ToHex(SubmissionAbi.EncodeSubmit(submission, submitter, legacy: true)));

        object?[] decoded = (object?[])FlowContract.Submit.DecodeCall(Hex.ParseBytes(vector.Text("submitCalldata")))[0]!;
        Assert.True(SubmissionAbi.TryRead((object?[])decoded[0]!, out Submission? read));
        Assert.Equal(submitter, decoded[1]);
        Assert.Equal(submission.Nodes, read.Nodes);
        Assert.Equal(submission.Length, read.Length);
        Assert.Equal(submission.Tags.ToArray(), read.Tags.ToArray());
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task EncodeBatchSubmit_FirstOfTheVectors_IsEqual(string name)
    {
        JsonElement file = Form.File(name);
        IReadOnlyList<JsonElement> vectors = Form.CasesOf(name, "submissions");
        List<Submission> submissions = [];
        foreach (JsonElement vector in vectors.Take(file.GetProperty("batchSubmitOfFirst").GetInt32()))
        {
            submissions.Add(await CreateAsync(vector));
        }

        byte[] calldata = SubmissionAbi.EncodeBatchSubmit(submissions, Address.Parse(vectors[0].Text("submitter")));

        Assert.Equal(file.Text("batchSubmitCalldata"), Hex.ToHex(calldata));
        if (file.TryGetProperty("legacyBatchSubmitCalldata", out JsonElement legacy))
        {
            Assert.Equal(legacy.GetString(), Hex.ToHex(SubmissionAbi.EncodeBatchSubmit(submissions, default, legacy: true)));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void FlowContract_Declarations_HaveTheOfficialSignaturesAndSelectors(string name)
    {
        JsonElement abi = Form.File(name).GetProperty("abi");
        Dictionary<string, string> actual = new()
        {
            ["submit"] = FlowContract.Submit.Signature,
            ["submitSelector"] = Selector(FlowContract.Submit),
            ["batchSubmit"] = FlowContract.BatchSubmit.Signature,
            ["batchSubmitSelector"] = Selector(FlowContract.BatchSubmit),
            ["legacySubmit"] = FlowContract.LegacySubmit.Signature,
            ["legacySubmitSelector"] = Selector(FlowContract.LegacySubmit),
            ["legacyBatchSubmit"] = FlowContract.LegacyBatchSubmit.Signature,
            ["legacyBatchSubmitSelector"] = Selector(FlowContract.LegacyBatchSubmit),
            ["submitEvent"] = FlowContract.SubmitEvent.Signature,
            ["submitTopic0"] = FlowContract.SubmitEvent.Topic.ToString(),
            ["legacySubmitTopic0"] = FlowContract.SubmitEvent.Topic.ToString(),
        };

        Assert.Equal(abi.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetString()!), actual);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void SubmitLog_SampleOfTheVectors_DecodesAndEncodesBack(string name)
    {
        JsonElement sample = Form.File(name).GetProperty("sampleSubmitLog");
        JsonElement decoded = sample.GetProperty("decoded");
        VectorInput.KnowsMembers(sample, "topics", "data", "decoded");
        VectorInput.KnowsMembers(decoded, "sender", "identity", "submissionIndex", "startPos", "length", "submission");
        Hash256[] topics = [.. sample.GetProperty("topics").EnumerateArray().Select(topic => topic.Hash())];

        SubmitLog? log = SubmitLog.Decode(topics, Hex.ParseBytes(sample.Text("data")));

        Assert.NotNull(log);
        Assert.Equal(Address.Parse(decoded.Text("sender")), log.Sender);
        Assert.Equal(decoded.Hash("identity"), log.Identity);
        Assert.Equal(Big(decoded, "submissionIndex"), log.Sequence);
        Assert.Equal(Big(decoded, "startPos"), log.StartPosition);
        Assert.Equal(Big(decoded, "length"), log.Sectors);
        JsonElement submission = decoded.GetProperty("submission");
        VectorInput.KnowsMembers(submission, "length", "tags", "nodes");
        Assert.Equal(Big(submission, "length"), log.Submission.Length);
        Assert.Equal(submission.Text("tags"), Hex.ToHex(log.Submission.Tags.Span));
        Assert.Equal(
            submission.GetProperty("nodes").EnumerateArray().Select(
                node => new SubmissionNode(node.Hash("root"), (int)node.Number("height"))),
            log.Submission.Nodes);
        AbiLog encoded = log.Encode();
        Assert.Equal(topics, encoded.Topics);
        Assert.Equal(sample.Text("data"), Hex.ToHex(encoded.Data));
    }

    private static async Task<Submission> CreateAsync(JsonElement vector)
    {
        using FileSource source = FileSource.FromBytes(VectorInput.Of(vector));
        return Submission.Create(await FileTree.BuildAsync(source), Hex.ParseBytes(vector.Text("tags")));
    }

    private static BigInteger Big(JsonElement value, string member) => BigInteger.Parse(value.Text(member), CultureInfo.InvariantCulture);

    private static string Selector(AbiFunction function) => $"0x{function.Selector:x8}";
}
