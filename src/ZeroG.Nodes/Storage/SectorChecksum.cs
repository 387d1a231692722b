using System.Buffers.Binary;
using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using ZeroG.Storage.Files;

namespace ZeroG.Nodes.Storage;

/// <summary>
/// CRC-32C (Castagnoli, RFC 3720 section 12.1) of a sector's place in the flow followed by its 256 bytes, so that a sector that was written
/// to the wrong place is found out too. The processor computes it eight bytes at a time.
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
        int i = 0;
        for (; i + 4 <= checksums.Length; i += 4)
        {
            ComputeFour(firstSector + i, sectors.Slice(i * FlowPadding.SectorSize, 4 * FlowPadding.SectorSize), checksums.Slice(i, 4));
        }

        for (; i < checksums.Length; i++)
        {
            uint crc = BitOperations.Crc32C(uint.MaxValue, (ulong)(firstSector + i));
            ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(sectors.Slice(i * FlowPadding.SectorSize, FlowPadding.SectorSize));
            foreach (ulong word in words)
            {
                crc = BitOperations.Crc32C(crc, LittleEndian(word));
            }

            checksums[i] = ~crc;
        }
    }

    // The instruction gives its result after three cycles but takes a new one each cycle: four sectors side by side keep it busy.
    private static void ComputeFour(long firstSector, ReadOnlySpan<byte> sectors, Span<uint> checksums)
    {
        const int Words = FlowPadding.SectorSize / sizeof(ulong);
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(sectors);
        uint a = BitOperations.Crc32C(uint.MaxValue, (ulong)firstSector);
        uint b = BitOperations.Crc32C(uint.MaxValue, (ulong)(firstSector + 1));
        uint c = BitOperations.Crc32C(uint.MaxValue, (ulong)(firstSector + 2));
        uint d = BitOperations.Crc32C(uint.MaxValue, (ulong)(firstSector + 3));
        for (int i = 0; i < Words; i++)
        {
            a = BitOperations.Crc32C(a, LittleEndian(words[i]));
            b = BitOperations.Crc32C(b, LittleEndian(words[i + Words]));
            c = BitOperations.Crc32C(c, LittleEndian(words[i + (2 * Words)]));
            d = BitOperations.Crc32C(d, LittleEndian(words[i + (3 * Words)]));
        }

        checksums[0] = ~a;
        checksums[1] = ~b;
        checksums[2] = ~c;
        checksums[3] = ~d;
    }

    private static ulong LittleEndian(ulong word) => BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
}
