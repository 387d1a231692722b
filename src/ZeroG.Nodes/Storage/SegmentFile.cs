using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using ZeroG.Chain;
using ZeroG.Storage.Files;

namespace ZeroG.Nodes.Storage;

/// <summary>
/// A preallocated file of 1024 slots, one for each of 1024 consecutive segments of a shard. Knows places, bytes and checksums, and nothing
/// of chain, proofs or which slots are in use.
/// </summary>
/// <remarks>
/// Layout: a header of 4096 bytes (magic, version, number of the file, shard, number of shards; little-endian), then for each slot 1024
/// checksums of 4 bytes and 262,144 bytes of data, so that both begin on a page. Reads and writes are positional and may run at the same
/// time; two writers of the same sectors must not.
/// </remarks>
internal sealed class SegmentFile : IDisposable
{
    /// <summary>Slots of a file: 260 MiB a file.</summary>
    public const int SlotsPerFile = 1024;

    /// <summary>Bytes before the first slot.</summary>
    public const int HeaderSize = 4096;

    /// <summary>Bytes of a slot: checksums and data.</summary>
    public const int SlotSize = ChecksumBlockSize + FlowPadding.SegmentSize;

    /// <summary>Layout described above.</summary>
    public const int Version = 1;

    private const int ChecksumBlockSize = FlowPadding.SectorsPerSegment * sizeof(uint);

    private readonly Lock _flushing = new();
    private readonly SafeFileHandle _handle;
    private readonly string _path;
    private readonly int _number;
    private readonly int _shardId;
    private readonly int _shardCount;
    private int _dirty;
    private bool _failed;

    private SegmentFile(SafeFileHandle handle, string path, int number, int shardId, int shardCount)
    {
        _handle = handle;
        _path = path;
        _number = number;
        _shardId = shardId;
        _shardCount = shardCount;
    }

    /// <summary>The first bytes of every segment file.</summary>
    public static ReadOnlySpan<byte> Magic => "ZEROGSEG"u8;

    /// <summary>Opens a file, or creates it.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="number">Its number: it holds slots <c>number * 1024</c> and on.</param>
    /// <param name="shardId">The shard whose segments it holds.</param>
    /// <param name="shardCount">How many shards there are.</param>
    /// <param name="preallocate">
    /// Takes the space on disk at once, so that a full disk shows here and a flush has no metadata to write.
    /// </param>
    /// <exception cref="ZeroGException"><c>ZgSegmentFile</c>: the file is none of ours, or belongs to another shard.</exception>
    public static SegmentFile Open(string path, int number, int shardId, int shardCount, bool preallocate)
    {
        bool exists = File.Exists(path) && new FileInfo(path).Length >= HeaderSize;
        const long FullSize = HeaderSize + ((long)SlotsPerFile * SlotSize);
        SafeFileHandle handle = File.OpenHandle(
            path, exists ? FileMode.Open : FileMode.Create, FileAccess.ReadWrite, FileShare.Read, FileOptions.None,
            preallocationSize: !exists && preallocate ? FullSize : 0);
        SegmentFile file = new(handle, path, number, shardId, shardCount);
        try
        {
            if (exists)
            {
                file.CheckHeader();
            }
            else
            {
                SetLength(handle, path, FullSize);
                file.WriteHeader();
            }

            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Writes whole sectors into a slot: data first, then checksums. Nothing is on disk for certain before <see cref="Flush"/>.
    /// </summary>
    /// <param name="slot">Slot within this file.</param>
    /// <param name="sector">First sector within the slot.</param>
    /// <param name="flowSector">Flow index of that sector, which its checksum covers.</param>
    /// <param name="data">Whole sectors that fit into the slot.</param>
    public void Write(int slot, int sector, long flowSector, ReadOnlySpan<byte> data)
    {
        int count = CheckRange(slot, sector, data.Length);
        Span<uint> checksums = stackalloc uint[FlowPadding.SectorsPerSegment];
        checksums = checksums[..count];
        SectorChecksum.Compute(flowSector, data, checksums);
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(checksums, checksums);
        }

        long start = SlotStart(slot);
        RandomAccess.Write(_handle, data, start + ChecksumBlockSize + ((long)sector * FlowPadding.SectorSize));
        RandomAccess.Write(_handle, MemoryMarshal.AsBytes(checksums), start + ((long)sector * sizeof(uint)));
        Volatile.Write(ref _dirty, 1);
    }

    /// <summary>
    /// Reads whole sectors; false when one of them does not match its checksum, and the destination then holds nothing of use.
    /// </summary>
    public bool TryRead(int slot, int sector, long flowSector, Span<byte> destination)
    {
        int count = CheckRange(slot, sector, destination.Length);
        Span<uint> stored = stackalloc uint[FlowPadding.SectorsPerSegment];
        Span<uint> computed = stackalloc uint[FlowPadding.SectorsPerSegment];
        stored = stored[..count];
        computed = computed[..count];
        long start = SlotStart(slot);
        if (!ReadFully(MemoryMarshal.AsBytes(stored), start + ((long)sector * sizeof(uint)))
            || !ReadFully(destination, start + ChecksumBlockSize + ((long)sector * FlowPadding.SectorSize)))
        {
            return false;
        }

        SectorChecksum.Compute(flowSector, destination, computed);
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(computed, computed);
        }

        return stored.SequenceEqual(computed);
    }

