using System.Security.Cryptography;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Tests.Nodes;
using ZeroG.Storage.Tests.Vectors;
using ZeroG.Testing;

namespace ZeroG.Storage.Tests.Merkle;

[Trait("Category", "Vectors")]
public class SegmentVectorTests
{
    private static readonly VectorForm Form = new(
        "storage",
        "segments*.json",
        ("files", "generator size root numSegments numSegmentsPadded segmentRoots segments"))
    {
        Facts = VectorInput.Facts,
    };

    public static IEnumerable<object[]> Cases => Form.Rows("files");

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Proof_SegmentsOfTheOfficialSdk_AreEqualAndHold(string name)
    {
        JsonElement file = Form[name];
        using FileSource source = FileSource.FromBytes(VectorInput.Of(file));
        FileTree tree = await FileTree.BuildAsync(source);

        Assert.Equal(file.Hash("root"), tree.Root);
        Assert.Equal(file.Number("numSegments"), tree.Padding.Segments);
        Assert.Equal(file.Number("numSegmentsPadded"), tree.Padding.PaddedSegments);
        Assert.Equal(
            file.GetProperty("segmentRoots").EnumerateArray().Select(root => root.Hash()),
            Enumerable.Range(0, (int)tree.Padding.PaddedSegments).Select(i => tree.SegmentRoot(i)));
        Assert.Equal(tree.Padding.PaddedSegments, file.GetProperty("segments").GetArrayLength());
        foreach (JsonElement segment in file.GetProperty("segments").EnumerateArray())
        {
            await CheckSegmentAsync(segment, source, tree);
        }
    }

    private static async Task CheckSegmentAsync(JsonElement expected, FileSource source, FileTree tree)
    {
        VectorInput.KnowsMembers(expected, "index", "segmentRoot", "proof", "lastRealSegment", "upload");
        long index = expected.Number("index");
        FileProof proof = tree.Proof(index);
        Assert.Equal(expected.Hash("segmentRoot"), tree.SegmentRoot(index));
        Assert.Equal(expected.GetProperty("proof").GetRawText().Replace(" ", "").Replace("\n", ""), WireText.Of(proof.Write));
        Assert.Equal(expected.GetProperty("lastRealSegment").GetBoolean(), index >= tree.Padding.Segments - 1);
        Assert.Null(proof.FindFault(tree.Root, tree.SegmentRoot(index), index, tree.Padding.PaddedSegments));
        Assert.True(proof.HasEmptyPadding(tree.Padding.Segments, tree.Padding.PaddedSegments));

        JsonElement upload = expected.GetProperty("upload");
        Assert.Equal(index >= tree.Padding.Segments, upload.ValueKind == JsonValueKind.Null);
        if (upload.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        VectorInput.KnowsMembers(upload, "root", "index", "fileSize", "dataLength", "dataSha256", "dataBase64");
        byte[] buffer = new byte[FlowPadding.SegmentSize];
        int length = await source.ReadSegmentAsync(index, buffer);
        using SegmentWithProof segment = new(tree.Root, buffer.AsMemory(0, length), index, proof, source.Size);
        Assert.Equal(upload.Hash("root"), segment.Root);
        Assert.Equal(upload.Number("index"), segment.Index);
        Assert.Equal(upload.Number("fileSize"), segment.FileSize);
        Assert.Equal(upload.Number("dataLength"), segment.Data.Length);
        Assert.Equal(upload.Text("dataSha256"), Hex.ToHex(SHA256.HashData(segment.Data.Span)));
        Assert.Equal(tree.SegmentRoot(index), SegmentRoot.Compute(segment.Data.Span, index, tree.Padding));
        if (upload.TryGetProperty("dataBase64", out JsonElement data))
        {
            Assert.Equal(data.GetString(), Convert.ToBase64String(segment.Data.Span));
        }
    }
}
