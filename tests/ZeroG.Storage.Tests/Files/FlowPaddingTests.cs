using ZeroG.Storage.Files;

namespace ZeroG.Storage.Tests.Files;

public class FlowPaddingTests
{
    // The table of the specification's section on sizes: chunks, padded, power of two.
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 2, 2)]
    [InlineData(3, 3, 4)]
    [InlineData(5, 5, 8)]
    [InlineData(9, 9, 16)]
    [InlineData(17, 18, 32)]
    [InlineData(31, 32, 32)]
    [InlineData(33, 36, 64)]
    [InlineData(100, 104, 128)]
    [InlineData(1000, 1024, 1024)]
    [InlineData(1025, 1152, 2048)]
    [InlineData(1153, 1280, 2048)]
    [InlineData(2049, 2304, 4096)]
    [InlineData(3072, 3072, 4096)]
    [InlineData(4097, 4608, 8192)]
    [InlineData(5121, 5632, 8192)]
    [InlineData(20481, 22528, 32768)]
    [InlineData(1L << 40, 1L << 40, 1L << 40)]
    [InlineData((1L << 40) + 1, (1L << 40) + (1L << 37), 1L << 41)]
    public void FlowPadding_Sectors_ArePaddedAsTheFlowPads(long sectors, long padded, long powerOfTwo)
    {
        foreach (long size in new[] { ((sectors - 1) * 256) + 1, sectors * 256 })
        {
            FlowPadding padding = new(size);

            Assert.Equal(sectors, padding.Sectors);
            Assert.Equal(padded, padding.PaddedSectors);
            Assert.Equal(powerOfTwo, padding.SectorsPowerOfTwo);
        }
    }

    [Theory]
    [InlineData(1, 256, 1, 1)]
    [InlineData(257, 512, 257, 2)]
    [InlineData(262144, 262144, 262144, 1024)]
    [InlineData(262145, 256, 1, 128)]
    [InlineData(300000, 37888, 37856, 256)]
    public void FlowPadding_LastSegment_HasItsLengths(long size, int wireLength, int fileLength, int paddedSectors)
    {
        FlowPadding padding = new(size);

        Assert.Equal(wireLength, padding.WireLength(padding.Segments - 1));
        Assert.Equal(fileLength, padding.FileLength(padding.Segments - 1));
        Assert.Equal(paddedSectors, padding.PaddedSectorsOf(padding.Segments - 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData((1L << 62) + 1)]
    public void FlowPadding_ImpossibleSize_Throws(long size) => Assert.Throws<ArgumentOutOfRangeException>(() => new FlowPadding(size));

    [Fact]
    public void FlowPadding_LargestSize_DoesNotOverflow() => Assert.Equal(1L << 54, new FlowPadding(FlowPadding.MaxFileSize).PaddedSectors);
}
