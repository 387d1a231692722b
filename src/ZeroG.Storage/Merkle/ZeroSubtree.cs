using ZeroG.Chain;
using ZeroG.Cryptography.Keccak;
using ZeroG.Storage.Files;

namespace ZeroG.Storage.Merkle;

/// <summary>Roots of subtrees over sectors of zeros: Z(0) = keccak256(256 zero bytes), Z(h + 1) = keccak256(Z(h) ‖ Z(h)).</summary>
public static class ZeroSubtree
{
    /// <summary>Largest height in the table; a flow of 2^64 sectors has this height.</summary>
    public const int MaxHeight = 64;

    private static readonly Hash256[] Roots = Compute();

    /// <summary>The hash of one empty sector.</summary>
    public static Hash256 Sector => Roots[0];

    /// <summary>The root over 2^<paramref name="height"/> empty sectors; height 10 is an empty segment.</summary>
    public static Hash256 Root(int height) => Roots[height];

    private static Hash256[] Compute()
    {
        Hash256[] roots = new Hash256[MaxHeight + 1];
        roots[0] = Hash256.Keccak(stackalloc byte[FlowPadding.SectorSize]);
        Span<byte> pair = stackalloc byte[2 * Keccak256.HashSize];
        for (int height = 1; height < roots.Length; height++)
        {
            roots[height - 1].CopyTo(pair);
            roots[height - 1].CopyTo(pair[Keccak256.HashSize..]);
            roots[height] = Hash256.Keccak(pair);
        }

        return roots;
    }
}
