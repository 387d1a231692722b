using ZeroG.Chain;
using ZeroG.Nodes.Storage;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Nodes;

namespace ZeroG.Benchmarks.Nodes;

/// <summary>Checks, hashes and store are the node's own, so that what differs is the handling alone.</summary>
internal sealed class NaiveOverOurStore(FlowStore store) : NaiveHandler
{
    protected override void Put(Segment segment, byte[] data, long sequence)
    {
        FlowTransaction file = store.Submissions.Find(sequence)!;
        FileProof proof = new([.. segment.Proof.Lemma.Select(Hash256.Parse)], segment.Proof.Path);
        using SegmentWithProof message = new(Hash256.Parse(segment.Root), data, segment.Index, proof, segment.FileSize);
        if (SegmentCheck.FindFault(message, file, store.StatusOf(file), isPooled: false) is { } fault)
        {
            throw fault;
        }

        if (!store.TryBegin(file, segment.Index)
            || !store.Store(file, [new IncomingSegment(segment.Index, data, StoredProof.ToBytes(proof))]))
        {
            throw new InvalidOperationException("The segment is there already.");
        }
    }

    protected override Segment Download(long sequence, long index)
    {
        FlowTransaction file = store.Submissions.Find(sequence)!;
        FileProof proof = StoredProof.FromBytes(store.GetProof(file, index));
        byte[] data = new byte[file.Padding.WireLength(index)];
        return store.TryRead(file, index * FlowPadding.SectorsPerSegment, data)
            ? new Segment(
                file.Root.ToString(), Convert.ToBase64String(data), index,
                new Proof([.. proof.Lemma.Select(hash => hash.ToString())], [.. proof.Path]), file.Size)
            : throw new InvalidOperationException("The segment is not there.");
    }
}
