using ZeroG.Nodes.Storage;

namespace ZeroG.Nodes.Tests.Storage;

/// <summary>Each test is a story: write and acknowledge, stop, tear, recover, compare, write again, recover again.</summary>
public sealed class FlowStoreRecoveryTests : IDisposable
{
    private const long ThreeSegments = (2 * 262_144) + 1000;

    private readonly StoreFixture _node = new();

    public void Dispose() => _node.Dispose();

    [Fact]
    public void Story1_StoppedAfterAcknowledging_EverythingIsThere()
    {
        FlowTransaction file = _node.Submit(ThreeSegments);
        Assert.True(_node.Put(file, 0));
        Assert.True(_node.Put(file, 2));

        _node.Restart();

        file = _node.Store.Submissions.Find(0)!;
        Assert.Equal([true, false, true], [_node.Has(file, 0), _node.Has(file, 1), _node.Has(file, 2)]);
        Assert.Equal(2, _node.Store.StoredCountOf(file));
        Assert.Null(_node.Store.StatusOf(file));
        Assert.False(_node.Store.TryBegin(file, 0));

        Assert.True(_node.Put(file, 1));
        Assert.Equal(FileStatus.Finalized, _node.Store.StatusOf(file));
        _node.Restart();
        Assert.Equal(FileStatus.Finalized, _node.Store.StatusOf(file));
        Assert.True(_node.Has(file, 1));
    }

    [Fact]
    public void Story2_StoppedBetweenDataAndRecord_SegmentIsAbsentAndCanBeSentAgain()
    {
        FlowTransaction file = _node.Submit(ThreeSegments);
        _node.Put(file, 0);

        // The data of segment 1 reaches the file, its record does not reach the database.
        _node.Restart(() =>
        {
            using SegmentFile segments = SegmentFile.Open(_node.SegmentFilePath, 0, 0, 1, preallocate: false);
            segments.Write(
                (int)file.FlowSegmentOf(1), (int)(file.FirstSectorOf(1) % 1024), file.FirstSectorOf(1), StoreFixture.Data(file, 1));
        });

        Assert.True(_node.Has(file, 0));
        Assert.False(_node.Has(file, 1));
        Assert.True(_node.Put(file, 1));
        _node.Restart();
        Assert.True(_node.Has(file, 1));
    }

    [Fact]
    public void Story3_StoppedWithinTheData_SegmentIsAbsentAndNeighboursAreWhole()
    {
        FlowTransaction first = _node.Submit(1000, seed: 1);
        FlowTransaction second = _node.Submit(2000, seed: 2);
        _node.Put(first, 0);

        // Both files share one segment of the flow; the second one's write stops after 300 bytes.
        _node.Restart(() => Tear(second.StartSector, StoreFixture.Data(second, 0).AsSpan(0, 300)));

        Assert.True(_node.Has(first, 0));
        Assert.False(_node.Has(second, 0));
        Assert.True(_node.Put(second, 0));
        _node.Restart();
        Assert.True(_node.Has(first, 0));
        Assert.True(_node.Has(second, 0));
    }

    [Fact]
    public void Story4_LastRecordOfTheDatabaseIsTorn_OnlyItsSegmentIsAbsent()
    {
        FlowTransaction file = _node.Submit(ThreeSegments);
        _node.Put(file, 0);
        _node.Put(file, 1);

        // The write-ahead log loses its last bytes, as if the batch of segment 1 had been cut off.
        _node.Restart(() =>
        {
            string newest = Directory.GetFiles(_node.DatabasePath, "*.log").OrderBy(path => path, StringComparer.Ordinal).Last();
            using FileStream log = File.OpenWrite(newest);
            log.SetLength(log.Length - 3);
        });

        Assert.True(_node.Has(file, 0));
        Assert.False(_node.Has(file, 1));
        Assert.True(_node.Put(file, 1));
        _node.Restart();
        Assert.True(_node.Has(file, 1));
    }

    [Fact]
    public void Story5_DiskChangedAcknowledgedData_IsFoundDroppedAndCanBeSentAgain()
    {
        FlowTransaction file = _node.Submit(1000);
        _node.Put(file, 0);
        Assert.Equal(FileStatus.Finalized, _node.Store.StatusOf(file));

        _node.Restart(() => Tear(file.StartSector, [0xFF]));

        Assert.Equal(FileStatus.Finalized, _node.Store.StatusOf(file));
        Assert.False(_node.Has(file, 0));
        Assert.Null(_node.Store.StatusOf(file));
        Assert.Contains(_node.Log.Read(), entry => entry.EventId == 101);
        Assert.True(_node.Put(file, 0));
        _node.Restart();
        Assert.True(_node.Has(file, 0));
        Assert.Equal(FileStatus.Finalized, _node.Store.StatusOf(file));
    }

    [Fact]
    public void Story6_SegmentFileIsLost_NothingPassesForData()
    {
        FlowTransaction file = _node.Submit(ThreeSegments);
        _node.Put(file, 0);

        _node.Restart(() => File.Delete(_node.SegmentFilePath));

        Assert.False(_node.Has(file, 0));
        Assert.True(_node.Put(file, 0));
        _node.Restart();
        Assert.True(_node.Has(file, 0));
    }

    [Fact]
    public void Story7_PooledSegment_OutlivesTheProcessAndIsRead()
    {
        byte[] data = SegmentFileTests.Bytes(1, 512);
        Assert.Null(_node.Pool.Add(StoreFixture.Hash(5), new IncomingSegment(0, data, [9, 9])));

        _node.Restart();

        Assert.Equal(1, _node.Pool.CountOf(StoreFixture.Hash(5)));
        IncomingSegment read = Assert.Single(_node.Pool.Read(StoreFixture.Hash(5)));
        Assert.Equal(data, read.Data);
        Assert.Equal([9, 9], read.Proof);
        _node.Pool.Remove(StoreFixture.Hash(5), [0]);
        _node.Restart();
        Assert.Null(_node.Pool.CountOf(StoreFixture.Hash(5)));
    }

    private void Tear(long sector, ReadOnlySpan<byte> bytes)
    {
        (long segment, long within) = Math.DivRem(sector, 1024);
        using FileStream stream = File.OpenWrite(_node.SegmentFilePath);
        stream.Position = SegmentFile.HeaderSize + (segment * SegmentFile.SlotSize) + 4096 + (within * 256);
        stream.Write(bytes);
    }
}
