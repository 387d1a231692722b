using System.Buffers.Binary;
using ZeroG.Chain;
using ZeroG.Storage.Files;

namespace ZeroG.Nodes.Storage;

/// <summary>A submission as the node keeps it: what the chain's <c>Submit</c> event says, and where its data lies.</summary>
internal sealed record FlowTransaction
{
    // start, size, data sequence, flow length, block: 8 bytes each; root; count of nodes.
    private const int FixedSize = (5 * sizeof(long)) + Hash256.Size + 1;

    private const int NodeSize = 1 + Hash256.Size;

    /// <summary>Its number in the log, <c>txSeq</c>.</summary>
    public required long Sequence { get; init; }

    /// <summary>Root of the file, folded from the nodes.</summary>
    public required Hash256 Root { get; init; }

    /// <summary>Bytes of the file.</summary>
    public required long Size { get; init; }

    /// <summary>Flow index of the first sector.</summary>
    public required long StartSector { get; init; }

    /// <summary>The subtrees in the order of the file.</summary>
    public required IReadOnlyList<FlowSubtree> Subtrees { get; init; }

    /// <summary>Block that holds the submission.</summary>
    public required long Block { get; init; }

    /// <summary>
    /// The transaction under which segments and proofs are kept: itself, or an earlier one that submitted the same file to the same shards.
    /// </summary>
    public long DataSequence { get; init; }

    /// <summary>Sectors in the flow after it.</summary>
    public long FlowLength { get; init; }

    /// <summary>Its numbers of sectors and segments.</summary>
    public FlowPadding Padding => new(Size);

    /// <summary>The flow segment that holds a segment of the file.</summary>
    public long FlowSegmentOf(long index) => (StartSector / FlowPadding.SectorsPerSegment) + index;

    /// <summary>Flow index of the first sector of a segment of the file.</summary>
    public long FirstSectorOf(long index) => StartSector + (index * FlowPadding.SectorsPerSegment);

    /// <summary>The form in which it is stored.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[FixedSize + (Subtrees.Count * NodeSize)];
        Span<byte> rest = bytes;
        foreach (long field in (ReadOnlySpan<long>)[StartSector, Size, DataSequence, FlowLength, Block])
        {
            BinaryPrimitives.WriteInt64LittleEndian(rest, field);
            rest = rest[sizeof(long)..];
        }

        Root.CopyTo(rest);
        rest = rest[Hash256.Size..];
        rest[0] = (byte)Subtrees.Count;
        rest = rest[1..];
        foreach (FlowSubtree subtree in Subtrees)
        {
            rest[0] = (byte)subtree.Height;
            subtree.Root.CopyTo(rest[1..]);
            rest = rest[NodeSize..];
        }

        return bytes;
    }

    /// <summary>Reads the stored form.</summary>
    public static FlowTransaction FromBytes(long sequence, ReadOnlySpan<byte> bytes)
    {
        FlowSubtree[] subtrees = new FlowSubtree[bytes[FixedSize - 1]];
        for (int i = 0; i < subtrees.Length; i++)
        {
            ReadOnlySpan<byte> node = bytes.Slice(FixedSize + (i * NodeSize), NodeSize);
            subtrees[i] = new FlowSubtree(node[0], new Hash256(node[1..]));
        }

        return new FlowTransaction
        {
            Sequence = sequence,
            StartSector = BinaryPrimitives.ReadInt64LittleEndian(bytes),
            Size = BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]),
            DataSequence = BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
            FlowLength = BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
            Block = BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]),
            Root = new Hash256(bytes.Slice(40, Hash256.Size)),
            Subtrees = subtrees,
        };
    }
}
