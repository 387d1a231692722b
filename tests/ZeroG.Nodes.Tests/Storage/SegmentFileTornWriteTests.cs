using ZeroG.Nodes.Storage;
using ZeroG.Storage.Files;
using ZeroG.Testing;

namespace ZeroG.Nodes.Tests.Storage;

/// <summary>
/// A write of a slot that stopped at some byte: what was there before or after is readable, and a mixture never passes for data.
/// </summary>
public sealed class SegmentFileTornWriteTests : IDisposable
{
    private const int DataStart = SegmentFile.HeaderSize + 4096;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(SegmentFile.HeaderSize)]
    [InlineData(1 << 20)]
    public void Open_DiedBeforeTheHeaderWasWritten_BeginsAnew(int length)
    {
        byte[] data = SegmentFileTests.Bytes(1, FlowPadding.SegmentSize);
        File.WriteAllBytes(_folder["file.seg"], new byte[length]);

        Write(file => file.Write(0, 0, 0, data));

        Read(file =>
        {
            byte[] read = new byte[FlowPadding.SegmentSize];
            Assert.True(file.TryRead(0, 0, 0, read));
            Assert.Equal(data, read);
        });
    }

    [Fact]
    public void Flush_DiskFailed_FailsForThoseWhoWaitedToo()
    {
        SegmentFile file = SegmentFile.Open(_folder["file.seg"], 0, 0, 1, preallocate: false);
        file.Write(0, 0, 0, new byte[FlowPadding.SectorSize]);
        file.Dispose();

        Assert.Throws<ObjectDisposedException>(file.Flush);
        Assert.Throws<IOException>(file.Flush);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(100_000)]
    [InlineData(262_143)]
    public void Write_StopsWithinTheData_SectorsAreOldOrRefused(int written)
    {
        byte[] before = SegmentFileTests.Bytes(1, FlowPadding.SegmentSize);
        byte[] after = SegmentFileTests.Bytes(2, FlowPadding.SegmentSize);

        // 1. A whole segment is written. 2. Another begins over it and stops after some bytes. 3. The node comes up again.
        Write(file => file.Write(0, 0, 0, before));
        Patch(DataStart, after.AsSpan(0, written));

        // 4. Every sector is either the old one or refused; the whole is refused as soon as one byte is new.
        Read(file =>
        {
            byte[] sector = new byte[256];
            for (int i = 0; i < FlowPadding.SectorsPerSegment; i++)
            {
                Assert.Equal(i * 256 >= written, file.TryRead(0, i, i, sector));
            }

            Assert.Equal(written == 0, file.TryRead(0, 0, 0, new byte[FlowPadding.SegmentSize]));
        });

        // 5. The client sends it again, and 6. it is there after the next start too.
        Write(file => file.Write(0, 0, 0, after));
        Read(file =>
        {
            byte[] whole = new byte[FlowPadding.SegmentSize];
            Assert.True(file.TryRead(0, 0, 0, whole));
            Assert.Equal(after, whole);
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(2048)]
    [InlineData(4095)]
    public void Write_StopsWithinTheChecksums_SectorsAreNewOrRefused(int written)
    {
        byte[] before = SegmentFileTests.Bytes(1, FlowPadding.SegmentSize);
        byte[] after = SegmentFileTests.Bytes(2, FlowPadding.SegmentSize);
        Write(file => file.Write(0, 0, 0, after));
        byte[] checksums = File.ReadAllBytes(_folder["file.seg"]).AsSpan(SegmentFile.HeaderSize, 4096).ToArray();
        Write(file => file.Write(0, 0, 0, before));

        Patch(DataStart, after);
        Patch(SegmentFile.HeaderSize, checksums.AsSpan(0, written));

        Read(file =>
        {
            byte[] sector = new byte[256];
            for (int i = 0; i < FlowPadding.SectorsPerSegment; i++)
            {
                Assert.Equal((i + 1) * 4 <= written, file.TryRead(0, i, i, sector));
            }
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(4095)]
    public void Open_CreationStoppedWithinTheHeader_StartsAnew(int length)
    {
        File.WriteAllBytes(_folder["file.seg"], new byte[length]);

        Write(file => file.Write(0, 0, 0, SegmentFileTests.Bytes(1, 256)));

        Read(file => Assert.True(file.TryRead(0, 0, 0, new byte[256])));
    }

    [Fact]
    public void TryRead_FileCutShort_IsRefused()
    {
        Write(file => file.Write(9, 0, 0, SegmentFileTests.Bytes(1, 512)));
        using (FileStream stream = File.OpenWrite(_folder["file.seg"]))
        {
            stream.SetLength(SegmentFile.HeaderSize + (9L * SegmentFile.SlotSize) + 4096 + 300);
        }

        Read(file =>
        {
            Assert.True(file.TryRead(9, 0, 0, new byte[256]));
            Assert.False(file.TryRead(9, 0, 0, new byte[512]));
        });
    }

    private void Patch(long offset, ReadOnlySpan<byte> bytes)
    {
        using FileStream stream = File.OpenWrite(_folder["file.seg"]);
        stream.Position = offset;
        stream.Write(bytes);
    }

    private void Write(Action<SegmentFile> write) => Read(write);

    private void Read(Action<SegmentFile> use)
    {
        using SegmentFile file = SegmentFile.Open(_folder["file.seg"], 0, 0, 1, preallocate: false);
        use(file);
    }
}
