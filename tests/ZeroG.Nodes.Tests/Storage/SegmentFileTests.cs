using ZeroG.Chain;
using ZeroG.Nodes.Storage;
using ZeroG.Storage.Files;
using ZeroG.Testing;

namespace ZeroG.Nodes.Tests.Storage;

public sealed class SegmentFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_AnySectorsOfASlot_ReadsBackTheSameAfterReopening()
    {
        byte[] whole = Bytes(1, FlowPadding.SegmentSize);
        byte[] part = Bytes(2, 3 * 256);
        using (SegmentFile file = Open())
        {
            file.Write(0, 0, 1024, whole);
            file.Write(1023, 1021, 5000, part);
            file.Flush();
        }

        using SegmentFile again = Open();
        byte[] read = new byte[FlowPadding.SegmentSize];
        Assert.True(again.TryRead(0, 0, 1024, read));
        Assert.Equal(whole, read);
        Assert.True(again.TryRead(0, 7, 1031, read.AsSpan(0, 512)));
        Assert.Equal(whole.AsSpan(7 * 256, 512), read.AsSpan(0, 512));
        Assert.True(again.TryRead(1023, 1021, 5000, read.AsSpan(0, part.Length)));
        Assert.Equal(part, read.AsSpan(0, part.Length));
    }

    [Fact]
    public void TryRead_OtherPlaceInTheFlow_IsRefused()
    {
        using SegmentFile file = Open();
        file.Write(3, 0, 3072, Bytes(1, 256));

        Assert.False(file.TryRead(3, 0, 3073, new byte[256]));
        Assert.False(file.TryRead(4, 0, 4096, new byte[256]));
    }

    [Fact]
    public void TwoWriters_SectorsOfOneSlot_DoNotDisturbEachOther()
    {
        using SegmentFile file = Open();
        byte[][] parts = [.. Enumerable.Range(0, 64).Select(i => Bytes(i, 16 * 256))];

        Parallel.For(0, parts.Length, i => file.Write(5, i * 16, 10_240 + (i * 16), parts[i]));

        byte[] read = new byte[FlowPadding.SegmentSize];
        Assert.True(file.TryRead(5, 0, 10_240, read));
        Assert.Equal(parts.SelectMany(part => part), read);
    }

    [Theory]
    [InlineData(1, 0, 2)]
    [InlineData(0, 1, 2)]
    [InlineData(0, 0, 4)]
    public void Open_FileOfAnotherPlace_IsRefused(int number, int shard, int count)
    {
        string path = _folder["a.seg"];
        SegmentFile.Open(path, 0, 0, 2, preallocate: false).Dispose();

        ZeroGException refused = Assert.Throws<ZeroGException>(() => SegmentFile.Open(path, number, shard, count, preallocate: false));

        Assert.Equal("ZgSegmentFile", refused.ErrorId);
    }

    [Theory]
    [InlineData(1024, 0, 256)]
    [InlineData(-1, 0, 256)]
    [InlineData(0, 1024, 256)]
    [InlineData(0, 1023, 512)]
    [InlineData(0, 0, 255)]
    [InlineData(0, 0, 0)]
    public void Write_OutsideTheSlot_IsRefused(int slot, int sector, int length)
    {
        using SegmentFile file = Open();
        Assert.ThrowsAny<ArgumentOutOfRangeException>(() => file.Write(slot, sector, 0, new byte[length]));
    }

    [Fact]
    public void Layout_OnDisk_NeverChanges()
    {
        // Numbers on disk are for ever. Instead of editing one here, give the new layout a new version and read both.
        Assert.Equal("ZEROGSEG"u8, SegmentFile.Magic);
        Assert.Equal(1, SegmentFile.Version);
        Assert.Equal(4096, SegmentFile.HeaderSize);
        Assert.Equal(266_240, SegmentFile.SlotSize);
        Assert.Equal(1024, SegmentFile.SlotsPerFile);
        Assert.Equal(262_144, FlowPadding.SegmentSize);
        Assert.Equal(1, FlowDatabase.FormatVersion);
        Assert.Equal("MTRSPNLBU"u8, [
            FlowKeys.Meta, FlowKeys.Transaction, FlowKeys.Root, FlowKeys.Status, FlowKeys.Segment, FlowKeys.Node, FlowKeys.FlowRoot,
            FlowKeys.Block, FlowKeys.Pooled]);
        Assert.Equal("fsnph"u8, [FlowKeys.Format, FlowKeys.Shard, FlowKeys.Network, FlowKeys.Progress, FlowKeys.Head]);
        Assert.Equal([0, 1], [(byte)FileStatus.Finalized, (byte)FileStatus.Pruned]);
        using (SegmentFile file = Open())
        {
            file.Write(1, 2, 0x0123456789, Bytes(7, 256));
        }

        using FileStream stream = File.OpenRead(_folder["file.seg"]);
        byte[] header = new byte[24];
        stream.ReadExactly(header);
        Assert.Equal("5A45524F47534547010000000000000000000000" + "01000000", Convert.ToHexString(header));
        stream.Position = 4096 + 266_240 + (2 * sizeof(uint));
        byte[] checksum = new byte[sizeof(uint)];
        stream.ReadExactly(checksum);
        stream.Position = 4096 + 266_240 + 4096 + (2 * 256);
        byte[] sector = new byte[256];
        stream.ReadExactly(sector);
        Assert.Equal(Bytes(7, 256), sector);
        Assert.Equal(
            SectorChecksumTests.Crc32C([.. BitConverter.GetBytes(0x0123456789L), .. sector]), BitConverter.ToUInt32(checksum));
    }

    public static byte[] Bytes(int seed, int length)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private SegmentFile Open() => SegmentFile.Open(_folder["file.seg"], 0, 0, 1, preallocate: false);
}
