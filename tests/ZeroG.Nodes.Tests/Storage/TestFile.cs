using ZeroG.Chain;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Submissions;

namespace ZeroG.Nodes.Tests.Storage;

/// <summary>A file of random bytes with its tree, and its segments as a client would send them.</summary>
internal sealed class TestFile
{
    private TestFile(byte[] bytes, FileTree tree)
    {
        Bytes = bytes;
        Tree = tree;
        Submission = Submission.Create(tree);
    }

    public byte[] Bytes { get; }

    public FileTree Tree { get; }

    public Submission Submission { get; }

    public Hash256 Root => Tree.Root;

    public long SegmentCount => Tree.Padding.Segments;

    public static TestFile Create(int size, int seed = 1)
    {
        byte[] bytes = SegmentFileTests.Bytes(seed, size);
        using FileSource source = FileSource.FromBytes(bytes);
        return new TestFile(bytes, FileTree.BuildAsync(source).GetAwaiter().GetResult());
    }

    /// <summary>A segment's bytes as they travel: whole sectors, zeros after the end of the file.</summary>
    public byte[] Wire(long index)
    {
        byte[] wire = new byte[Tree.Padding.WireLength(index)];
        Bytes.AsSpan((int)index * FlowPadding.SegmentSize, Tree.Padding.FileLength(index)).CopyTo(wire);
        return wire;
    }

    public SegmentWithProof Segment(long index) => new(Root, Wire(index), index, Tree.Proof(index), Bytes.Length);
}
