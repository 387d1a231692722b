using ZeroG.Chain.Rlp;

namespace ZeroG.DevChain.Tries;

/// <summary>A stretch of path that all keys below share.</summary>
internal sealed class ExtensionNode(byte[] path, BranchNode child) : TrieNode
{
    public override TrieNode Set(ReadOnlySpan<byte> at, byte[] value)
    {
        int common = at.CommonPrefixLength(path);
        if (common == path.Length)
        {
            return child.Set(at[common..], value).Below(path);
        }

        BranchNode branch = new BranchNode()
            .With(path[common], child.Below(path.AsSpan(common + 1)))
            .With(at[common], new LeafNode(at[(common + 1)..].ToArray(), value));
        return branch.Below(at[..common]);
    }

    public override TrieNode? Remove(ReadOnlySpan<byte> at) => at.StartsWith(path) ? child.Remove(at[path.Length..])?.Below(path) : this;

    public override TrieNode Below(ReadOnlySpan<byte> above) => above.IsEmpty ? this : new ExtensionNode([.. above, .. path], child);

    protected override void Write(RlpWriter writer)
    {
        writer.StartList();
        writer.Write(HexPrefix.Encode(path, isLeaf: false));
        WriteReference(writer, child);
        writer.EndList();
    }
}
