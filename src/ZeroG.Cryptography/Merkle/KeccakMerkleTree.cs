using ZeroG.Cryptography.Keccak;

namespace ZeroG.Cryptography.Merkle;

/// <summary>
/// The binary Merkle tree of 0G files: a parent is keccak256(left ‖ right), and the last node of a level with an odd count moves up
/// unchanged. Leaves are hashes already; nothing tells leaves from parents.
/// </summary>
public sealed class KeccakMerkleTree
{
    /// <summary>Bytes of a node.</summary>
    public const int NodeSize = Keccak256.HashSize;

    private readonly byte[][] _levels;

    private KeccakMerkleTree(byte[][] levels) => _levels = levels;

    /// <summary>Number of leaves, at least one.</summary>
    public int LeafCount => _levels[0].Length / NodeSize;

    /// <summary>The root, 32 bytes; a tree of one leaf has that leaf as its root.</summary>
    public ReadOnlySpan<byte> Root => _levels[^1];

    /// <summary>Builds a tree that keeps all its levels for proofs, about 64 bytes a leaf.</summary>
    /// <param name="leafHashes">The leaf hashes one after another, 32 bytes each, at least one; copied.</param>
    /// <exception cref="ArgumentException">No leaf, or not a multiple of 32 bytes.</exception>
    public static KeccakMerkleTree FromLeaves(ReadOnlySpan<byte> leafHashes)
    {
        CheckNodes(leafHashes, nameof(leafHashes));
        List<byte[]> levels = [leafHashes.ToArray()];
        while (levels[^1].Length > NodeSize)
        {
            byte[] parents = new byte[NodeSize * ParentCount(levels[^1].Length / NodeSize)];
            HashLevel(levels[^1], parents);
            levels.Add(parents);
        }

        return new KeccakMerkleTree([.. levels]);
    }

    /// <summary>
    /// Computes the root alone. Allocates nothing, so that many threads can each hash their part of a file in a buffer of their own.
    /// </summary>
    /// <param name="hashes">The leaf hashes one after another, 32 bytes each, at least one; overwritten.</param>
    /// <param name="root">Receives 32 bytes; may lie in <paramref name="hashes"/>.</param>
    /// <exception cref="ArgumentException">No leaf, not a multiple of 32 bytes, or less than 32 bytes for the root.</exception>
    public static void ComputeRoot(Span<byte> hashes, Span<byte> root)
    {
        CheckNodes(hashes, nameof(hashes));
        int count = hashes.Length / NodeSize;
        while (count > 1)
        {
            HashLevel(hashes[..(count * NodeSize)], hashes);
            count = ParentCount(count);
        }

        hashes[..NodeSize].CopyTo(root);
    }

    /// <summary>The proof that the leaf at <paramref name="index"/> belongs to <see cref="Root"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such leaf.</exception>
    public KeccakMerkleProof Proof(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, LeafCount);
        List<byte> siblings = [];
        List<bool> path = [];
        foreach (byte[] level in _levels)
        {
            int sibling = index ^ 1;
            if (sibling * NodeSize < level.Length)
            {
                siblings.AddRange(level.AsSpan(sibling * NodeSize, NodeSize));
                path.Add(sibling > index);
            }

            index /= 2;
        }

        return new KeccakMerkleProof(siblings.ToArray(), path);
    }

    /// <summary>Hashes neighbours into their parents; the parents may overwrite the nodes from their beginning.</summary>
    private static void HashLevel(ReadOnlySpan<byte> nodes, Span<byte> parents)
    {
        int pairs = nodes.Length / (2 * NodeSize);
        ReadOnlySpan<byte> odd = nodes[(pairs * 2 * NodeSize)..];
        Keccak256.HashMany(nodes[..(pairs * 2 * NodeSize)], 2 * NodeSize, parents);
        odd.CopyTo(parents[(pairs * NodeSize)..]);
    }

    private static int ParentCount(int nodes) => (nodes / 2) + (nodes % 2);

    private static void CheckNodes(ReadOnlySpan<byte> nodes, string name)
    {
        if (nodes.IsEmpty || nodes.Length % NodeSize != 0)
        {
            throw new ArgumentException($"Expected one or more nodes of {NodeSize} bytes, got {nodes.Length} bytes.", name);
        }
    }
}
