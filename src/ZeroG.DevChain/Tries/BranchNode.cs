using ZeroG.Chain.Rlp;

namespace ZeroG.DevChain.Tries;

/// <summary>Where keys part: one child for each next nibble.</summary>
internal sealed class BranchNode : TrieNode
{
    private readonly TrieNode?[] _children;

    public BranchNode()
        : this(new TrieNode?[16])
    {
    }

    private BranchNode(TrieNode?[] children) => _children = children;

    public BranchNode With(byte nibble, TrieNode? child)
    {
        TrieNode?[] children = [.. _children];
        children[nibble] = child;
        return new BranchNode(children);
    }

    public override TrieNode Set(ReadOnlySpan<byte> at, byte[] value)
    {
        TrieNode? child = _children[at[0]];
        return With(at[0], child is null ? new LeafNode(at[1..].ToArray(), value) : child.Set(at[1..], value));
    }

    public override TrieNode? Remove(ReadOnlySpan<byte> at)
    {
        if (_children[at[0]] is not { } child)
        {
            return this;
        }

        BranchNode rest = With(at[0], child.Remove(at[1..]));
        int last = Array.FindLastIndex(rest._children, node => node is not null);
        bool alone = Array.FindIndex(rest._children, node => node is not null) == last;
        return alone ? rest._children[last]!.Below([(byte)last]) : rest;
    }

    public override TrieNode Below(ReadOnlySpan<byte> above) => above.IsEmpty ? this : new ExtensionNode(above.ToArray(), this);

    protected override void Write(RlpWriter writer)
    {
        writer.StartList();
        foreach (TrieNode? child in _children)
        {
            WriteReference(writer, child);
        }

        writer.Write(ReadOnlySpan<byte>.Empty);
        writer.EndList();
    }
}
