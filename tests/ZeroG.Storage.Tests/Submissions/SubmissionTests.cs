using System.Numerics;
using ZeroG.Chain;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Submissions;
using ZeroG.Storage.Tests.Merkle;
using ZeroG.Storage.Tests.Vectors;

namespace ZeroG.Storage.Tests.Submissions;

public class SubmissionTests
{
    [Theory]
    [InlineData(257, new[] { 2 })]
    [InlineData(1025, new[] { 4, 1 })]
    [InlineData(4097, new[] { 16, 2 })]
    [InlineData(262145, new[] { 1024, 128 })]
    [InlineData(360000, new[] { 1024, 256, 128 })]
    [InlineData(786432, new[] { 2048, 1024 })]
    public async Task Create_File_CutsItIntoTheNodesOfItsPaddedTree(int size, int[] sectors)
    {
        byte[] bytes = VectorInput.Generate("lcg32", size);
        using FileSource source = FileSource.FromBytes(bytes);

        Submission submission = Submission.Create(await FileTree.BuildAsync(source));

        byte[] padded = new byte[new FlowPadding(size).PaddedSectors * FlowPadding.SectorSize];
        bytes.CopyTo(padded, 0);
        int first = 0;
        List<Hash256> roots = [];
        foreach (int count in sectors)
        {
            roots.Add(NaiveFileTree.Root(padded, first, count));
            first += count;
        }

        Assert.Equal(sectors.Select(count => (ulong)count), submission.Nodes.Select(node => node.Sectors));
        Assert.Equal(roots, submission.Nodes.Select(node => node.Root));
        Assert.Equal(NaiveFileTree.Root(bytes), submission.FileRoot);
        Assert.Equal(new BigInteger(sectors.Sum()), submission.Sectors);
        Assert.Null(submission.FindFault());
    }

    [Theory]
    [InlineData(256, new int[0], "there are no nodes")]
    [InlineData(512, new[] { 0, 0 }, "heights do not fall strictly")]
    [InlineData(512, new[] { 0, 1 }, "heights do not fall strictly")]
    [InlineData(4352, new[] { 4, 0 }, "heights spread over more than 4 levels")]
    [InlineData(256, new[] { 64 }, "a height lies outside 0 to 63")]
    [InlineData(257, new[] { 0 }, "the length exceeds the nodes")]
    [InlineData(0, new[] { 0 }, "the nodes are padded further than the length needs")]
    [InlineData(512, new[] { 1, 0 }, "the nodes are padded further than the length needs")]
    [InlineData(3840, new[] { 4 }, "the nodes are padded further than the length needs")]
    [InlineData(3841, new[] { 4 }, null)]
    [InlineData(4096, new[] { 4 }, null)]
    [InlineData(4096, new[] { 4, 1 }, "the nodes are padded further than the length needs")]
    [InlineData(4097, new[] { 4, 1 }, null)]
    [InlineData(4608, new[] { 4, 1 }, null)]
    public void FindFault_LengthAndHeights_AreJudgedAsTheContractDoes(long length, int[] heights, string? expected)
    {
        Submission submission = new(length, default, [.. heights.Select(height => new SubmissionNode(Hash256.Zero, height))]);

        Assert.Equal(expected, submission.FindFault());
    }

    [Fact]
    public void FindFault_EverySizeUpToTwoSegments_TakesThePaddingOfItsOwnFileOnly()
    {
        for (long sectors = 1; sectors <= 2048; sectors++)
        {
            FlowPadding padding = new(sectors * FlowPadding.SectorSize);
            SubmissionNode[] nodes = [.. Enumerable.Range(0, 63).Reverse().Where(bit => (padding.PaddedSectors >> bit & 1) == 1)
                .Select(bit => new SubmissionNode(default, bit))];

            Assert.Null(new Submission(padding.Size, default, nodes).FindFault());
            Assert.Null(new Submission(padding.Size - 255, default, nodes).FindFault());
        }
    }
}
