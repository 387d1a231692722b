using ZeroG.Chain;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Tests.Vectors;
using ZeroG.Testing;

namespace ZeroG.Storage.Tests.Merkle;

public class FileTreeTests
{
    private const int Sector = FlowPadding.SectorSize;
    private const int Segment = FlowPadding.SegmentSize;
    private const int Group = 4 * Segment;

    public static TheoryData<int> Borders()
    {
        SortedSet<int> sizes = [];
        foreach (int border in new[] { Sector, 2 * Sector, 3 * Sector, 16 * Sector, 17 * Sector, Segment, 2 * Segment, 3 * Segment })
        {
            sizes.UnionWith([border - Sector - 1, border - 1, border, border + 1, border + Sector]);
        }

        foreach (int border in new[] { Group, Group + Segment, 2 * Group })
        {
            sizes.UnionWith([border, border + 1]);
        }

        Random random = new(20);
        for (int i = 0; i < 6; i++)
        {
            sizes.Add(random.Next(1, 2 * Group));
        }

        return [.. sizes.Where(size => size > 0)];
    }

    [Theory]
    [MemberData(nameof(Borders))]
    public async Task BuildAsync_SizeAroundABorder_EqualsTheNaiveTree(int size)
    {
        byte[] bytes = VectorInput.Generate("lcg32", size);
        using FileSource source = FileSource.FromBytes(bytes);

        FileTree tree = await FileTree.BuildAsync(source);

        Assert.Equal(NaiveFileTree.Root(bytes), tree.Root);
        for (long segment = 0; segment < tree.Padding.PaddedSegments; segment++)
        {
            Assert.Null(tree.Proof(segment).FindFault(tree.Root, tree.SegmentRoot(segment), segment, tree.Padding.PaddedSegments));
        }
    }

    [Fact]
    public async Task BuildAsync_FileOnDisk_EqualsTheTreeOfItsBytes()
    {
        using TempFolder folder = new();
        byte[] bytes = VectorInput.Generate("lcg32", (2 * Group) + 77);
        await File.WriteAllBytesAsync(folder["data.bin"], bytes);
        using FileSource source = FileSource.Open(folder["data.bin"]);
        List<long> reports = [];

        FileTree tree = await FileTree.BuildAsync(source, new ListProgress<long>(reports));

        Assert.Equal(NaiveFileTree.Root(bytes), tree.Root);
        Assert.Equal(reports.Order(), reports);
        Assert.Equal(bytes.Length, reports[^1]);
    }

    [Fact]
    public async Task BuildAsync_FileBecomesShorter_SaysItChanged()
    {
        using TempFolder folder = new();
        await File.WriteAllBytesAsync(folder["data.bin"], new byte[3 * Group]);
        using FileSource source = FileSource.Open(folder["data.bin"]);
        await File.WriteAllBytesAsync(folder["data.bin"], new byte[Group]);

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => FileTree.BuildAsync(source));

        Assert.Equal("ZgFileChanged", failure.ErrorId);
        Assert.Equal(folder["data.bin"], failure.Target);
    }

    [Fact]
    public async Task BuildAsync_Cancelled_Stops()
    {
        using FileSource source = FileSource.FromBytes(new byte[Group]);
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FileTree.BuildAsync(source, null, cancelled.Token));
    }
}
