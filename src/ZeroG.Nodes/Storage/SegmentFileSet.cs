using System.Globalization;
using ZeroG.Storage.Files;
using ZeroG.Storage.Nodes;

namespace ZeroG.Nodes.Storage;

/// <summary>
/// All segment files of a node: finds file and slot of a flow segment of its shard. Segment <c>g</c> belongs to the shard when
/// <c>g % NumShard == ShardId</c>, and lies in slot <c>g / NumShard</c>.
/// </summary>
internal sealed class SegmentFileSet(string folder, ShardConfig shard, bool preallocate) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, SegmentFile> _files = [];
    private bool _disposed;

    /// <summary>
    /// Writes whole sectors that lie within one segment; <paramref name="flowSector"/> is the first one's place in the flow.
    /// </summary>
    public void Write(long flowSector, ReadOnlySpan<byte> data)
    {
        (SegmentFile file, int slot, int sector) = Locate(flowSector);
        file.Write(slot, sector, flowSector, data);
    }

    /// <summary>Reads whole sectors that lie within one segment; false when a checksum does not match.</summary>
    public bool TryRead(long flowSector, Span<byte> destination)
    {
        (SegmentFile file, int slot, int sector) = Locate(flowSector);
        return file.TryRead(slot, sector, flowSector, destination);
    }

    /// <summary>Returns when all that was written before is on disk.</summary>
    public void Flush()
    {
        SegmentFile[] files;
        lock (_gate)
        {
            files = [.. _files.Values];
        }

        foreach (SegmentFile file in files)
        {
            file.Flush();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            foreach (SegmentFile file in _files.Values)
            {
                file.Dispose();
            }

            _files.Clear();
        }
    }

    private (SegmentFile File, int Slot, int Sector) Locate(long flowSector)
    {
        (long segment, long sector) = Math.DivRem(flowSector, FlowPadding.SectorsPerSegment);
        (long place, long remainder) = Math.DivRem(segment, shard.NumShard);
        ArgumentOutOfRangeException.ThrowIfNotEqual(remainder, shard.ShardId, nameof(flowSector));
        (long number, long slot) = Math.DivRem(place, SegmentFile.SlotsPerFile);
        return (FileOf(checked((int)number)), (int)slot, (int)sector);
    }

    private SegmentFile FileOf(int number)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_files.TryGetValue(number, out SegmentFile? file))
            {
                Directory.CreateDirectory(folder);
                string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{number:D6}.seg"));
                file = SegmentFile.Open(path, number, (int)shard.ShardId, (int)shard.NumShard, preallocate);
                _files.Add(number, file);
            }

            return file;
        }
    }
}
