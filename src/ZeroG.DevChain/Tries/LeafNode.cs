using ZeroG.Chain.Rlp;

namespace ZeroG.DevChain.Tries;

/// <summary>The rest of a key and its value.</summary>
internal sealed class LeafNode(byte[] path, byte[] value) : TrieNode
{
    public override TrieNode Set(ReadOnlySpan<byte> at, byte[] newValue)
    {
        int common = at.CommonPrefixLength(path);
        if (common == path.Length)
        {
            return new LeafNode(path, newValue);
        }

        BranchNode branch = new BranchNode()
            .With(path[common], new LeafNode(path[(common + 1)..], value))
            .With(at[common], new LeafNode(at[(common + 1)..].ToArray(), newValue));
        return branch.Below(at[..common]);
    }

    public override TrieNode? Remove(ReadOnlySpan<byte> at) => at.SequenceEqual(path) ? null : this;

    public override TrieNode Below(ReadOnlySpan<byte> above) => above.IsEmpty ? this : new LeafNode([.. above, .. path], value);

    protected override void Write(RlpWriter writer)
    {
        writer.StartList();
        writer.Write(HexPrefix.Encode(path, isLeaf: true));
        writer.Write(value);
        writer.EndList();
    }
}
