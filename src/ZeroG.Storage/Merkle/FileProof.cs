using System.Numerics;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Storage.Files;

namespace ZeroG.Storage.Merkle;

/// <summary>
/// Proof that a segment belongs to a file (0G storage specification, file proofs). <see cref="Lemma"/> holds the leaf, its siblings from
/// the bottom up, and the root; a tree of one leaf has that leaf alone. <see cref="Path"/> is true where the running node is the left
/// child.
/// </summary>
public sealed class FileProof
{
    /// <summary>Keeps both lists as they are; nothing is checked until <see cref="FindFault"/>.</summary>
    public FileProof(IReadOnlyList<Hash256> lemma, IReadOnlyList<bool> path)
    {
        Lemma = lemma;
        Path = path;
    }

    /// <summary>Leaf, siblings from the bottom up, root.</summary>
    public IReadOnlyList<Hash256> Lemma { get; }

    /// <summary>For each sibling, whether the running node stands on its left.</summary>
    public IReadOnlyList<bool> Path { get; }

    /// <summary>
    /// Checks format, leaf, root, position and hashes, in this order, as the official clients do; null when the proof holds, or else one of
    /// the texts of <see cref="FileProofFault"/>. Stricter than theirs in two points: a single leaf must equal the root, and a path must
    /// end at a leaf.
    /// </summary>
    /// <param name="root">The file root that is trusted.</param>
    /// <param name="leaf">Hash of the leaf as computed from the data.</param>
    /// <param name="position">Index of the leaf.</param>
    /// <param name="leafCount">Leaves of the tree: the segments of the padded file.</param>
    public string? FindFault(Hash256 root, Hash256 leaf, long position, long leafCount)
    {
        bool formed = Path.Count == 0 ? Lemma.Count == 1 : Lemma.Count == Path.Count + 2;
        return !formed ? FileProofFault.Format
            : leaf != Lemma[0] ? FileProofFault.Content
            : root != Lemma[^1] ? FileProofFault.Root
            : !TryGetPosition(leafCount, out long actual) || actual != position ? FileProofFault.Position
            : ComputeRoot() != root ? FileProofFault.Hash
            : null;
    }

    /// <summary>
    /// Follows the path down the left-complete tree of <paramref name="leafCount"/> leaves; false when the path is too short or too long
    /// for it.
    /// </summary>
    public bool TryGetPosition(long leafCount, out long position)
    {
        position = 0;
        long leaves = leafCount;
        for (int level = Path.Count - 1; level >= 0; level--)
        {
            if (leaves <= 1)
            {
                return false;
            }

            long left = LeftLeaves(leaves);
            position += Path[level] ? 0 : left;
            leaves = Path[level] ? left : leaves - left;
        }

        return leaves == 1;
    }

    /// <summary>
    /// Whether all siblings that lie completely behind the real file are the roots of empty sectors, as nodes demand of a proof whose
    /// position is right. The flow pads within a sixteenth of a power of two, so such a subtree is always perfect.
    /// </summary>
    /// <param name="segments">Segments that hold bytes of the file.</param>
    /// <param name="leafCount">Segments of the padded file.</param>
    public bool HasEmptyPadding(long segments, long leafCount)
    {
        long position = 0;
        long leaves = leafCount;
        for (int level = Path.Count - 1; level >= 0 && leaves > 1; level--)
        {
            long left = LeftLeaves(leaves);
            long right = leaves - left;
            if (!Path[level])
            {
                position += left;
                leaves = right;
                continue;
            }

            if (position + left >= segments && !IsEmpty(Lemma[level + 1], right))
            {
                return false;
            }

            leaves = left;
        }

        return true;
    }

    /// <summary>Writes <c>{"lemma":[…],"path":[…]}</c>.</summary>
    public void Write(Utf8JsonWriter writer) => ProofJson.Write(writer, Lemma, Path);

    /// <summary>Reads the object on which the reader stands.</summary>
    /// <exception cref="JsonException">Not a proof.</exception>
    public static FileProof Read(ref Utf8JsonReader reader)
    {
        (Hash256[] lemma, bool[] path) = ProofJson.Read(ref reader);
        return new FileProof(lemma, path);
    }

    private Hash256 ComputeRoot()
    {
        Hash256 running = Lemma[0];
        for (int level = 0; level < Path.Count; level++)
        {
            Hash256 sibling = Lemma[level + 1];
            running = Path[level] ? NodeHash.Combine(running, sibling) : NodeHash.Combine(sibling, running);
        }

        return running;
    }

    private static bool IsEmpty(Hash256 root, long segments) =>
        BitOperations.IsPow2(segments) && root == ZeroSubtree.Root(FlowPadding.SegmentHeight + BitOperations.Log2((ulong)segments));

    /// <summary>Leaves of the left subtree: the largest power of two below <paramref name="leaves"/>.</summary>
    private static long LeftLeaves(long leaves) => (long)(BitOperations.RoundUpToPowerOf2((ulong)leaves) / 2);
}
