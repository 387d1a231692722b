using ZeroG.Chain;
using ZeroG.DevChain.Tries;

namespace ZeroG.DevChain.Tests.Tries;

public sealed class PatriciaTrieTests
{
    // Made with @ethereumjs/mpt: value i has i % 40 + 1 bytes of (7 i + 1) % 256, under RLP(i).
    [Theory]
    [InlineData(0, "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421")]
    [InlineData(1, "0xac92bc8d02906a87a573c32c72bb427036f0e43d7a7375c5c491ebba064add15")]
    [InlineData(2, "0xe51c921e6efb8971267bc94d38468a888aa77df0a910015342923b7054daf10a")]
    [InlineData(16, "0x36b8339f5336b44792901fc603b15432af812518eccd5de4dca6d9d3edc6c452")]
    [InlineData(17, "0x9d4157c0244490c6c4d3432fad7028708e24a3d75e25d5a1815f7da4856f45ba")]
    [InlineData(127, "0x81c1c22d1f4bed3c239b0feb61678d201d61f79bfcea5dc2862604a2e97b6226")]
    [InlineData(128, "0xaa90b88a208f872ee5a4a8a270332710005d9219d5c6097b0b9f0ca1ac4598c3")]
    [InlineData(129, "0xf3c0c3b0b098ef2f516ed1c895b6b78f2999f0a3a09d11dbb4869484a52e8a14")]
    [InlineData(300, "0xcce1827755e448299e4292f3c12f3cde0ae54c9a44b9bd0fe86262b900f58126")]
    public void RootOfList_KnownLists_HaveTheKnownRoots(int count, string root)
    {
        IEnumerable<byte[]> values = Enumerable.Range(0, count).Select(i => Enumerable.Repeat((byte)((7 * i) + 1), (i % 40) + 1).ToArray());

        Assert.Equal(root, PatriciaTrie.RootOfList(values).ToString());
    }

    [Fact]
    public void With_HashedKeys_HasTheKnownRoot() =>
        Assert.Equal(
            "0x027de6d1f0f47dae8f47df29b8100b762196f830ce5a8f47c62448130b8b19ba", Filled(Enumerable.Range(0, 200)).Root.ToString());

    [Fact]
    public void Without_InAnyOrder_LeavesTheTrieOfWhatIsLeft()
    {
        Random random = new(7);
        for (int round = 0; round < 20; round++)
        {
            int[] keys = [.. Enumerable.Range(0, 60)];
            random.Shuffle(keys);
            int kept = random.Next(keys.Length);
            PatriciaTrie trie = Filled(keys);
            foreach (int key in keys.Skip(kept))
            {
                trie = trie.Without(KeyOf(key));
            }

            Assert.Equal(Filled(keys.Take(kept)).Root, trie.Root);
        }
    }

    [Fact]
    public void Without_UnknownKey_ChangesNothing()
    {
        PatriciaTrie trie = Filled(Enumerable.Range(0, 20));

        Assert.Equal(trie.Root, trie.Without(KeyOf(99)).Root);
    }

    [Fact]
    public void With_SameKeyAgain_ReplacesTheValue()
    {
        PatriciaTrie trie = Filled(Enumerable.Range(0, 20));

        Assert.Equal(trie.Root, trie.With(KeyOf(3), [99]).With(KeyOf(3), ValueOf(3)).Root);
        Assert.NotEqual(trie.Root, trie.With(KeyOf(3), [99]).Root);
    }

    private static PatriciaTrie Filled(IEnumerable<int> keys) =>
        keys.Aggregate(PatriciaTrie.Empty, (trie, key) => trie.With(KeyOf(key), ValueOf(key)));

    private static byte[] KeyOf(int key) => Hash256.Keccak([(byte)key]).ToArray();

    private static byte[] ValueOf(int key) => [.. Enumerable.Repeat((byte)(key + 1), (key % 60) + 1)];
}
