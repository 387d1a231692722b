using System.Buffers;
using ZeroG.Cryptography.Keccak;
using ZeroG.Cryptography.Merkle;
using ZeroG.Storage.Files;

namespace ZeroG.Storage.Merkle;

/// <summary>
/// Hashes a source into segment roots. Each worker takes the next group of four segments (1 MiB), reads it into a buffer of its own and
/// hashes the four trees level by level together, so that the widest batches reach <see cref="Keccak256.HashMany"/>; nothing is allocated
/// per sector.
/// </summary>
internal sealed class FileTreeBuilder(FileSource source, IProgress<long>? progress)
{
    private const int HashSize = Keccak256.HashSize;
    private const int SegmentsPerGroup = 4;
    private const int GroupSize = SegmentsPerGroup * FlowPadding.SegmentSize;

    // 32 bytes a segment in one array: 17 TB.
    private static readonly long MaxSegments = Array.MaxLength / HashSize;

    private readonly FlowPadding _padding = new(source.Size);
    private readonly Lock _reporting = new();
    private byte[] _roots = [];
    private byte[] _lastSectors = [];
    private long _nextGroup = -1;
    private long _hashed;

    public async Task<FileTree> BuildAsync(CancellationToken cancellationToken)
    {
        if (_padding.PaddedSegments > MaxSegments)
        {
            throw new NotSupportedException($"A file of {_padding.Size} bytes has more than {MaxSegments} segments, "
                + "the most that one tree holds.");
        }

        _roots = new byte[_padding.PaddedSegments * HashSize];
        int last = _padding.PaddedSectorsOf(_padding.PaddedSegments - 1);
        _lastSectors = last < FlowPadding.SectorsPerSegment ? new byte[last * HashSize] : [];
        long groups = ((_padding.Segments - 1) / SegmentsPerGroup) + 1;
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] workers = new Task[Math.Min(Environment.ProcessorCount, groups)];
        for (int i = 0; i < workers.Length; i++)
        {
            workers[i] = Task.Run(() => HashGroupsAsync(groups, stop), stop.Token);
        }

        await Task.WhenAll(workers);
        FillPadding();
        return new FileTree(_padding, _roots, _lastSectors);
    }

    private async Task HashGroupsAsync(long groups, CancellationTokenSource stop)
    {
        byte[] data = ArrayPool<byte>.Shared.Rent((int)Math.Min(GroupSize, _padding.Segments * FlowPadding.SegmentSize));
        byte[] hashes = ArrayPool<byte>.Shared.Rent(SegmentsPerGroup * FlowPadding.SectorsPerSegment * HashSize);
        try
        {
            long group;
            while ((group = Interlocked.Increment(ref _nextGroup)) < groups)
            {
                long start = group * GroupSize;
                int length = (int)Math.Min(GroupSize, _padding.Size - start);
                await source.ReadAsync(start, data.AsMemory(0, length), stop.Token);
                HashGroup(group * SegmentsPerGroup, data.AsSpan(), length, hashes);
                Report(length);
            }
        }
        catch
        {
            // The other workers need not finish a tree that will not be built.
            await stop.CancelAsync();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(data);
            ArrayPool<byte>.Shared.Return(hashes);
        }
    }

    private void HashGroup(long firstSegment, Span<byte> data, int length, Span<byte> hashes)
    {
        Span<byte> roots = _roots.AsSpan((int)firstSegment * HashSize);
        if (length == GroupSize)
        {
            SegmentRoot.HashSectors(data[..length], hashes);
            for (int nodes = GroupSize / FlowPadding.SectorSize; nodes > SegmentsPerGroup; nodes /= 2)
            {
                Keccak256.HashMany(hashes[..(nodes * HashSize)], 2 * HashSize, hashes);
            }

            hashes[..(SegmentsPerGroup * HashSize)].CopyTo(roots);
            return;
        }

        for (int i = 0; i * FlowPadding.SegmentSize < length; i++)
        {
            long segment = firstSegment + i;
            Span<byte> bytes = data.Slice(i * FlowPadding.SegmentSize, _padding.WireLength(segment));
            bytes[_padding.FileLength(segment)..].Clear();
            Span<byte> sectors = hashes[..(_padding.PaddedSectorsOf(segment) * HashSize)];
            SegmentRoot.HashSectors(bytes, sectors);
            if (sectors.Length == _lastSectors.Length)
            {
                sectors.CopyTo(_lastSectors);
            }

            KeccakMerkleTree.ComputeRoot(sectors, roots[(i * HashSize)..]);
        }
    }

    /// <summary>
    /// Segments behind the file are whole and empty: the flow pads beyond the last segment only in units of whole segments.
    /// </summary>
    private void FillPadding()
    {
        SegmentRoot.FillEmpty(_roots.AsSpan((int)_padding.Segments * HashSize), ZeroSubtree.Root(FlowPadding.SegmentHeight));
    }

    private void Report(int bytes)
    {
        if (progress is null)
        {
            return;
        }

        lock (_reporting)
        {
            _hashed += bytes;
            progress.Report(_hashed);
        }
    }
}
