using ZeroG.Chain;
using ZeroG.Nodes.Storage;
using ZeroG.Storage.Merkle;

namespace ZeroG.Nodes.Tests.Storage;

public sealed class FlowTreeTests
{
    [Fact]
    public void Zero_Heights_AreThoseOfTheFlowContract()
    {
        // contracts/dataFlow/FlowTreeLib.sol, zeros(0), zeros(10), zeros(63).
        Assert.Equal("0xd397b3b043d87fcd6fad1291ff0bfd16401c274896d8c63a923727f077b8e0b5", ZeroSubtree.Root(0).ToString());
        Assert.Equal("0xe68d02859bb6211cec64f52368b77d422de3b8eac34bf615942b814b643301b5", ZeroSubtree.Root(10).ToString());
        Assert.Equal("0xb48a92d40b61dc995ceecee4cded6415050dcece448b1e0b5e5b6a0e6981f3ef", ZeroSubtree.Root(63).ToString());
    }

    [Fact]
    public void Root_NewFlow_IsTheZeroLeaf()
    {
        FlowTree tree = new(new MemoryNodes(), 0);

        Assert.Equal(1, tree.Length);
        Assert.Equal(Hash256.Zero, tree.Root);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Append_AnySubtrees_HasTheRootAndNodesOfThePlainTreeAtEveryLength(int seed)
    {
        Random random = new(seed);
        MemoryNodes nodes = new();
        FlowTree tree = new(nodes, 0);
        List<Hash256> leaves = [Hash256.Zero];
        List<(long Length, Hash256 Root)> history = [(1, tree.Root)];
        for (int i = 0; i < 40; i++)
        {
            int height = random.Next(0, 5);
            long start = ((leaves.Count + (1L << height) - 1) >> height << height) + (random.Next(3) == 0 ? 1L << height : 0);
            leaves.AddRange(Enumerable.Repeat(ZeroSubtree.Root(0), (int)(start - leaves.Count)));
            Hash256[] added = [.. Enumerable.Range(0, 1 << height).Select(_ => RandomHash(random))];
            leaves.AddRange(added);
            tree.PadTo(start);
            tree.Append(height, PlainRoot(added, height));
            history.Add((tree.Length, tree.Root));
            Assert.Equal(leaves.Count, tree.Length);
            Assert.Equal(PlainRoot(leaves, FlowTree.HeightOf(leaves.Count)), tree.Root);
            Assert.Equal(tree.Root, new FlowTree(nodes, tree.Length).Root);
        }

        foreach ((long length, Hash256 root) in history)
        {
            Assert.Equal(root, tree.RootAt(length));
        }

        for (int i = history.Count - 2; i >= 0; i -= 7)
        {
            tree.TruncateTo(history[i].Length);
            Assert.Equal(history[i].Root, tree.Root);
            tree.PadTo(tree.Length + 1);
            Assert.Equal(PlainRoot([.. leaves.Take((int)history[i].Length)], FlowTree.HeightOf(tree.Length)), tree.Root);
            tree.TruncateTo(history[i].Length);
        }
    }

    [Fact]
    public void Append_NotAligned_IsRefused()
    {
        FlowTree tree = new(new MemoryNodes(), 0);

        Assert.Throws<InvalidDataException>(() => tree.Append(1, Hash256.Zero));
    }

    // The definition: pad with zero leaves to a power of two and hash level by level.
    private static Hash256 PlainRoot(IReadOnlyList<Hash256> leaves, int height)
    {
        List<Hash256> level = [.. leaves, .. Enumerable.Repeat(ZeroSubtree.Root(0), (1 << height) - leaves.Count)];
        while (level.Count > 1)
        {
            level = [.. level.Chunk(2).Select(pair => NodeHash.Combine(pair[0], pair[1]))];
        }

        return level[0];
    }

    private static Hash256 RandomHash(Random random)
    {
        byte[] bytes = new byte[32];
        random.NextBytes(bytes);
        return new Hash256(bytes);
    }

    private sealed class MemoryNodes : IFlowNodes
    {
        private readonly Dictionary<(int, long), Hash256> _nodes = [];

        public void Put(int height, long index, Hash256 hash) => _nodes[(height, index)] = hash;

        public bool TryGet(int height, long index, out Hash256 hash) => _nodes.TryGetValue((height, index), out hash);

        public void RemoveFrom(int height, long firstIndex)
        {
            foreach ((int, long) key in _nodes.Keys.Where(key => key.Item1 == height && key.Item2 >= firstIndex).ToArray())
            {
                _nodes.Remove(key);
            }
        }
    }
}
