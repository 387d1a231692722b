using System.Text.Json;
using ZeroG.Cryptography.Keccak;
using ZeroG.Cryptography.Merkle;
using ZeroG.Testing;

namespace ZeroG.Cryptography.Tests.Merkle;

public sealed class KeccakMerkleTreeTests
{
    public static TheoryData<int> LeafCounts => [1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 127, 129, 1023, 1024, 1025];

    [Theory]
    [MemberData(nameof(LeafCounts))]
    public void Root_AnyLeafCount_EqualsRecursiveTwin(int leafCount)
    {
        byte[] leaves = RandomLeaves(leafCount);
        byte[] expected = RootOfTwin(leaves);

        KeccakMerkleTree tree = KeccakMerkleTree.FromLeaves(leaves);
        byte[] root = new byte[32];
        KeccakMerkleTree.ComputeRoot(leaves.ToArray(), root);

        Assert.Equal(leafCount, tree.LeafCount);
        Assert.Equal(expected, tree.Root);
        Assert.Equal(expected, root);
    }

    [Theory]
    [MemberData(nameof(LeafCounts))]
    public void Proof_EveryLeaf_LeadsToRoot(int leafCount)
    {
        byte[] leaves = RandomLeaves(leafCount);
        KeccakMerkleTree tree = KeccakMerkleTree.FromLeaves(leaves);

        for (int i = 0; i < leafCount; i++)
        {
            KeccakMerkleProof proof = tree.Proof(i);

            Assert.Equal(tree.Root, proof.ComputeRoot(leaves.AsSpan(32 * i, 32)));
            Assert.Equal(32 * proof.Path.Count, proof.Siblings.Length);
        }
    }

    [Fact]
    public void ComputeRoot_RootInsideHashes_IsTheSame()
    {
        byte[] leaves = RandomLeaves(11);
        byte[] expected = RootOfTwin(leaves);

        KeccakMerkleTree.ComputeRoot(leaves, leaves.AsSpan(32));

        Assert.Equal(expected, leaves[32..64]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void Tree_LeavesNotWhole_IsRefused(int length)
    {
        Assert.Throws<ArgumentException>("leafHashes", () => KeccakMerkleTree.FromLeaves(new byte[length]));
        Assert.Throws<ArgumentException>("hashes", () => KeccakMerkleTree.ComputeRoot(new byte[length], new byte[32]));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void Proof_IndexWithoutLeaf_IsRefused(int index) =>
        Assert.Throws<ArgumentOutOfRangeException>(nameof(index), () => KeccakMerkleTree.FromLeaves(RandomLeaves(3)).Proof(index));

    [Fact]
    public void Proof_PartsOfWrongLength_AreRefused()
    {
        Assert.Throws<ArgumentException>("siblings", () => new KeccakMerkleProof(new byte[32], [true, false]));
        Assert.Throws<ArgumentException>("leaf", () => new KeccakMerkleProof(new byte[32], [true]).ComputeRoot(new byte[33]));
    }

    /// <summary>Threads hash a file group by group in buffers of their own; the collector must have nothing to do.</summary>
    [Fact]
    public void ComputeRoot_Group_AllocatesNothing()
    {
        byte[] sectors = new byte[1024 * 256];
        byte[] hashes = new byte[1024 * 32];
        byte[] root = new byte[32];
        HashGroup();

        long before = GC.GetAllocatedBytesForCurrentThread();
        HashGroup();

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void HashGroup()
        {
            Keccak256.HashMany(sectors, 256, hashes);
            KeccakMerkleTree.ComputeRoot(hashes, root);
        }
    }

    [Fact]
    [Trait("Category", "Vectors")]
    public void Tree_OfficialVectors_HaveSameRootsAndProofs()
    {
        VectorForm form = new("storage", "merkle_trees*.json", ("trees", "leafCount leafContents root proofs"))
        {
            Facts = "producedBy? note? explain?",
        };
        foreach (string row in form.Rows("trees").Select(row => (string)row[0]))
        {
            JsonElement vector = form[row];
            byte[] leaves = [.. vector.GetProperty("leafContents").EnumerateArray().SelectMany(content => Keccak256.Hash(Bytes(content)))];
            string name = $"{row}, {vector.GetProperty("leafCount")} leaves";

            KeccakMerkleTree tree = KeccakMerkleTree.FromLeaves(leaves);

            Assert.Equal(vector.GetProperty("leafCount").GetInt32(), tree.LeafCount);
            Assert.Equal($"{name}: {vector.GetProperty("root")}", $"{name}: {Hex(tree.Root)}");
            foreach (JsonElement expected in vector.GetProperty("proofs").EnumerateArray())
            {
                int position = expected.GetProperty("position").GetInt32();
                KeccakMerkleProof proof = tree.Proof(position);
                string[] lemma = [.. expected.GetProperty("lemma").EnumerateArray().Select(hash => hash.GetString()!)];
                string[] siblings = [.. proof.Siblings.ToArray().Chunk(32).Select(hash => Hex(hash))];

                // A lemma is leaf, siblings, root; that of a single leaf names it once.
                Assert.Equal(lemma[0], Hex(leaves.AsSpan(32 * position, 32)));
                Assert.Equal(lemma.Length > 1 ? lemma[1..^1] : [], siblings);
                Assert.Equal(lemma[^1], Hex(tree.Root));
                Assert.Equal(expected.GetProperty("path").EnumerateArray().Select(step => step.GetBoolean()), proof.Path);
            }
        }
    }

    /// <summary>
    /// The recursive description (storage specification §1.3): the left subtree holds the largest power of two below the leaf count.
    /// </summary>
    private static byte[] RootOfTwin(ReadOnlySpan<byte> leaves)
    {
        int count = leaves.Length / 32;
        if (count == 1)
        {
            return leaves.ToArray();
        }

        int left = 1;
        while (2 * left < count)
        {
            left *= 2;
        }

        return Keccak256.Hash([.. RootOfTwin(leaves[..(32 * left)]), .. RootOfTwin(leaves[(32 * left)..])]);
    }

    private static byte[] RandomLeaves(int count)
    {
        byte[] leaves = new byte[32 * count];
        new Random(count).NextBytes(leaves);
        return leaves;
    }

    private static byte[] Bytes(JsonElement hex) => Convert.FromHexString(hex.GetString()![2..]);

    private static string Hex(ReadOnlySpan<byte> bytes) => "0x" + Convert.ToHexStringLower(bytes);
}
