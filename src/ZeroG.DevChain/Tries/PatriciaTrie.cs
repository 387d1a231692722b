using ZeroG.Chain;
using ZeroG.Chain.Rlp;

namespace ZeroG.DevChain.Tries;

/// <summary>An immutable Merkle Patricia trie. No key may be the beginning of another: keys are hashes, or RLP numbers.</summary>
internal sealed class PatriciaTrie
{
    // keccak256 of the RLP of an empty string.
    private static readonly Hash256 EmptyRoot = Hash256.Parse("0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421");

    private readonly TrieNode? _top;

    private PatriciaTrie(TrieNode? top)
    {
        _top = top;
        Root = top?.Hash ?? EmptyRoot;
    }

    public static PatriciaTrie Empty { get; } = new((TrieNode?)null);

    public Hash256 Root { get; }

    public PatriciaTrie With(ReadOnlySpan<byte> key, byte[] value) => new(Set(_top, key, value));

    public PatriciaTrie Without(ReadOnlySpan<byte> key) => new(_top?.Remove(HexPrefix.NibblesOf(key)));

    /// <summary>The root over values under their index, as blocks commit to transactions and receipts.</summary>
    public static Hash256 RootOfList(IEnumerable<byte[]> values)
    {
        TrieNode? top = null;
        ulong index = 0;
        foreach (byte[] value in values)
        {
            RlpWriter key = new();
            key.Write(index++);
            top = Set(top, key.ToArray(), value);
        }

        return new PatriciaTrie(top).Root;
    }

    private static TrieNode Set(TrieNode? top, ReadOnlySpan<byte> key, byte[] value)
    {
        byte[] path = HexPrefix.NibblesOf(key);
        return top?.Set(path, value) ?? new LeafNode(path, value);
    }
}