    /// <summary>Returns when all that was written before is on disk.</summary>
    public void Flush()
    {
        // Under the lock a second caller waits for the first one's flush, which covers both; so many writers pay for few flushes.
        lock (_flushing)
        {
            // Cleared before: a write that comes during the flush sets it again and is flushed by its own writer.
            if (_failed)
            {
                // Those who wait here wrote too and must not take silence for success. Nor does a later success mean that the disk has what
                // it failed to take before, so the file stays failed until it is opened again.
                throw new IOException($"{_path} could not be flushed before. Check the disk, then start the node again.");
            }

            if (Interlocked.Exchange(ref _dirty, 0) != 0)
            {
                _failed = true;
                RandomAccess.FlushToDisk(_handle);
                _failed = false;
            }
        }
    }

    public void Dispose() => _handle.Dispose();

    private static void SetLength(SafeFileHandle handle, string path, long length)
    {
        try
        {
            RandomAccess.SetLength(handle, length);
        }
        catch (ArgumentOutOfRangeException failure)
        {
            // What the runtime says where the file system, or a quota, allows no file so large.
            throw new IOException($"{path} cannot have {length} bytes: {failure.Message}", failure);
        }
    }

    private static long SlotStart(int slot) => HeaderSize + ((long)slot * SlotSize);

    private static int CheckRange(int slot, int sector, int length)
    {
        int count = length / FlowPadding.SectorSize;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)slot, (uint)SlotsPerFile, nameof(slot));
        ArgumentOutOfRangeException.ThrowIfNotEqual(count * FlowPadding.SectorSize, length, nameof(length));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count, nameof(length));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)sector, (uint)(FlowPadding.SectorsPerSegment - count), nameof(sector));
        return count;
    }

    private bool ReadFully(Span<byte> destination, long offset)
    {
        while (!destination.IsEmpty)
        {
            int read = RandomAccess.Read(_handle, destination, offset);
            if (read == 0)
            {
                return false;
            }

            destination = destination[read..];
            offset += read;
        }

        return true;
    }

    private void WriteHeader()
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        FillHeader(header);
        RandomAccess.Write(_handle, header, 0);
        RandomAccess.FlushToDisk(_handle);
    }

    private void CheckHeader()
    {
        Span<byte> expected = stackalloc byte[HeaderSize];
        Span<byte> actual = stackalloc byte[HeaderSize];
        FillHeader(expected);
        bool isWhole = ReadFully(actual, 0);
        if (isWhole && !actual.ContainsAnyExcept((byte)0))
        {
            // The process or the machine died between taking the space and writing the header. No record speaks of the slots yet.
            WriteHeader();
        }
        else if (!isWhole || !actual.SequenceEqual(expected))
        {
            throw new ZeroGException(
                "ZgSegmentFile", ErrorKind.InvalidData,
                $"{_path} is not segment file {_number} of shard {_shardId} of {_shardCount}. "
                + "Use the data folder with the shard it was made for, or an empty folder.",
                _path);
        }
    }

    private void FillHeader(Span<byte> header)
    {
        header.Clear();
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], _number);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], _shardId);
        BinaryPrimitives.WriteInt32LittleEndian(header[20..], _shardCount);
    }
}
