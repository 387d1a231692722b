using System.Buffers.Binary;
using ZeroG.Chain;
using ZeroG.Storage.Merkle;

namespace ZeroG.Nodes.Storage;

/// <summary>
/// The form in which a segment's proof is kept: length of the path (1 byte), its bits from the bottom up (8 bytes), the hashes.
/// </summary>
internal static class StoredProof
{
    private const int HeaderSize = 1 + sizeof(ulong);

    /// <summary>Longest path that fits; the files of the flow have at most 53 levels of segments.</summary>
    public const int MaximumPathLength = 64;

    public static byte[] ToBytes(FileProof proof)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(proof.Path.Count, MaximumPathLength, nameof(proof));
        byte[] bytes = new byte[HeaderSize + (proof.Lemma.Count * Hash256.Size)];
        ulong path = 0;
        for (int i = 0; i < proof.Path.Count; i++)
        {
            path |= (proof.Path[i] ? 1UL : 0) << i;
        }

        bytes[0] = (byte)proof.Path.Count;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(1), path);
        for (int i = 0; i < proof.Lemma.Count; i++)
        {
            proof.Lemma[i].CopyTo(bytes.AsSpan(HeaderSize + (i * Hash256.Size)));
        }

        return bytes;
    }

    public static FileProof FromBytes(ReadOnlySpan<byte> bytes)
    {
        ulong bits = BinaryPrimitives.ReadUInt64LittleEndian(bytes[1..]);
        bool[] path = new bool[bytes[0]];
        for (int i = 0; i < path.Length; i++)
        {
            path[i] = ((bits >> i) & 1) != 0;
        }

        Hash256[] lemma = new Hash256[(bytes.Length - HeaderSize) / Hash256.Size];
        for (int i = 0; i < lemma.Length; i++)
        {
            lemma[i] = new Hash256(bytes.Slice(HeaderSize + (i * Hash256.Size), Hash256.Size));
        }

        return new FileProof(lemma, path);
    }
}
