using System.Buffers;
using ZeroG.Chain;
using ZeroG.Cryptography.Keccak;
using ZeroG.Cryptography.Merkle;
using ZeroG.Storage.Files;

namespace ZeroG.Storage.Merkle;

/// <summary>
/// The root of one segment as it stands in a file's tree: the hashes of its sectors, then hashes of empty sectors up to the padded length.
/// </summary>
public static class SegmentRoot
{
    /// <summary>The root of a segment of a file, from the bytes as they travel.</summary>
    /// <param name="data">Whole sectors, one to 1024.</param>
    /// <param name="segment">Index of the segment in the file.</param>
    /// <param name="padding">The file's numbers.</param>
    public static Hash256 Compute(ReadOnlySpan<byte> data, long segment, FlowPadding padding) =>
        Compute(data, padding.PaddedSectorsOf(segment));

    /// <summary>
    /// The root over <paramref name="sectors"/> sectors, of which <paramref name="data"/> gives the first and the others are empty.
    /// </summary>
    /// <exception cref="ArgumentException">The data is empty, no whole number of sectors, or longer than the segment.</exception>
    public static Hash256 Compute(ReadOnlySpan<byte> data, int sectors)
    {
        if (data.IsEmpty || data.Length % FlowPadding.SectorSize != 0 || data.Length / FlowPadding.SectorSize > sectors)
        {
            throw new ArgumentException($"Expected 1 to {sectors} sectors of {FlowPadding.SectorSize} bytes, "
                + $"got {data.Length} bytes.", nameof(data));
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(sectors * Keccak256.HashSize);
        Span<byte> hashes = rented.AsSpan(0, sectors * Keccak256.HashSize);
        HashSectors(data, hashes);
        Span<byte> root = stackalloc byte[Keccak256.HashSize];
        KeccakMerkleTree.ComputeRoot(hashes, root);
        ArrayPool<byte>.Shared.Return(rented);
        return new Hash256(root);
    }

    /// <summary>Writes the hash of each sector, then the hash of an empty sector until <paramref name="hashes"/> is full.</summary>
    internal static void HashSectors(ReadOnlySpan<byte> data, Span<byte> hashes)
    {
        int filled = data.Length / FlowPadding.SectorSize * Keccak256.HashSize;
        Keccak256.HashMany(data, FlowPadding.SectorSize, hashes[..filled]);
        FillEmpty(hashes[filled..], ZeroSubtree.Sector);
    }

    internal static void FillEmpty(Span<byte> hashes, Hash256 empty)
    {
        for (int at = 0; at < hashes.Length; at += Keccak256.HashSize)
        {
            empty.CopyTo(hashes[at..]);
        }
    }
}
