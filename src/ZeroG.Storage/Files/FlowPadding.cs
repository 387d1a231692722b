using System.Numerics;

namespace ZeroG.Storage.Files;

/// <summary>
/// How many sectors and segments a file of a given size takes, as bytes and as padded by the flow (0G storage specification, sizes of a
/// file).
/// </summary>
/// <remarks>
/// sectors = ⌈size/256⌉; the flow pads them to the next power of two, or if that is larger, to a multiple of a sixteenth of it (at least
/// one sector).
/// <code>
///    sectors   padded   power of two
///          1        1              1
///          3        3              4
///         17       18             32
///         33       36             64
///       1025     1152           2048
///       4097     4608           8192
///      20481    22528          32768
/// </code>
/// </remarks>
public readonly record struct FlowPadding
{
    /// <summary>Bytes of a sector (a chunk or entry in other texts), the leaf of every tree.</summary>
    public const int SectorSize = 256;

    /// <summary>Sectors of a whole segment, the unit of transfer.</summary>
    public const int SectorsPerSegment = 1024;

    /// <summary>Bytes of a whole segment: 262,144 (256 KiB).</summary>
    public const int SegmentSize = SectorSize * SectorsPerSegment;

    /// <summary>log2 of the sectors of a segment.</summary>
    public const int SegmentHeight = 10;

    /// <summary>Largest size whose padded form still counts its bytes in 63 bits: 2^62 bytes.</summary>
    public const long MaxFileSize = 1L << 62;

    /// <summary>Computes the numbers for a file.</summary>
    /// <param name="size">Bytes, 1 to <see cref="MaxFileSize"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">Zero, negative or too large.</exception>
    public FlowPadding(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, MaxFileSize);
        Size = size;
        Sectors = CeilingDivide(size, SectorSize);
        Segments = CeilingDivide(size, SegmentSize);
        SectorsPowerOfTwo = (long)BitOperations.RoundUpToPowerOf2((ulong)Sectors);
        long unit = Math.Max(1, SectorsPowerOfTwo / 16);
        PaddedSectors = CeilingDivide(Sectors, unit) * unit;
        PaddedSegments = CeilingDivide(PaddedSectors, SectorsPerSegment);
    }

    /// <summary>Bytes of the file.</summary>
    public long Size { get; }

    /// <summary>Sectors that hold bytes of the file.</summary>
    public long Sectors { get; }

    /// <summary>Segments that hold bytes of the file; these and no others are sent.</summary>
    public long Segments { get; }

    /// <summary>The smallest power of two that is not below <see cref="Sectors"/>.</summary>
    public long SectorsPowerOfTwo { get; }

    /// <summary>Sectors that the file takes in the flow, and the leaves of its tree.</summary>
    public long PaddedSectors { get; }

    /// <summary>Segments of the padded file: the segment roots of its tree and the leaf count of segment proofs.</summary>
    public long PaddedSegments { get; }

    /// <summary>Bytes of a segment on the wire: whole sectors, the last of the file filled with zeros, without flow padding.</summary>
    /// <param name="segment">0 to <see cref="Segments"/> - 1.</param>
    public int WireLength(long segment) =>
        checked((int)(Math.Min(SectorsPerSegment, Sectors - (segment * SectorsPerSegment)) * SectorSize));

    /// <summary>Bytes of the file in a segment, without any fill.</summary>
    /// <param name="segment">0 to <see cref="Segments"/> - 1.</param>
    public int FileLength(long segment) => checked((int)Math.Min(SegmentSize, Size - (segment * SegmentSize)));

    /// <summary>Sectors of a segment of the padded file: 1024, or fewer in the last.</summary>
    /// <param name="segment">0 to <see cref="PaddedSegments"/> - 1.</param>
    public int PaddedSectorsOf(long segment) => checked((int)Math.Min(SectorsPerSegment, PaddedSectors - (segment * SectorsPerSegment)));

    private static long CeilingDivide(long value, long unit) => ((value - 1) / unit) + 1;
}
