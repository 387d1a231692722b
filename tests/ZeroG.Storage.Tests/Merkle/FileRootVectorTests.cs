using System.Text.Json;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Tests.Vectors;
using ZeroG.Testing;

namespace ZeroG.Storage.Tests.Merkle;

[Trait("Category", "Vectors")]
public class FileRootVectorTests
{
    private static readonly VectorForm Form = new(
        "storage",
        "file_roots*.json",
        ("files", "generator size inputSha256 numChunks paddedChunks chunksNextPow2 numSegments numSegmentsPadded treeLeaves root"))
    {
        Facts = VectorInput.Facts,
    };

    public static IEnumerable<object[]> Cases => Form.Rows("files");

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task BuildAsync_FileOfTheOfficialSdk_HasItsSizesAndRoot(string name)
    {
        JsonElement file = Form[name];
        using FileSource source = FileSource.FromBytes(VectorInput.Of(file));

        FileTree tree = await FileTree.BuildAsync(source);

        Assert.Equal(file.Number("numChunks"), tree.Padding.Sectors);
        Assert.Equal(file.Number("paddedChunks"), tree.Padding.PaddedSectors);
        Assert.Equal(file.Number("chunksNextPow2"), tree.Padding.SectorsPowerOfTwo);
        Assert.Equal(file.Number("numSegments"), tree.Padding.Segments);
        Assert.Equal(file.Number("numSegmentsPadded"), tree.Padding.PaddedSegments);
        Assert.Equal(file.Number("treeLeaves"), tree.Padding.PaddedSegments);
        Assert.Equal(file.Hash("root"), tree.Root);
    }
}
