using ZeroG.Chain;
using ZeroG.DevChain.Execution;
using ZeroG.DevChain.State;
using ZeroG.Storage.Merkle;

namespace ZeroG.DevChain.Contracts.Storage;

/// <summary>
/// The append-only Merkle tree over all sectors of the flow, as the Flow contract keeps it: one open node per level, empty places counted
/// as zero sectors. Hashes above the newest node are made late, so that a run of submissions does not pay for roots that nobody sees.
/// </summary>
/// <remarks>Source: 0g-storage-contracts, contracts/dataFlow/FlowTreeLib.sol; storage.md §1.6 and §2.4.</remarks>
internal sealed class FlowTree
{
    /// <summary>Sectors of 256 bytes in a segment.</summary>
    public const int SectorsPerSegment = 1024;

    // The contract's table of empty subtrees ends with this height.
    private const int MaximumZeroHeight = 63;

    private readonly JournaledValue<UInt128> _length;
    private readonly JournaledValue<int> _stagedHeight;
    private readonly JournaledList<Hash256> _openNodes;

    /// <summary>A tree with its identifier, 32 zero bytes, as first leaf.</summary>
    public FlowTree(Journal journal)
    {
        _length = new JournaledValue<UInt128>(journal, 1);
        _stagedHeight = new JournaledValue<int>(journal, 1);
        _openNodes = new JournaledList<Hash256>(journal, Hash256.Zero);
    }

    /// <summary>Sectors placed so far, with the gaps between files.</summary>
    public UInt128 Length => _length.Value;

    /// <summary>How many levels of open nodes are up to date; the contract calls it <c>unstagedHeight</c>.</summary>
    public int UnstagedHeight => _stagedHeight.Value;

    /// <summary>The root as of the last <see cref="CommitRoot"/>.</summary>
    public Hash256 Root => _openNodes[^1];

    /// <summary>
    /// Leaves a gap before a file that would otherwise cross a segment border without starting on one.
    /// </summary>
    /// <param name="firstHeight">Height of the file's first, largest node.</param>
    /// <param name="sectors">Sectors of the whole file.</param>
    public void Pad(int firstHeight, UInt128 sectors)
    {
        UInt128 start = AlignUp(Length, firstHeight);
        UInt128 last = start + sectors - 1;
        if (start % SectorsPerSegment != 0 && start / SectorsPerSegment != last / SectorsPerSegment)
        {
            _length.Value = (start / SectorsPerSegment * SectorsPerSegment) + SectorsPerSegment;
        }
    }

    /// <summary>Places a subtree of 2^height sectors at the next index that is aligned to its size, and returns that index.</summary>
    public UInt128 Insert(Hash256 root, int height)
    {
        UInt128 start = AlignUp(Length, height);
        UInt128 end = start + (UInt128.One << height);
        Grow(end);
        StageBelow(height);

        Hash256 node = root;
        for (int level = height; level < _openNodes.Count; level++)
        {
            if (!HasBit(start, level))
            {
                _openNodes[level] = node;
                _stagedHeight.Value = level + 1;
                break;
            }

            node = NodeHash.Combine(_openNodes[level], node);
        }

        _length.Value = end;
        return start;
    }

    /// <summary>Brings all levels up to date, after which <see cref="Root"/> is the root over everything placed.</summary>
    public void CommitRoot()
    {
        if (UnstagedHeight < _openNodes.Count)
        {
            Fold((level, node) =>
            {
                _openNodes[level] = node;
                return true;
            });
            _stagedHeight.Value = _openNodes.Count;
        }
    }

    private static UInt128 AlignUp(UInt128 length, int height) => length == 0 ? 0 : (((length - 1) >> height) + 1) << height;

    private static bool HasBit(UInt128 value, int bit) => ((value >> bit) & 1) != 0;

    private void Grow(UInt128 end)
    {
        if (end <= UInt128.One << (_openNodes.Count - 1))
        {
            return;
        }

        CommitRoot();
        do
        {
            _openNodes.Add(NodeHash.Combine(Root, ZeroHash(_openNodes.Count - 1)));
        }
        while (end > UInt128.One << (_openNodes.Count - 1));

        _stagedHeight.Value = _openNodes.Count;
    }

    /// <summary>Makes the one open node that an insertion at this height will stand beside, when it is not up to date.</summary>
    private void StageBelow(int height)
    {
        if (UnstagedHeight <= height)
        {
            Fold((level, node) =>
            {
                if (level >= height)
                {
                    _openNodes[level] = node;
                    return false;
                }

                return true;
            });
        }
    }

    /// <summary>Walks up from the newest up-to-date node; hands over each node that lies on the open edge until told to stop.</summary>
    private void Fold(Func<int, Hash256, bool> onOpenNode)
    {
        Hash256 left = _openNodes[UnstagedHeight - 1];
        Hash256 right = ZeroHash(UnstagedHeight - 1);
        for (int level = UnstagedHeight; level < _openNodes.Count; level++)
        {
            Hash256 node = NodeHash.Combine(left, right);
            if (HasBit(Length, level))
            {
                left = _openNodes[level];
                right = node;
                continue;
            }

            left = node;
            right = ZeroHash(level);
            if (!onOpenNode(level, node))
            {
                return;
            }
        }
    }

    private static Hash256 ZeroHash(int height) =>
        height <= MaximumZeroHeight ? ZeroSubtree.Root(height) : throw RevertException.WithText("Index out of bound");
}
