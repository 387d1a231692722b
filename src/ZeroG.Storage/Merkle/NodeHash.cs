using ZeroG.Chain;

namespace ZeroG.Storage.Merkle;

/// <summary>The hash of an inner node of file and flow trees: keccak256(left ‖ right).</summary>
public static class NodeHash
{
    /// <summary>keccak256(left ‖ right).</summary>
    public static Hash256 Combine(Hash256 left, Hash256 right)
    {
        Span<byte> pair = stackalloc byte[2 * Hash256.Size];
        left.CopyTo(pair);
        right.CopyTo(pair[Hash256.Size..]);
        return Hash256.Keccak(pair);
    }
}
