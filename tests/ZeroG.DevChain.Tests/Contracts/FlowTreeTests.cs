using ZeroG.Chain;
using ZeroG.DevChain.Contracts.Storage;
using ZeroG.DevChain.State;
using ZeroG.Storage.Merkle;

namespace ZeroG.DevChain.Tests.Contracts;

public sealed class FlowTreeTests
{
    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 6)]
    [InlineData(3, 11)]
    [InlineData(4, 20)]
    public void CommitRoot_AfterRandomInsertions_IsTheRootOfTheWholeTree(int seed, int highest)
    {
        Random random = new(seed);
        for (int round = 0; round < 40; round++)
        {
            FlowTree tree = new(new Journal());
            List<(UInt128 Start, int Height, Hash256 Root)> placed = [(0, 0, Hash256.Zero)];
            for (int step = 0; step < 30; step++)
            {
                int height = random.Next(highest + 1);
                Hash256 root = Hash256.Keccak(BitConverter.GetBytes(random.Next()));
                tree.Pad(height, UInt128.One << height);
                placed.Add((tree.Insert(root, height), height, root));

                // Roots are asked for now and then, so that both late and early hashing are met.
                if (random.Next(3) == 0)
                {
                    tree.CommitRoot();
                    Assert.Equal(RootOf(placed, tree.Length), tree.Root);
                }
            }

            tree.CommitRoot();
            Assert.Equal(RootOf(placed, tree.Length), tree.Root);
        }
    }

    [Fact]
    public void Insert_ThenReverted_IsTheTreeBefore()
    {
        Journal journal = new();
        FlowTree tree = new(journal);
        tree.Insert(Hash256.Keccak([1]), 3);
        tree.CommitRoot();
        (Hash256 root, UInt128 length, int height) = (tree.Root, tree.Length, tree.UnstagedHeight);
        long position = journal.Position;
        tree.Insert(Hash256.Keccak([2]), 9);
        tree.CommitRoot();

        journal.RevertTo(position);

        Assert.Equal((root, length, height), (tree.Root, tree.Length, tree.UnstagedHeight));
    }

    /// <summary>The plain definition: a perfect tree just high enough for the length, with zero sectors where nothing lies.</summary>
    private static Hash256 RootOf(List<(UInt128 Start, int Height, Hash256 Root)> placed, UInt128 length)
    {
        int height = 0;
        while (UInt128.One << height < length)
        {
            height++;
        }

        return NodeAt(placed, 0, height);
    }

    private static Hash256 NodeAt(List<(UInt128 Start, int Height, Hash256 Root)> placed, UInt128 start, int height)
    {
        UInt128 end = start + (UInt128.One << height);
        (UInt128 Start, int Height, Hash256 Root)[] inside = [.. placed.Where(node => node.Start >= start && node.Start < end)];
        return inside.Length == 0 ? ZeroSubtree.Root(height)
            : inside[0].Start == start && inside[0].Height == height ? inside[0].Root
            : NodeHash.Combine(NodeAt(placed, start, height - 1), NodeAt(placed, start + (UInt128.One << (height - 1)), height - 1));
    }
}
