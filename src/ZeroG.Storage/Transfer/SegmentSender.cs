using System.Buffers;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Nodes;

namespace ZeroG.Storage.Transfer;

/// <summary>
/// Sends the segments of one file to the nodes that keep them. At most throttle limit times task size segments are in memory; every segment
/// is hashed again before it leaves, so that a file that changes under the upload is noticed and never sent in two versions.
/// </summary>
internal sealed class SegmentSender(
    FileSource source, FileTree tree, UploadOptions options, Patience patience, IProgress<TransferProgress>? progress)
{
    /// <summary>Sends what the nodes of the reports keep of the file.</summary>
    /// <param name="reports">What the nodes know; each knows the entry.</param>
    /// <param name="everything">True to send also what a node seems to have already.</param>
    /// <param name="cancellationToken">Stops all requests.</param>
    public async Task SendAsync(IReadOnlyList<NodeReport> reports, bool everything, CancellationToken cancellationToken)
    {
        if (reports.Count == 0)
        {
            return;
        }

        StorageTransaction entry = reports[0].Info!.Transaction;
        long first = entry.StartEntryIndex / FlowPadding.SectorsPerSegment;
        long total = 0;
        List<IEnumerable<SegmentGroup>> groups = [];
        foreach (NodeReport report in reports)
        {
            total += BytesOf(SegmentGroup.Of(report.Node, first, tree.Padding.Segments, options.TaskSize, false));
            bool mayBeThere = !everything && report.Info!.UploadedSegments > 0;
            groups.Add(SegmentGroup.Of(report.Node, first, tree.Padding.Segments, options.TaskSize, mayBeThere));
        }

        ByteProgress sent = new(progress, TransferPhase.Sending, total);
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = options.ThrottleLimit, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(SegmentGroup.InTurns(groups), parallel, async (group, token) =>
        {
            await SendGroupAsync(group, entry.Sequence, token);
            sent.Add(BytesOf([group]));
        });
    }

    private async Task SendGroupAsync(SegmentGroup group, long sequence, CancellationToken cancellationToken)
    {
        IReadOnlyList<long> missing = group.MayBeThere ? await MissingAsync(group, sequence, cancellationToken) : group.Segments;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1, missing.Count) * FlowPadding.SegmentSize);
        try
        {
            SegmentWithProof[] segments = new SegmentWithProof[missing.Count];
            for (int i = 0; i < segments.Length; i++)
            {
                Memory<byte> place = buffer.AsMemory(i * FlowPadding.SegmentSize, FlowPadding.SegmentSize);
                segments[i] = await ReadAsync(missing[i], place, cancellationToken);
            }

            await DeliverAsync(group.Node, segments, sequence, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<SegmentWithProof> ReadAsync(long index, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int length = await source.ReadSegmentAsync(index, buffer, cancellationToken);
        return SegmentRoot.Compute(buffer.Span[..length], index, tree.Padding) == tree.SegmentRoot(index)
            ? new SegmentWithProof(tree.Root, buffer[..length], index, tree.Proof(index), source.Size)
            : throw source.Changed();
    }

    private async Task DeliverAsync(
        StorageNode node, ArraySegment<SegmentWithProof> segments, long sequence, CancellationToken cancellationToken)
    {
        if (segments.Count == 0)
        {
            return;
        }

        SegmentVerdict verdict = SegmentVerdict.SendAgain;
        await patience.UntilAsync(
            async _ => (verdict = await OfferAsync(node, segments, sequence, cancellationToken)) != SegmentVerdict.SendAgain,
            $"storage node {node}, which is busy with other segments", node.Client.Uri, cancellationToken);
        for (int i = 0; verdict == SegmentVerdict.SendSingly && i < segments.Count; i++)
        {
            await DeliverAsync(node, segments.Slice(i, 1), sequence, cancellationToken);
        }
    }

    private static async Task<SegmentVerdict> OfferAsync(
        StorageNode node, ArraySegment<SegmentWithProof> segments, long sequence, CancellationToken cancellationToken)
    {
        try
        {
            await node.Client.UploadSegmentsBySequenceAsync(segments, sequence, cancellationToken);
            return SegmentVerdict.Taken;
        }
        catch (StorageNodeException refusal) when (SegmentVerdicts.Of(refusal, segments.Count) != SegmentVerdict.Refused)
        {
            return SegmentVerdicts.Of(refusal, segments.Count);
        }
    }

    /// <summary>Asks a node for the first sector of each segment. What it cannot give it gets.</summary>
    private static async Task<IReadOnlyList<long>> MissingAsync(SegmentGroup group, long sequence, CancellationToken cancellationToken)
    {
        List<long> missing = [];
        foreach (long segment in group.Segments)
        {
            long sector = segment * FlowPadding.SectorsPerSegment;
            try
            {
                using SegmentData? data =
                    await group.Node.Client.DownloadSegmentBySequenceAsync(sequence, sector, sector + 1, cancellationToken);
                if (data?.Bytes.Length != FlowPadding.SectorSize)
                {
                    missing.Add(segment);
                }
            }
            catch (StorageNodeException)
            {
                missing.Add(segment);
            }
        }

        return missing;
    }

    private long BytesOf(IEnumerable<SegmentGroup> groups) =>
        groups.Sum(group => group.Segments.Sum(segment => (long)tree.Padding.FileLength(segment)));
}
