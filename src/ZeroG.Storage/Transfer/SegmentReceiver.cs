using System.Collections.Concurrent;
using ZeroG.Chain;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Nodes;

namespace ZeroG.Storage.Transfer;

/// <summary>
/// Receives segments of one file. The nodes that keep a segment are asked in turns, those that failed before last; the first answer that
/// passes all checks is taken.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="withProof">Whether each segment has to come with its proof.</param>
/// <param name="warn">Hears once of each node that sent what does not belong to the file.</param>
internal sealed class SegmentReceiver(StoredFile file, bool withProof, Action<string>? warn = null)
{
    private readonly ConcurrentDictionary<StorageNode, int> _failures = new();
    private readonly ConcurrentDictionary<StorageNode, string> _liars = new();

    /// <summary>Receives a segment.</summary>
    /// <param name="segment">0 to the file's segments - 1.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>To be disposed by the caller.</returns>
    /// <exception cref="ZeroGException">
    /// <c>ZgProofInvalid</c>: a node lied, and no other had the segment. <c>ZgSegmentUnavailable</c>: no node gave it.
    /// <c>ZgShardsIncomplete</c>: none of the nodes keeps it.
    /// </exception>
    public async Task<ReceivedSegment> ReceiveAsync(long segment, CancellationToken cancellationToken)
    {
        List<string> reasons = [];
        NodeReport? liar = null;
        foreach (NodeReport holder in HoldersOf(segment))
        {
            try
            {
                (ReceivedSegment? received, string? fault) = await AskAsync(holder, segment, cancellationToken);
                if (received is not null)
                {
                    return received;
                }

                if (fault is not null)
                {
                    liar = holder;
                    Accuse(holder.Node, segment, fault);
                }

                reasons.Add($"{holder.Node}: {fault ?? "does not have it"}");
            }
            catch (ZeroGException failure)
            {
                reasons.Add($"{holder.Node}: {failure.Message}");
            }

            _failures.AddOrUpdate(holder.Node, 1, static (_, count) => count + 1);
        }

        throw Failure(segment, reasons, liar);
    }

    private void Accuse(StorageNode node, long segment, string fault)
    {
        if (_liars.TryAdd(node, fault))
        {
            warn?.Invoke(
                $"Storage node {node} sent a wrong segment {segment} of {file.Root} ({fault}). Others are asked; do not trust it.");
        }
    }

    private IEnumerable<NodeReport> HoldersOf(long segment) => file.Holders
        .Where(holder => holder.Node.Shard.Contains((holder.Info!.Transaction.StartEntryIndex / FlowPadding.SectorsPerSegment) + segment))
        .Select((holder, index) => (Holder: holder, Turn: (index + segment) % file.Holders.Count))
        .OrderBy(item => _failures.GetValueOrDefault(item.Holder.Node))
        .ThenBy(item => item.Turn)
        .Select(item => item.Holder);

    private Task<(ReceivedSegment? Received, string? Fault)> AskAsync(
        NodeReport holder, long segment, CancellationToken cancellationToken) => withProof
        ? AskWithProofAsync(holder.Node.Client, holder.Info!.Transaction.Sequence, segment, cancellationToken)
        : AskPlainAsync(holder.Node.Client, holder.Info!.Transaction.Sequence, segment, cancellationToken);

    private async Task<(ReceivedSegment? Received, string? Fault)> AskWithProofAsync(
        StorageNodeClient node, long sequence, long segment, CancellationToken cancellationToken)
    {
        SegmentWithProof? answer = await node.DownloadSegmentWithProofBySequenceAsync(sequence, segment, cancellationToken);
        if (answer is null)
        {
            return (null, null);
        }

        string? fault = FindFault(answer, segment);
        if (fault is null)
        {
            return (new ReceivedSegment(answer.Data, answer), null);
        }

        answer.Dispose();
        return (null, fault);
    }

    private async Task<(ReceivedSegment? Received, string? Fault)> AskPlainAsync(
        StorageNodeClient node, long sequence, long segment, CancellationToken cancellationToken)
    {
        long start = segment * FlowPadding.SectorsPerSegment;
        long end = start + (file.Padding.WireLength(segment) / FlowPadding.SectorSize);
        SegmentData? answer = await node.DownloadSegmentBySequenceAsync(sequence, start, end, cancellationToken);
        if (answer is null || answer.Bytes.IsEmpty)
        {
            answer?.Dispose();
            return (null, null);
        }

        string? fault = FindLengthFault(answer.Bytes.Span, segment);
        if (fault is null)
        {
            return (new ReceivedSegment(answer.Bytes, answer), null);
        }

        answer.Dispose();
        return (null, fault);
    }

    // Together the checks of all segments say as much as the root of the whole file: no byte can differ, and none can be missing at the
    // end.
    private string? FindFault(SegmentWithProof answer, long segment) =>
        FindLengthFault(answer.Data.Span, segment)
        ?? (answer.Root != file.Root ? $"answered for root {answer.Root}"
            : answer.Index != segment ? $"answered for segment {answer.Index}"
            : answer.Proof.FindFault(
                file.Root, SegmentRoot.Compute(answer.Data.Span, segment, file.Padding), segment, file.Padding.PaddedSegments)
            ?? (answer.Proof.HasEmptyPadding(file.Padding.Segments, file.Padding.PaddedSegments) ? null
                : $"told a size of {file.Padding.Size} bytes, but its proof has more"));

    private string? FindLengthFault(ReadOnlySpan<byte> data, long segment) =>
        data.Length != file.Padding.WireLength(segment) ? $"sent {data.Length} bytes where {file.Padding.WireLength(segment)} are due"
        : data[file.Padding.FileLength(segment)..].ContainsAnyExcept((byte)0)
            ? $"told a size of {file.Padding.Size} bytes and sent more"
        : null;

    private ZeroGException Failure(long segment, List<string> reasons, NodeReport? liar) => reasons.Count == 0
        ? new ZeroGException(
            "ZgShardsIncomplete", ErrorKind.ResourceUnavailable,
            $"None of the nodes that have file {file.Root} keeps segment {segment}. Name the nodes of the missing shards too, "
            + "or use an indexer.", file.Root)
        : liar is not null
            ? new ZeroGException(
                "ZgProofInvalid", ErrorKind.SecurityError,
                $"Segment {segment} of {file.Root} failed its checks ({string.Join("; ", reasons)}). Do not trust {liar.Node}; "
                + "ask other nodes.", liar.Node.Client.Uri)
            : new ZeroGException(
                "ZgSegmentUnavailable", ErrorKind.ResourceUnavailable,
                $"No node gave segment {segment} of {file.Root} ({string.Join("; ", reasons)}). Try again later, "
                + "or ask other nodes.", file.Root);
}
