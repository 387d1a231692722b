using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Nodes.Storage;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Nodes;

namespace ZeroG.Nodes.Tests.Storage;

/// <summary>One case for each refusal, in the order of the checks: every case also breaks a later rule where one can be broken.</summary>
public sealed class SegmentCheckTests
{
    // 3 segments, 768 sectors of the last in use, padded to 4 segments: 1024 + 1024 + 768 -> 2816 sectors.
    private static readonly TestFile File = TestFile.Create((2 * 262_144) + (600 * 256) + 5);

    private static readonly TestFile Small = TestFile.Create(700);

    private static readonly Hash256 Wrong = Hash256.Keccak([1]);

    [Fact]
    public void FindFault_EverySegmentOfManySizes_IsAccepted()
    {
        foreach (int size in (int[])[1, 256, 257, 1024, 5000, 262_143, 262_144, 262_145, (5 << 20) + 1])
        {
            TestFile file = TestFile.Create(size);
            for (long i = 0; i < file.SegmentCount; i++)
            {
                Assert.Null(SegmentCheck.FindFault(file.Segment(i), Transaction(file), null, isPooled: false));
            }
        }
    }

    [Fact]
    public void FindFault_EmptyData_IsRefusedFirst() =>
        AssertOther("data is empty", SegmentCheck.FindFault(Change(File, data: []), Transaction(Small), null, isPooled: false));

    [Fact]
    public void FindFault_PartOfASector_IsRefused() =>
        AssertOther(
            "invalid data length", SegmentCheck.FindFault(Change(File, data: new byte[255]), Transaction(Small), null, isPooled: false));

    [Fact]
    public void FindFault_OtherRootThanTheSubmission_IsRefused()
    {
        JsonRpcException? fault = SegmentCheck.FindFault(Change(File, size: 7), Transaction(Small), null, isPooled: false);

        Assert.Equal((-32603, "Internal error", "data root and tx seq not match"), Parts(fault));
    }

    [Fact]
    public void FindFault_OtherSizeThanTheSubmission_IsRefused() => AssertParameter(
        "file_size", "segment file size not matched with tx file size",
        SegmentCheck.FindFault(Change(File, size: 7), Transaction(File), FileStatus.Finalized, isPooled: false));

    [Fact]
    public void FindFault_FinalizedFile_IsRefused() => AssertParameter(
        "root", "already uploaded and finalized",
        SegmentCheck.FindFault(Change(File, index: 9), Transaction(File), FileStatus.Finalized, isPooled: false));

    [Fact]
    public void FindFault_PrunedFile_IsRefused() => AssertParameter(
        "root", "already pruned", SegmentCheck.FindFault(Change(File, index: 9), Transaction(File), FileStatus.Pruned, isPooled: false));

    [Fact]
    public void FindFault_LargeFileWithoutSubmission_IsRefused()
    {
        SegmentWithProof segment = Change(File, size: UploadLimits.DefaultPooledFileSize + 1);

        AssertParameter(
            "file_size", "caching of large file when tx is unavailable is not supported",
            SegmentCheck.FindFault(segment, null, null, isPooled: false));
        AssertParameter(
            "data", "invalid data length", SegmentCheck.FindFault(Change(File, size: 262_145, index: 1), null, null, isPooled: true));
    }

    [Fact]
    public void FindFault_EmptyFile_IsRefused() =>
        AssertParameter("file_size", "file is empty", SegmentCheck.FindFault(Change(File, size: 0), null, null, isPooled: false));

    [Fact]
    public void FindFault_SizeBeyondTheFlow_IsRefused() =>
        AssertParameter(
            "file_size", "file is too large", SegmentCheck.FindFault(Change(File, size: long.MaxValue), null, null, isPooled: true));

    [Fact]
    public void FindFault_IndexBehindTheFile_IsRefused()
    {
        AssertParameter(
            "index", "index out of bound",
            SegmentCheck.FindFault(Change(File, index: 3, data: new byte[256]), Transaction(File), null, isPooled: false));
        AssertParameter(
            "index", "index out of bound",
            SegmentCheck.FindFault(Change(File, index: long.MaxValue), Transaction(File), null, isPooled: false));
    }

    [Fact]
    public void FindFault_LengthOfAnotherSegment_IsRefused() =>
        AssertParameter(
            "data", "invalid data length",
            SegmentCheck.FindFault(Change(File, index: 2, proof: new FileProof([], [])), Transaction(File), null, isPooled: false));

