using ZeroG.Chain;
using ZeroG.Chain.Rlp;

namespace ZeroG.DevChain.Tries;

/// <summary>A node of a Merkle Patricia trie. Immutable: a change makes new nodes along one path, and old roots stay valid.</summary>
/// <remarks>Yellow paper, appendix D. Keys are nibbles, and no key may be the beginning of another, so branches need no value of their
/// own.</remarks>
internal abstract class TrieNode
{
    private byte[]? _encoded;

    private byte[] Encoded
    {
        get
        {
            if (_encoded is null)
            {
                RlpWriter writer = new();
                Write(writer);
                _encoded = writer.ToArray();
            }

            return _encoded;
        }
    }

    /// <summary>The hash of the node's encoding.</summary>
    public Hash256 Hash => Hash256.Keccak(Encoded);

    /// <summary>The node with a value under a path, or the value there replaced.</summary>
    public abstract TrieNode Set(ReadOnlySpan<byte> path, byte[] value);

    /// <summary>The node without the value under a path; null when nothing is left.</summary>
    public abstract TrieNode? Remove(ReadOnlySpan<byte> path);

    /// <summary>The same node below a longer path; two nodes that only carry a path become one.</summary>
    public abstract TrieNode Below(ReadOnlySpan<byte> path);

    /// <summary>Writes the node itself.</summary>
    protected abstract void Write(RlpWriter writer);

    /// <summary>Writes the node into its parent: whole when it is shorter than a hash, otherwise as its hash.</summary>
    protected void WriteReference(RlpWriter writer)
    {
        if (Encoded.Length < Hash256.Size)
        {
            Write(writer);
        }
        else
        {
            writer.Write(Hash.Bytes);
        }
    }

    protected static void WriteReference(RlpWriter writer, TrieNode? node)
    {
        if (node is null)
        {
            writer.Write(ReadOnlySpan<byte>.Empty);
        }
        else
        {
            node.WriteReference(writer);
        }
    }
}
