using System.Text.Json;
using ZeroG.Chain;

namespace ZeroG.Storage.Merkle;

/// <summary>
/// Proof that an entry belongs to the flow, the append-only tree over all sectors of all files (0G storage specification, flow proofs).
/// Its form is that of a file proof, except that leaf and root are both present even without a sibling.
/// </summary>
public sealed class FlowProof
{
    /// <summary>Keeps both lists as they are; nothing is checked until <see cref="FindFault"/>.</summary>
    public FlowProof(IReadOnlyList<Hash256> lemma, IReadOnlyList<bool> path)
    {
        Lemma = lemma;
        Path = path;
    }

    /// <summary>Leaf, siblings from the bottom up, root.</summary>
    public IReadOnlyList<Hash256> Lemma { get; }

    /// <summary>For each sibling, whether the running node stands on its left.</summary>
    public IReadOnlyList<bool> Path { get; }

    /// <summary>Index of the leaf in the flow: bit i is set where the running node is a right child at level i.</summary>
    public long Position
    {
        get
        {
            long position = 0;
            for (int level = 0; level < Path.Count; level++)
            {
                position |= Path[level] ? 0 : 1L << level;
            }

            return position;
        }
    }

    /// <summary>
    /// Null when the proof leads from the leaf at the position to the root, or else one of the texts of <see cref="FileProofFault"/>.
    /// </summary>
    public string? FindFault(Hash256 root, Hash256 leaf, long position)
    {
        if (Lemma.Count != Path.Count + 2 || Path.Count > 63)
        {
            return FileProofFault.Format;
        }

        Hash256 running = Lemma[0];
        for (int level = 0; level < Path.Count; level++)
        {
            running = Path[level] ? NodeHash.Combine(running, Lemma[level + 1]) : NodeHash.Combine(Lemma[level + 1], running);
        }

        return leaf != Lemma[0] ? FileProofFault.Content
            : root != Lemma[^1] ? FileProofFault.Root
            : position != Position ? FileProofFault.Position
            : running != root ? FileProofFault.Hash
            : null;
    }

    /// <summary>Writes <c>{"lemma":[…],"path":[…]}</c>.</summary>
    public void Write(Utf8JsonWriter writer) => ProofJson.Write(writer, Lemma, Path);

    /// <summary>Reads the object on which the reader stands.</summary>
    /// <exception cref="JsonException">Not a proof.</exception>
    public static FlowProof Read(ref Utf8JsonReader reader)
    {
        (Hash256[] lemma, bool[] path) = ProofJson.Read(ref reader);
        return new FlowProof(lemma, path);
    }
}