    [Fact]
    public void FindFault_ProofThatIsNone_IsRefused()
    {
        AssertParameter("proof", "invalid proof", Check(File, 0, new FileProof([Wrong, Wrong], [])));
        AssertParameter("proof", "invalid proof", Check(File, 0, new FileProof([Wrong, Wrong], [true])));
        AssertParameter("proof", "invalid proof", Check(File, 0, new FileProof([], [])));
    }

    [Fact]
    public void FindFault_PathOfAnotherDepth_IsRefused()
    {
        AssertOther(
            "Proof path too short for a tree size: path=[true], size=3", Check(File, 0, new FileProof([Wrong, Wrong, Wrong], [true])));
        AssertOther(
            "Proof path too long for a tree size: path=[true, true, true], size=3",
            Check(File, 0, new FileProof([.. Enumerable.Repeat(Wrong, 5)], [true, true, true])));
    }

    [Fact]
    public void FindFault_ProofOfAnotherSegment_IsRefused() =>
        AssertOther("wrong position: proof_pos=1 provided=0", Check(File, 0, File.Tree.Proof(1)));

    [Fact]
    public void FindFault_HashesThatDoNotMeet_AreRefused()
    {
        FileProof proof = File.Tree.Proof(0);
        AssertParameter(
            "proof", "validation failed", Check(File, 0, new FileProof([proof.Lemma[0], Wrong, .. proof.Lemma.Skip(2)], proof.Path)));
    }

    [Fact]
    public void FindFault_ProofOfAnotherFile_IsRefused()
    {
        TestFile other = TestFile.Create(File.Bytes.Length, seed: 2);
        AssertOther($"root mismatch, proof_root={other.Root} provided={File.Root}", Check(File, 0, other.Tree.Proof(0)));
        AssertOther($"root mismatch, proof_root={Wrong} provided={Small.Root}", Check(Small, 0, new FileProof([Wrong], [])));
    }

    [Fact]
    public void FindFault_OneBitChanged_IsRefused()
    {
        byte[] data = File.Wire(2);
        data[^1] ^= 1;
        JsonRpcException? fault = SegmentCheck.FindFault(
            Change(File, index: 2, data: data, proof: File.Tree.Proof(2)), Transaction(File), null, isPooled: false);

        Assert.StartsWith("data hash mismatch: leaf_hash=0x", Parts(fault).Message, StringComparison.Ordinal);
        Assert.EndsWith($"proof_item={File.Tree.SegmentRoot(2)}", Parts(fault).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FindFault_PaddingThatIsNotEmpty_IsRefused()
    {
        // A file of 17 segments is padded to 18. Its tree is built with a false root in the place of the eighteenth.
        TestFile file = TestFile.Create(17 * 262_144);
        Hash256 Fold(Hash256 last) => NodeHash.Combine(file.Tree.Proof(16).Lemma[^2], NodeHash.Combine(file.Tree.SegmentRoot(16), last));
        Assert.Equal(file.Root, Fold(ZeroSubtree.Root(10)));
        FileProof honest = file.Tree.Proof(16);
        Hash256 root = Fold(Wrong);
        FileProof proof = new([honest.Lemma[0], Wrong, honest.Lemma[2], root], honest.Path);
        SegmentWithProof segment = new(root, file.Wire(16), 16, proof, file.Bytes.Length);

        AssertParameter(
            "proof", "invalid proof node value in the padding range",
            SegmentCheck.FindFault(segment, Transaction(file) with { Root = root }, null, isPooled: false));
    }

    private static FlowTransaction Transaction(TestFile file) => new()
    {
        Sequence = 0, Root = file.Root, Size = file.Bytes.Length, StartSector = 1024, Block = 1,
        Subtrees = [.. file.Submission.Nodes.Select(node => new FlowSubtree(node.Height, node.Root))],
    };

    private static SegmentWithProof Change(
        TestFile file, byte[]? data = null, long index = 0, FileProof? proof = null, long? size = null) =>
        new(file.Root, data ?? file.Wire(0), index, proof ?? file.Tree.Proof(0), size ?? file.Bytes.Length);

    private static JsonRpcException? Check(TestFile file, long index, FileProof proof) =>
        SegmentCheck.FindFault(
            new SegmentWithProof(file.Root, file.Wire(index), index, proof, file.Bytes.Length), Transaction(file), null, isPooled: false);

    private static (int Code, string Message, string? Data) Parts(JsonRpcException? fault)
    {
        Assert.NotNull(fault);
        return (fault.Code, fault.RemoteMessage, fault.RemoteData?.GetString());
    }

    private static void AssertOther(string text, JsonRpcException? fault) => Assert.Equal((-32000, text, null), Parts(fault));

    private static void AssertParameter(string name, string text, JsonRpcException? fault) =>
        Assert.Equal((-32602, $"Invalid params: {name}", text), Parts(fault));
}
