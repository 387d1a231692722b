using ZeroG.Chain;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Tests.Nodes;
using ZeroG.Storage.Tests.Vectors;

namespace ZeroG.Storage.Tests.Merkle;

public class FileProofTests
{
    private static readonly Hash256 Other = Hash256.Keccak([1, 2, 3]);

    public static TheoryData<string, string> Faults() => new()
    {
        { "lemma too long", FileProofFault.Format },
        { "path too long", FileProofFault.Format },
        { "empty", FileProofFault.Format },
        { "leaf", FileProofFault.Content },
        { "root", FileProofFault.Root },
        { "position", FileProofFault.Position },
        { "side", FileProofFault.Position },
        { "too deep", FileProofFault.Position },
        { "sibling", FileProofFault.Hash },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task FindFault_DamagedProof_SaysWhatTheOfficialClientsSay(string damage, string expected)
    {
        FileTree tree = await TreeAsync(5);
        FileProof good = tree.Proof(1);
        Hash256[] lemma = [.. good.Lemma];
        bool[] path = [.. good.Path];
        Hash256 root = tree.Root;
        long position = 1;
        switch (damage)
        {
            case "lemma too long": lemma = [.. lemma, root]; break;
            case "path too long": path = [.. path, true]; break;
            case "empty": (lemma, path) = ([], []); break;
            case "leaf": lemma[0] = Other; break;
            case "root": lemma[^1] = Other; break;
            case "position": position = 2; break;
            case "side": path[0] = !path[0]; break;
            case "too deep": (lemma, path) = ([lemma[0], Other, .. lemma[1..]], [true, .. path]); break;
            case "sibling": lemma[1] = Other; break;
        }

        string? fault = new FileProof(lemma, path).FindFault(root, tree.SegmentRoot(1), position, tree.Padding.PaddedSegments);

        Assert.Equal(expected, fault);
        Assert.Null(good.FindFault(tree.Root, tree.SegmentRoot(1), 1, tree.Padding.PaddedSegments));
    }

    [Fact]
    public void FindFault_SingleLeafThatIsNotTheRoot_IsNoticed() =>
        Assert.Equal(FileProofFault.Root, new FileProof([Other], []).FindFault(Hash256.Zero, Other, 0, 1));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(11)]
    [InlineData(22)]
    public async Task TryGetPosition_EveryLeafOfATree_LeadsBack(int segments)
    {
        FileTree tree = await TreeAsync(segments);
        for (long segment = 0; segment < tree.Padding.PaddedSegments; segment++)
        {
            Assert.True(tree.Proof(segment).TryGetPosition(tree.Padding.PaddedSegments, out long position));
            Assert.Equal(segment, position);
        }
    }

    [Fact]
    public async Task HasEmptyPadding_DataBehindTheFile_IsRefused()
    {
        // 21 segments of file, 22 padded: the sibling of segment 20 must be the empty one.
        byte[] file = new byte[5242881];
        using FileSource source = FileSource.FromBytes(file);
        FileTree tree = await FileTree.BuildAsync(source);
        FileProof proof = tree.Proof(20);

        Assert.Equal(ZeroSubtree.Root(10), proof.Lemma[1]);
        Assert.True(proof.HasEmptyPadding(21, 22));
        Assert.False(new FileProof([proof.Lemma[0], Other, .. proof.Lemma.Skip(2)], proof.Path).HasEmptyPadding(21, 22));
    }

    [Fact]
    public void ZeroSubtree_Segment_IsTheRootOfTheContracts() =>
        Assert.Equal("0xe68d02859bb6211cec64f52368b77d422de3b8eac34bf615942b814b643301b5", ZeroSubtree.Root(10).ToString());

    [Fact]
    public void FlowProof_PathOfRightsAndLefts_IsABinaryPosition()
    {
        Hash256 leaf = Hash256.Keccak([1]);
        Hash256 left = Hash256.Keccak([2]);
        Hash256 right = Hash256.Keccak([3]);
        Hash256 root = NodeHash.Combine(NodeHash.Combine(left, leaf), right);
        FlowProof proof = new([leaf, left, right, root], [false, true]);

        Assert.Equal(1, proof.Position);
        Assert.Null(proof.FindFault(root, leaf, 1));
        Assert.Equal(FileProofFault.Position, proof.FindFault(root, leaf, 2));
        Assert.Equal(FileProofFault.Root, proof.FindFault(left, leaf, 1));
        Assert.Equal(FileProofFault.Content, proof.FindFault(root, left, 1));
        Assert.Equal(FileProofFault.Hash, new FlowProof([leaf, right, left, root], [false, true]).FindFault(root, leaf, 1));
        Assert.Equal(FileProofFault.Format, new FlowProof([leaf], []).FindFault(leaf, leaf, 0));
        Assert.Null(new FlowProof([leaf, leaf], []).FindFault(leaf, leaf, 0));
        Assert.Equal(WireText.Of(proof.Write), WireText.Of(WireText.Read(WireText.Of(proof.Write), FlowProof.Read).Write));
    }

    private static async Task<FileTree> TreeAsync(int segments)
    {
        using FileSource source = FileSource.FromBytes(VectorInput.Generate("affine7", segments * FlowPadding.SegmentSize));
        return await FileTree.BuildAsync(source);
    }
}
