using System.Diagnostics;
using System.Numerics;
using ZeroG.Chain;
using ZeroG.Storage.Merkle;

namespace ZeroG.Nodes.Storage;

/// <summary>
/// The append-only Merkle tree over all sectors of the flow (storage specification section 1.6). It grows by whole subtrees whose roots the
/// chain tells, so that roots are known before any data. Leaf 0 is 32 zero bytes; gaps hold zero sectors; what is not there yet counts as
/// zero sectors too.
/// </summary>
/// <remarks>
/// Kept are the roots of the appended subtrees and of all complete nodes above them, under (height, index), in a store of the caller; and
/// here the frontier, which is the complete left sibling at each height where the length has a one bit.
/// </remarks>
internal sealed class FlowTree
{
    private const int MaximumHeight = 64;

    private readonly IFlowNodes _nodes;
    private readonly Hash256[] _frontier = new Hash256[MaximumHeight];

    /// <summary>Continues a tree of a known length.</summary>
    /// <param name="nodes">Where complete nodes are kept.</param>
    /// <param name="length">Sectors in the flow; 0 starts a new flow with its first leaf.</param>
    public FlowTree(IFlowNodes nodes, long length)
    {
        _nodes = nodes;
        if (length == 0)
        {
            Append(0, Hash256.Zero);
        }
        else
        {
            Reload(length);
        }
    }

    /// <summary>Sectors in the flow, leaf 0 and gaps included.</summary>
    public long Length { get; private set; }

    /// <summary>Root over the present length.</summary>
    public Hash256 Root => RootAt(Length);

    /// <summary>Height of the whole tree: the smallest <c>h</c> with <c>2^h</c> leaves or more.</summary>
    public static int HeightOf(long length) => length <= 1 ? 0 : 64 - BitOperations.LeadingZeroCount((ulong)(length - 1));

    /// <summary>Fills the flow with zero sectors up to <paramref name="start"/>.</summary>
    public void PadTo(long start)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(start, Length);
        while (Length < start)
        {
            int aligned = BitOperations.TrailingZeroCount(Length);
            int fits = BitOperations.Log2((ulong)(start - Length));
            int height = Math.Min(aligned, fits);
            Append(height, ZeroSubtree.Root(height));
        }
    }

    /// <summary>Appends a subtree of <c>2^height</c> sectors; the length must be a multiple of that.</summary>
    public void Append(int height, Hash256 root)
    {
        if (BitOperations.TrailingZeroCount(Length) < height)
        {
            throw new InvalidDataException($"A subtree of height {height} cannot begin at sector {Length}: it is not aligned.");
        }

        long end = Length + (1L << height);
        long index = Length >> height;
        _nodes.Put(height, index, root);
        while ((index & 1) == 1)
        {
            root = NodeHash.Combine(_frontier[height], root);
            height++;
            index >>= 1;
            _nodes.Put(height, index, root);
        }

        _frontier[height] = root;
        Length = end;
    }

    /// <summary>Root as it was when the flow had a given length.</summary>
    public Hash256 RootAt(long length) => NodeAt(HeightOf(length), 0, length);

    /// <summary>
    /// Hash of a node that is a subtree root or lies above one, as of a given length: complete ones from the store, those beyond the length
    /// zero, and the one on the border from its children.
    /// </summary>
    public Hash256 NodeAt(int height, long index, long length)
    {
        long begin = index << height;
        if (begin >= length)
        {
            return ZeroSubtree.Root(height);
        }

        if (begin + (1L << height) <= length)
        {
            return _nodes.TryGet(height, index, out Hash256 hash)
                ? hash
                : throw new InvalidDataException($"The flow tree has no node of height {height} at {index}.");
        }

        return NodeHash.Combine(NodeAt(height - 1, 2 * index, length), NodeAt(height - 1, (2 * index) + 1, length));
    }

    /// <summary>Height of the appended subtree that a sector lies in.</summary>
    public int SubtreeHeightAt(long sector)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)sector, (ulong)Length, nameof(sector));
        int height = 0;
        while (!_nodes.TryGet(height, sector >> height, out _))
        {
            height++;
            Debug.Assert(height < MaximumHeight);
        }

        return height;
    }

    /// <summary>Forgets all sectors from a length on; that length must have been the tree's before.</summary>
    public void TruncateTo(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        for (int height = 0; height <= HeightOf(Length); height++)
        {
            _nodes.RemoveFrom(height, length >> height);
        }

        Reload(length);
    }

    /// <summary>Reads the frontier of a length back from the store.</summary>
    public void Reload(long length)
    {
        for (int height = 0; height < MaximumHeight - 1; height++)
        {
            if (((length >> height) & 1) == 1)
            {
                _frontier[height] = NodeAt(height, (length >> height) - 1, length);
            }
        }

        Length = length;
    }
}
