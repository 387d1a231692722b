using System.Buffers.Binary;
using System.Diagnostics;
using System.Numerics;
using ZeroG.Storage.Files;

namespace ZeroG.Nodes.Storage;

/// <summary>
/// CRC-32C (Castagnoli, RFC 3720 section 12.1) of a sector's place in the flow followed by its 256 bytes, so that a sector that was written to the
/// wrong place is found out too. The processor computes it eight bytes at a time.
/// </summary>
internal static class SectorChecksum
{
    /// <summary>Computes the checksums of consecutive sectors.</summary>
    /// <param name="firstSector">Flow index of the first sector.</param>
    /// <param name="sectors">Whole sectors.</param>
    /// <param name="checksums">One for each sector.</param>
    public static void Compute(long firstSector, ReadOnlySpan<byte> sectors, Span<uint> checksums)
    {
        Debug.Assert(sectors.Length == checksums.Length * FlowPadding.SectorSize);
        for (int i = 0; i < checksums.Length; i++)
        {
            uint crc = BitOperations.Crc32C(uint.MaxValue, (ulong)(firstSector + i));
            ReadOnlySpan<byte> sector = sectors.Slice(i * FlowPadding.SectorSize, FlowPadding.SectorSize);
            for (int offset = 0; offset < FlowPadding.SectorSize; offset += sizeof(ulong))
            {
                crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(sector[offset..]));
            }

            checksums[i] = ~crc;
        }
    }
}
