using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Nodes.JsonRpc;
using ZeroG.Nodes.Logging;
using ZeroG.Storage.Nodes;

namespace ZeroG.Nodes.Storage;

/// <summary>
/// The way of a segment into the node: checked, then stored under its submission, or pooled when the chain has not told of that yet.
/// Segments of one call are stored together, so they share a flush.
/// </summary>
internal sealed class SegmentUpload(FlowStore store, UploadPool pool, UploadLimits limits, StorageMetrics metrics, NodeLog log)
    : IDisposable
{
    // Of a file in the pool, at 256 KiB each.
    private const int ClaimedAtOnce = 16;

    private readonly WritingSlots _slots = new(limits);

    /// <summary>Stores segments in their order and stops at the first that is refused; those before it are kept.</summary>
    /// <param name="segments">As they came.</param>
    /// <param name="sequence">The submission they are for; null to find it by root.</param>
    /// <param name="skipPresent">Whether a segment that is there already is fine; otherwise it is refused.</param>
    /// <param name="cancellationToken">Ends the wait for a slot; what is being written is finished.</param>
    /// <exception cref="JsonRpcException">A refusal in the words of the storage specification, section 3.4.</exception>
    public async Task PutAsync(
        IReadOnlyList<SegmentWithProof> segments, long? sequence, bool skipPresent, CancellationToken cancellationToken)
    {
        int end;
        for (int start = 0; start < segments.Count; start = end)
        {
            (int first, Hash256 root) = (start, segments[start].Root);
            for (end = start + 1; end < segments.Count && segments[end].Root == root; end++)
            {
            }

            int last = end;
            try
            {
                await _slots.RunAsync(root, () => Put(segments, first, last, sequence, skipPresent), cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (IOException failure)
            {
                StorageNodeLog.DiskRefused(log, failure);
                throw StorageRefusal.NotStored;
            }
        }
    }

    /// <summary>Moves what the pool holds of a file under its submission; segments that do not fit its size are dropped.</summary>
    public void Claim(FlowTransaction transaction)
    {
        foreach (IncomingSegment[] part in pool.Read(transaction.Root).Chunk(ClaimedAtOnce))
        {
            IncomingSegment[] fitting =
                [.. part.Where(segment => Fits(transaction, segment) && store.TryBegin(transaction, segment.Index))];
            if (fitting.Length > 0 && !store.Store(transaction, fitting))
            {
                // Taken back by the chain meanwhile: they wait on for the submission to come again.
                return;
            }

            pool.Remove(transaction.Root, [.. part.Select(segment => segment.Index)]);
        }
    }

    public void Dispose() => _slots.Dispose();

    private static bool Fits(FlowTransaction transaction, IncomingSegment segment) =>
        segment.Index < transaction.Padding.Segments && segment.Data.Length == transaction.Padding.WireLength(segment.Index);

    private void Put(IReadOnlyList<SegmentWithProof> segments, int start, int end, long? sequence, bool skipPresent)
    {
        FlowTransaction? current = null;
        List<IncomingSegment> accepted = [];
        try
        {
            for (int i = start; i < end; i++)
            {
                SegmentWithProof segment = segments[i];
                FlowTransaction? transaction =
                    sequence is { } number ? store.Submissions.Find(number) : store.Submissions.Find(segment.Root, needAvailable: false);
                if (transaction?.Sequence != current?.Sequence)
                {
                    Flush(current, accepted);
                    current = transaction;
                }

                Accept(segment, transaction, skipPresent, accepted);
            }
        }
        finally
        {
            // Also when one was refused: those before it have been taken.
            Flush(current, accepted);
        }
    }

    private void Accept(SegmentWithProof segment, FlowTransaction? transaction, bool skipPresent, List<IncomingSegment> accepted)
    {
        bool isPooled = pool.CountOf(segment.Root) is not null;
        if (isPooled && transaction is not null && transaction.Root == segment.Root)
        {
            Claim(transaction);
            isPooled = false;
        }

        FileStatus? status = transaction is null ? null : store.StatusOf(transaction);
        if (SegmentCheck.FindFault(segment, transaction, status, isPooled, pool.LargestFile) is { } fault)
        {
            throw fault;
        }

        IncomingSegment incoming = new(segment.Index, segment.Data, StoredProof.ToBytes(segment.Proof));
        if (transaction is null)
        {
            AddToPool(segment, incoming);
        }
        else if (store.TryBegin(transaction, segment.Index))
        {
            accepted.Add(incoming);
        }
        else if (!skipPresent)
        {
            throw StorageRefusal.Other(StorageRefusal.AlreadyUploaded);
        }
    }

    private void AddToPool(SegmentWithProof segment, IncomingSegment incoming)
    {
        if (pool.Add(segment.Root, incoming, JsonRpcCaller.Client) is { } refusal)
        {
            throw StorageRefusal.Other(refusal);
        }

        metrics.Received(1, segment.Data.Length);

        // The submission may have come between the look-up and the pool; nobody else would claim the segment then.
        if (store.Submissions.Find(segment.Root, needAvailable: false) is { } transaction)
        {
            Claim(transaction);
        }
    }

    private void Flush(FlowTransaction? transaction, List<IncomingSegment> accepted)
    {
        if (transaction is null || accepted.Count == 0)
        {
            return;
        }

        IncomingSegment[] segments = [.. accepted];
        accepted.Clear();
        if (!store.Store(transaction, segments))
        {
            throw StorageRefusal.Other(StorageRefusal.TransactionReverted);
        }

        metrics.Received(segments.Length, segments.Sum(segment => (long)segment.Data.Length));
    }
}
