using ZeroG.Chain;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;

namespace ZeroG.Storage.Tests.Merkle;

/// <summary>The twin of the tree: the whole padded file in memory, and the definition of the left-complete tree as recursion.</summary>
internal static class NaiveFileTree
{
    public static Hash256 Root(byte[] file)
    {
        byte[] padded = new byte[new FlowPadding(file.Length).PaddedSectors * FlowPadding.SectorSize];
        file.CopyTo(padded, 0);
        return Root(padded, 0, padded.Length / FlowPadding.SectorSize);
    }

    public static Hash256 Root(byte[] padded, int first, int sectors)
    {
        if (sectors == 1)
        {
            return Hash256.Keccak(padded.AsSpan(first * FlowPadding.SectorSize, FlowPadding.SectorSize));
        }

        int left = 1;
        while (2 * left < sectors)
        {
            left *= 2;
        }

        return NodeHash.Combine(Root(padded, first, left), Root(padded, first + left, sectors - left));
    }
}
