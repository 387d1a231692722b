using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Nodes.Logging;
using ZeroG.Storage.Files;
using ZeroG.Storage.Nodes;

namespace ZeroG.Nodes.Storage.Peers;

/// <summary>
/// Fetches the missing segments of one file from the storage nodes that hold it. Each segment is proved against the root of the chain's
/// submission before it is stored, exactly as one that a client uploads.
/// </summary>
internal sealed class FileSync(
    FlowStore store, PeerNodes peers, FlowTransaction file, SyncGoal goal, PeerSyncOptions options, TimeProvider time, NodeLog log,
    StorageMetrics metrics)
{
    // Segments on their way at the same time; they share a flush.
    private const int SegmentsAtOnce = 4;

    private readonly long _since = time.GetTimestamp();
    private SyncState _state = SyncState.Finding;
    private long _entered = time.GetTimestamp();
    private long _next = goal.Start;
    private int _failures;

    /// <summary>The sectors that are fetched.</summary>
    public SyncGoal Goal => goal;

    /// <summary>The first sector that may still be missing.</summary>
    public long Next => Volatile.Read(ref _next);

    /// <summary>Whole seconds since the start.</summary>
    public long ElapsedSeconds => (long)time.GetElapsedTime(_since).TotalSeconds;

    /// <summary>The state in the words of the official node.</summary>
    public string State => Volatile.Read(ref _state).Describe((long)time.GetElapsedTime(Volatile.Read(ref _entered)).TotalSeconds);

    /// <summary>Whether it is over, well or not.</summary>
    public bool HasEnded => Volatile.Read(ref _state).IsLast;

    /// <summary>Nodes that hold the file.</summary>
    public int HolderCount { get; private set; }

    /// <summary>Works until the goal is reached or there is no hope; only a cancellation comes out as an exception.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        PeerLog.Started(log, file, peers.Clients.Count);
        SyncState end;
        try
        {
            end = await FetchAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The disk, most likely: the file stays as it is and can be fetched again.
            end = SyncState.Failed($"DBError(\"{failure.Message}\")");
        }

        Enter(end);
        PeerLog.Ended(log, file, State);
    }

    private async Task<SyncState> FetchAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<FileHolder> holders = await peers.FindAsync(file, cancellationToken).ConfigureAwait(false);
        HolderCount = holders.Count;
        long first = goal.Start / FlowPadding.SectorsPerSegment;
        long last = (goal.End - 1) / FlowPadding.SectorsPerSegment;
        List<long> group = [];
        for (long index = first; index <= last; index++)
        {
            if (store.Shard.Contains(file.FlowSegmentOf(index)) && store.GetProof(file, index) is null)
            {
                group.Add(index);
            }

            if (group.Count == SegmentsAtOnce || (index == last && group.Count > 0))
            {
                if (await TakeGroupAsync(holders, group, cancellationToken).ConfigureAwait(false) is { } end)
                {
                    return end;
                }

                group.Clear();
            }

            Volatile.Write(ref _next, Math.Min(goal.End, (index + 1) * FlowPadding.SectorsPerSegment));
        }

        return SyncState.Completed;
    }

    private async Task<SyncState?> TakeGroupAsync(
        IReadOnlyList<FileHolder> holders, List<long> indices, CancellationToken cancellationToken)
    {
        long from = indices[0] * FlowPadding.SectorsPerSegment;
        long to = Math.Min(file.Padding.Sectors, (indices[^1] + 1) * FlowPadding.SectorsPerSegment);
        SegmentWithProof?[] segments = [];
        try
        {
            Task<SegmentWithProof?>[] fetches = [.. indices.Select(index => FetchAsync(holders, index, from, to, cancellationToken))];
            segments = await WhenAllAsync(fetches).ConfigureAwait(false);
            if (segments.Contains(null))
            {
                return SyncState.Failed(_failures > 0 ? $"RequestFailures({_failures})" : "TimeoutFindFile");
            }

            return Put(segments!) ? null : SyncState.Failed($"TxReverted({file.Sequence})");
        }
        finally
        {
            foreach (SegmentWithProof? segment in segments)
            {
                segment?.Dispose();
            }
        }
    }

    // Waits for all of them, so that the buffers of those that came are given back when one is cancelled.
    private static async Task<SegmentWithProof?[]> WhenAllAsync(Task<SegmentWithProof?>[] fetches)
    {
        try
        {
            return await Task.WhenAll(fetches).ConfigureAwait(false);
        }
        catch
        {
            foreach (Task<SegmentWithProof?> fetch in fetches)
            {
                if (fetch.IsCompletedSuccessfully)
                {
                    (await fetch.ConfigureAwait(false))?.Dispose();
                }
            }

            throw;
        }
    }

    /// <summary>A proved segment from the first node that has one; null when none has, or too much went wrong.</summary>
    private async Task<SegmentWithProof?> FetchAsync(
        IReadOnlyList<FileHolder> holders, long index, long from, long to, CancellationToken cancellationToken)
    {
        FileHolder[] candidates = [.. holders.Where(holder => holder.Shard.Contains(file.FlowSegmentOf(index)))];
        for (int i = 0; i < candidates.Length && Volatile.Read(ref _failures) < options.Failures; i++)
        {
            // Begins with another one for each segment, so that the nodes share the work.
            StorageNodeClient peer = candidates[(int)((index + i) % candidates.Length)].Client;
            Enter(SyncState.Downloading(peer.ToString(), from, to));
            (SegmentWithProof? segment, string? fault) = await TryFetchAsync(peer, index, cancellationToken).ConfigureAwait(false);
            if (fault is null)
            {
                Volatile.Write(ref _failures, 0);
                return segment;
            }

            Interlocked.Increment(ref _failures);
            PeerLog.SegmentRefused(log, peer, file, index, fault);
        }

        return null;
    }

    private async Task<(SegmentWithProof? Segment, string? Fault)> TryFetchAsync(
        StorageNodeClient peer, long index, CancellationToken cancellationToken)
    {
        SegmentWithProof? segment;
        try
        {
            segment = await peer.DownloadSegmentWithProofBySequenceAsync(file.Sequence, index, cancellationToken).ConfigureAwait(false);
        }
        catch (ZeroGException failure)
        {
            return (null, failure.Message);
        }

        if (segment is null)
        {
            return (null, "it does not have it.");
        }

        JsonRpcException? wrong = SegmentCheck.FindFault(segment, file, null, isPooled: false);
        if (wrong is null && segment.Index == index)
        {
            return (segment, null);
        }

        segment.Dispose();
        string why = wrong is null ? "another index" : $"{wrong.RemoteMessage} {wrong.RemoteData}".Trim();
        return (null, $"it is not the right one ({why}).");
    }

    private bool Put(SegmentWithProof[] segments)
    {
        // Whoever stored one meanwhile, a client for example, has done the work.
        IncomingSegment[] claimed =
        [
            .. segments
                .Where(segment => store.TryBegin(file, segment.Index))
                .Select(segment => new IncomingSegment(segment.Index, segment.Data, StoredProof.ToBytes(segment.Proof))),
        ];
        bool stored = claimed.Length == 0 || store.Store(file, claimed);
        metrics.Synced(stored ? claimed.Length : 0);
        return stored;
    }

    private void Enter(SyncState state)
    {
        Volatile.Write(ref _entered, time.GetTimestamp());
        Volatile.Write(ref _state, state);
    }
}
