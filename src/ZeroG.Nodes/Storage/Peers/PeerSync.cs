using ZeroG.Nodes.Logging;
using ZeroG.Storage.Nodes;

namespace ZeroG.Nodes.Storage.Peers;

/// <summary>The files that are being fetched from other storage nodes, and those that were, by sequence.</summary>
internal sealed class PeerSync(
    FlowStore store, PeerNodes peers, PeerSyncOptions options, TimeProvider time, NodeLog log, StorageMetrics metrics)
    : IAsyncDisposable
{
    /// <summary>Ended files whose outcome is remembered.</summary>
    public const int RememberedFiles = 1000;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly SortedDictionary<long, Entry> _entries = [];

    // Also of those that were terminated: their last write must end before the store closes.
    private readonly List<Task> _running = [];

    /// <summary>The storage nodes that are asked.</summary>
    public IReadOnlyList<StorageNodeClient> Peers => peers.Clients;

    /// <summary>Files being fetched.</summary>
    public int ActiveCount
    {
        get
        {
            lock (_gate)
            {
                return CountActive();
            }
        }
    }

    /// <summary>Starts to fetch a file, or sectors of it; one that is being fetched goes on.</summary>
    /// <exception cref="ZeroG.Chain.JsonRpc.JsonRpcException">
    /// It cannot be, in the words of the official node where it has some.
    /// </exception>
    public void Start(long sequence, SectorRange? range)
    {
        if (range is null && !options.Enabled)
        {
            throw StorageRefusal.Internal("Disabled to sync file");
        }

        FlowTransaction file = Find(sequence);
        RequirePeers();
        if (store.StatusOf(file) is { } status)
        {
            throw StorageRefusal.Internal($"File already exists [{status}]");
        }

        long sectors = file.Padding.Sectors;
        SyncGoal goal = range is { } part ? new SyncGoal(sectors, part.Start, part.End, false) : new SyncGoal(sectors, 0, sectors, true);
        if (goal.Start >= goal.End || goal.End > sectors)
        {
            throw StorageRefusal.Internal("Invalid chunk range");
        }

        lock (_gate)
        {
            if (_entries.TryGetValue(sequence, out Entry? running) && !running.Sync.HasEnded)
            {
                return;
            }

            if (CountActive() >= options.Files)
            {
                throw StorageRefusal.Internal($"Max sync file limitation reached: {options.Files}");
            }

            ForgetOldest();
            CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
            FileSync sync = new(store, peers, file, goal, options, time, log, metrics);
            _entries[sequence] = new Entry(sync, end);
            _running.RemoveAll(task => task.IsCompleted);
            _running.Add(Task.Run(() => RunAsync(sync, end.Token)));
        }
    }

    /// <summary>Ends the fetching of a file and forgets it; false when there was none.</summary>
    public bool Terminate(long sequence)
    {
        lock (_gate)
        {
            if (!_entries.Remove(sequence, out Entry? entry))
            {
                return false;
            }

            entry.End.Cancel();
            return true;
        }
    }

    /// <summary>The storage nodes that hold a file.</summary>
    /// <exception cref="ZeroG.Chain.JsonRpc.JsonRpcException">There is no such file, or nobody to ask.</exception>
    public Task<IReadOnlyList<FileHolder>> FindAsync(long sequence, CancellationToken cancellationToken)
    {
        FlowTransaction file = Find(sequence);
        RequirePeers();
        return peers.FindAsync(file, cancellationToken);
    }

    /// <summary>What is known of one file, or of all.</summary>
    public IReadOnlyList<(long Sequence, FileSync Sync)> List(long? sequence)
    {
        lock (_gate)
        {
            return [.. _entries.Where(entry => sequence is null || entry.Key == sequence).Select(entry => (entry.Key, entry.Value.Sync))];
        }
    }

    /// <summary>Ends everything and returns when nothing writes any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        Task[] running;
        lock (_gate)
        {
            running = [.. _running];
        }

        await Task.WhenAll(running).ConfigureAwait(false);
        _stopping.Dispose();
    }

    private static async Task RunAsync(FileSync sync, CancellationToken cancellationToken)
    {
        try
        {
            await sync.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    private FlowTransaction Find(long sequence) =>
        store.Submissions.Find(sequence) ?? throw StorageRefusal.Internal("Transaction not found");

    private void RequirePeers()
    {
        if (peers.Clients.Count == 0)
        {
            throw StorageRefusal.Internal("No peers to sync from: name storage nodes with -Peer");
        }
    }

    private int CountActive() => _entries.Values.Count(entry => !entry.Sync.HasEnded);

    private void ForgetOldest()
    {
        if (_entries.Count >= RememberedFiles && _entries.FirstOrDefault(entry => entry.Value.Sync.HasEnded) is { Value: not null } old)
        {
            _entries.Remove(old.Key);
        }
    }

    private sealed record Entry(FileSync Sync, CancellationTokenSource End);
}
