using System.Buffers;
using ZeroG.Chain;
using ZeroG.Cryptography.Keccak;
using ZeroG.Cryptography.Merkle;
using ZeroG.Storage.Files;

namespace ZeroG.Storage.Merkle;

/// <summary>
/// The Merkle tree of a file, down to its segments: 64 bytes are kept for each segment of 256 KiB, so 25 MiB for a file of 100 GB.
/// </summary>
public sealed class FileTree
{
    private const int HashSize = Keccak256.HashSize;

    private readonly byte[] _segmentRoots;
    private readonly byte[] _lastSectors;
    private readonly KeccakMerkleTree _tree;

    /// <param name="padding">The file's numbers.</param>
    /// <param name="segmentRoots">A root for each padded segment, one after another; kept.</param>
    /// <param name="lastSectors">The sector hashes of the last padded segment where that is shorter than 1024 sectors, or else nothing;
    /// kept.</param>
    internal FileTree(FlowPadding padding, byte[] segmentRoots, byte[] lastSectors)
    {
        Padding = padding;
        _segmentRoots = segmentRoots;
        _lastSectors = lastSectors;
        _tree = KeccakMerkleTree.FromLeaves(segmentRoots);
        Root = new Hash256(_tree.Root);
    }

    /// <summary>The file's numbers.</summary>
    public FlowPadding Padding { get; }

    /// <summary>The file root: the name under which the network knows the file.</summary>
    public Hash256 Root { get; }

    /// <summary>Reads a whole source and builds its tree on as many threads as there are processors.</summary>
    /// <param name="source">The file; it is read once, from its beginning to its end but not in order.</param>
    /// <param name="progress">Receives the bytes hashed so far, rising, from the threads that hash.</param>
    /// <param name="cancellationToken">Stops the reading at once.</param>
    /// <exception cref="ZeroGException"><c>ZgFileChanged</c>: the file became shorter meanwhile.</exception>
    public static Task<FileTree> BuildAsync(
        FileSource source, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        source.HashAsync(progress, cancellationToken);

    /// <summary>The root of a segment of the padded file.</summary>
    /// <param name="segment">0 to padded segments - 1.</param>
    public Hash256 SegmentRoot(long segment) => new(_segmentRoots.AsSpan(checked((int)segment) * HashSize, HashSize));

    /// <summary>The proof that a segment of the padded file belongs to <see cref="Root"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such segment.</exception>
    public FileProof Proof(long segment)
    {
        KeccakMerkleProof proof = _tree.Proof(checked((int)segment));
        if (proof.Path.Count == 0)
        {
            return new FileProof([Root], []);
        }

        Hash256[] lemma = new Hash256[proof.Path.Count + 2];
        lemma[0] = SegmentRoot(segment);
        for (int level = 0; level < proof.Path.Count; level++)
        {
            lemma[level + 1] = new Hash256(proof.Siblings.Span.Slice(level * HashSize, HashSize));
        }

        lemma[^1] = Root;
        return new FileProof(lemma, proof.Path);
    }

    /// <summary>
    /// The root over a range of sectors of the padded file that a submission can name: whole segments, or a part of the last.
    /// </summary>
    internal Hash256 SubtreeRoot(long firstSector, long sectors)
    {
        (byte[] hashes, long first, long count) = sectors >= FlowPadding.SectorsPerSegment
            ? (_segmentRoots, firstSector / FlowPadding.SectorsPerSegment, sectors / FlowPadding.SectorsPerSegment)
            : (_lastSectors, firstSector % FlowPadding.SectorsPerSegment, sectors);
        int length = checked((int)count * HashSize);
        byte[] rented = ArrayPool<byte>.Shared.Rent(length);
        Span<byte> copy = rented.AsSpan(0, length);
        hashes.AsSpan((int)first * HashSize, length).CopyTo(copy);
        Span<byte> root = stackalloc byte[HashSize];
        KeccakMerkleTree.ComputeRoot(copy, root);
        ArrayPool<byte>.Shared.Return(rented);
        return new Hash256(root);
    }
}
