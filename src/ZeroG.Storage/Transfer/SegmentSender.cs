using System.Buffers;
using System.Collections.Concurrent;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Nodes;

namespace ZeroG.Storage.Transfer;

/// <summary>
/// Sends the segments of one unit to the nodes that keep them. At most throttle limit times task size segments are in memory, of all units
/// together.
/// </summary>
internal sealed class SegmentSender(
    UploadUnit unit, FileTree tree, UploadOptions options, TransferLanes lanes, Patience patience, ByteProgress sent)
{
    /// <summary>Sends what the nodes of the reports keep of the file. A node that fails does not stop the others.</summary>
    /// <param name="reports">What the nodes know; each knows the entry.</param>
    /// <param name="everything">True to send also what a node seems to have already.</param>
    /// <param name="cancellationToken">Stops all requests.</param>
    /// <returns>The nodes that failed.</returns>
    public async Task<IReadOnlyCollection<NodeFailure>> SendAsync(
        IReadOnlyList<NodeReport> reports, bool everything, CancellationToken cancellationToken)
    {
        if (reports.Count == 0)
        {
            return [];
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

        sent.Expect(total);
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = options.ThrottleLimit, CancellationToken = cancellationToken };
        ConcurrentDictionary<StorageNode, NodeFailure> failed = new();
        await Parallel.ForEachAsync(SegmentGroup.InTurns(groups), parallel, async (group, token) =>
        {
            try
            {
                if (!failed.ContainsKey(group.Node))
                {
                    await lanes.SendAsync(() => SendGroupAsync(group, entry.Sequence, token), token);
                }
            }
            catch (NodeFailure failure)
            {
                failed.TryAdd(failure.Node, failure);
            }

            sent.Add(BytesOf([group]));
        });
        return [.. failed.Values];
    }

    private async Task<bool> SendGroupAsync(SegmentGroup group, long sequence, CancellationToken cancellationToken)
    {
        IReadOnlyList<long> missing = group.MayBeThere
            ? await NodeFailure.OfAsync(group.Node, () => MissingAsync(group, sequence, cancellationToken))
            : group.Segments;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1, missing.Count) * FlowPadding.SegmentSize);
        try
        {
            SegmentWithProof[] segments = await ReadAsync(missing, buffer, cancellationToken);
            return await NodeFailure.OfAsync(group.Node, () => DeliverAsync(group.Node, segments, sequence, cancellationToken));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The file is open only while it is read, so that many units in flight hold few files.</summary>
    private async Task<SegmentWithProof[]> ReadAsync(IReadOnlyList<long> indices, byte[] buffer, CancellationToken cancellationToken)
    {
        using OpenUnit open = unit.Open();
        return await SegmentReader.ReadAsync(open.Source, tree, indices, buffer, cancellationToken);
    }

    private async Task<bool> DeliverAsync(
        StorageNode node, ArraySegment<SegmentWithProof> segments, long sequence, CancellationToken cancellationToken)
    {
        if (segments.Count == 0)
        {
            return true;
        }

        SegmentVerdict verdict = SegmentVerdict.SendAgain;
        await patience.UntilAsync(
            async _ => (verdict = await OfferAsync(node, segments, sequence, cancellationToken)) != SegmentVerdict.SendAgain,
            $"storage node {node}, which is busy with other segments", node.Client.Uri, cancellationToken);
        for (int i = 0; verdict == SegmentVerdict.SendSingly && i < segments.Count; i++)
        {
            await DeliverAsync(node, segments.Slice(i, 1), sequence, cancellationToken);
        }

        return true;
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
