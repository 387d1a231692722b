using System.Collections.Concurrent;
using System.Numerics;
using ZeroG.Chain;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Submissions;

namespace ZeroG.Storage.Transfer;

/// <summary>
/// The story of each file of one upload: open, hash, ask the nodes what they have, pay or find the earlier payment, send, wait for the
/// finality asked. Any number of files go through it at once; what they share (hashing, questions, the cashier, requests) is bounded.
/// </summary>
internal sealed class UploadRun : IDisposable
{
    // Units in flight hold their trees: 64 bytes for each segment of 256 KiB, so 64 MiB.
    private const long BytesInFlight = 256L << 30;

    private readonly IFlow _flow;
    private readonly UploadNodes _nodes;
    private readonly SubmissionJournal _journal;
    private readonly UploadOptions _options;
    private readonly TimeProvider _time;
    private readonly IProgress<TransferProgress>? _progress;
    private readonly ByteProgress _hashed;
    private readonly TransferLanes _lanes;
    private readonly ByteBudget _bytes = new(BytesInFlight);
    private readonly LogWatch _log;
    private readonly Cashier _cashier;
    private readonly Delivery _delivery;

    // What this run stores itself, its nodes know.
    private readonly Lazy<long> _lastEntry;
    private readonly ConcurrentDictionary<SubmittedFile, Task<StoredUnit?>> _inFlight = new();

    public UploadRun(
        IFlow flow, NodeSet nodes, SubmissionJournal journal, UploadOptions options, TimeProvider time,
        IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        _flow = flow;
        _nodes = new UploadNodes(nodes, flow, time, progress, cancellationToken);
        _journal = journal;
        _lastEntry = new Lazy<long>(() => journal.LastEntry);
        _options = options;
        _time = time;
        _progress = progress;
        _hashed = new ByteProgress(progress, TransferPhase.Hashing);
        _lanes = new TransferLanes(options.ThrottleLimit);
        ByteProgress sent = new(progress, TransferPhase.Sending);
        _cashier = new Cashier(flow, journal, options, new EarlyDelivery(_nodes, options, _lanes, sent), progress);
        _log = new LogWatch(_nodes, _lanes, time);
        _delivery = new Delivery(_nodes, options, _lanes, _log, time, sent, progress);
    }

    /// <summary>Pays for what the files need, until it is cancelled.</summary>
    public Task PayAsync(CancellationToken cancellationToken) => _cashier.RunAsync(cancellationToken);

    /// <summary>No further file will come.</summary>
    public void CloseInput() => _cashier.Window.Close();

    /// <summary>Announces a file, so that those before it wait a moment to be paid with it.</summary>
    public PaymentTicket Announce() => new(_cashier.Window);

    /// <summary>Stores one file.</summary>
    /// <param name="item">The file.</param>
    /// <param name="ticket">From <see cref="Announce"/>; used up.</param>
    /// <param name="cancellationToken">Stops at once; what was sent or paid stays.</param>
    /// <exception cref="ZeroGException">It is not stored.</exception>
    public async Task<UploadResult> StoreAsync(UploadItem item, PaymentTicket ticket, CancellationToken cancellationToken)
    {
        using PaymentTicket own = ticket;
        long start = _time.GetTimestamp();
        string name;
        string? path;
        long size;
        string? encryption;
        using (FileSource source = item.Open())
        {
            (name, path, size, encryption) = (source.Name, source.Path, source.Size, source.Encryption);
        }

        _hashed.Expect(size);
        FragmentPlan plan = new(size, _options.FragmentSize);
        StoredUnit[] units = plan.Count == 1
            ? [await StoreUnitAsync(new UploadUnit(item, name, size, 0, size), plan, ticket, cancellationToken)]
            : await StoreFragmentsAsync(item, name, size, plan, ticket, cancellationToken);
        LogPlace[] paid = [.. units.Select(unit => unit.Place).Where(place => place.Transaction is not null)];
        return new UploadResult
        {
            Name = name,
            Path = path,
            Size = size,
            Encryption = encryption,
            Root = units[0].Root,
            Roots = new FileRoots(units.Select(unit => unit.Root)),
            Sequence = units[0].Place.Sequence,
            Transaction = paid.FirstOrDefault()?.Transaction,
            Block = paid.FirstOrDefault()?.Block,
            Fee = paid.Aggregate(TokenAmount.Zero, (sum, place) => sum + place.Fee),
            GasFee = paid.Aggregate(TokenAmount.Zero, (sum, place) => sum + place.GasFee),
            Network = _flow.Network,
            Node = new NodeAddresses(units.SelectMany(unit => unit.Nodes).Select(node => node.Client.Uri).Distinct()),
            State = units.Max(unit => unit.State),
            CreatedAt = _time.GetUtcNow(),
            Duration = _time.GetElapsedTime(start),
        };
    }

    public void Dispose()
    {
        _cashier.Dispose();
        _log.Dispose();
        _nodes.Dispose();
        _lanes.Dispose();
    }

    /// <summary>Stores the fragments of a large file, as many at once as one transaction pays for. The first failure ends all.</summary>
    private async Task<StoredUnit[]> StoreFragmentsAsync(
        UploadItem item, string name, long size, FragmentPlan plan, PaymentTicket ticket, CancellationToken cancellationToken)
    {
        // The file's own announcement stands until its fragments, or as many as one transaction pays for, have made theirs.
        long left = Math.Min(plan.Count, _options.BatchSize);
        StoredUnit[] units = new StoredUnit[plan.Count];
        ParallelOptions window = new() { MaxDegreeOfParallelism = _options.BatchSize, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, plan.Count, window, async (index, token) =>
        {
            (long offset, long length) = plan[index];
            UploadUnit unit = new(item, $"{name} (fragment {index + 1} of {plan.Count})", size, offset, length);
            using PaymentTicket own = Announce();
            if (Interlocked.Decrement(ref left) == 0)
            {
                ticket.Withdraw();
            }

            units[index] = await StoreUnitAsync(unit, plan, own, token);
        });
        return units;
    }

    private async Task<StoredUnit> StoreUnitAsync(
        UploadUnit unit, FragmentPlan plan, PaymentTicket ticket, CancellationToken cancellationToken)
    {
        await _bytes.TakeAsync(unit.Size, cancellationToken);
        try
        {
            FileTree tree = await _lanes.HashAsync(() => HashAsync(unit, cancellationToken), cancellationToken);
            return await StoreOnceAsync(unit, tree, plan, ticket, cancellationToken);
        }
        finally
        {
            _bytes.Return(unit.Size);
        }
    }

    private async Task<FileTree> HashAsync(UploadUnit unit, CancellationToken cancellationToken)
    {
        using OpenUnit open = unit.Open();
        FileTree tree = await FileTree.BuildAsync(open.Source, _hashed.OfOneFile(), cancellationToken);
        open.Source.ThrowIfChanged();
        return tree;
    }

    /// <summary>Equal units of one run are stored once; the others wait, and take over when the first one fails.</summary>
    private async Task<StoredUnit> StoreOnceAsync(
        UploadUnit unit, FileTree tree, FragmentPlan plan, PaymentTicket ticket, CancellationToken cancellationToken)
    {
        SubmittedFile file = UploadUnit.FileOf(tree);
        TaskCompletionSource<StoredUnit?> mine = new(TaskCreationOptions.RunContinuationsAsynchronously);
        for (Task<StoredUnit?> first; (first = _inFlight.GetOrAdd(file, mine.Task)) != mine.Task;)
        {
            ticket.Withdraw();
            if (await first.WaitAsync(cancellationToken) is { } stored)
            {
                return stored with { Place = new LogPlace(stored.Place.Sequence), State = UploadState.AlreadyStored };
            }
        }

        StoredUnit? result = null;
        try
        {
            ticket.Announce();
            return result = await StoreAsync(unit, tree, plan, ticket, cancellationToken);
        }
        finally
        {
            // With a new entry asked for each file, equal files of one run still share theirs; otherwise the nodes know it from now on.
            if (result is null || _options.SkipIfExists)
            {
                _inFlight.TryRemove(file, out _);
            }

            mine.SetResult(result);
        }
    }

    private async Task<StoredUnit> StoreAsync(
        UploadUnit unit, FileTree tree, FragmentPlan plan, PaymentTicket ticket, CancellationToken cancellationToken)
    {
        SubmittedFile file = UploadUnit.FileOf(tree);
        _progress?.Report(new TransferProgress(
            TransferPhase.Asking, Detail: $"Asking {_nodes.Current.Count} nodes for {tree.Root} ({unit.Name})."));
        await _nodes.CheckAsync();
        long mark = _journal.Mark;
        PendingSubmission? unfinished = _journal.Find(file);
        StorageTransaction? known = null;
        if (_options.SkipIfExists && unfinished is null)
        {
            IReadOnlyList<NodeReport> reports = await AskAsync(file, _lastEntry.Value, cancellationToken);
            known = EntryOf(reports, file);
            if (known is not null && reports.All(report => report.Info is { Finalized: true } info && info.Transaction.Size == file.Size))
            {
                return new StoredUnit(
                    tree.Root, new LogPlace(known.Sequence), UploadState.AlreadyStored, [.. reports.Select(report => report.Node)]);
            }
        }

        LogPlace place = known is not null
            ? new LogPlace(known.Sequence)
            : await PayAsync(unit, tree, plan.PaddedSectors, mark, ticket, cancellationToken);
        ticket.Withdraw();
        EntryWatch entry = new(place, LocateAsync, _time);
        IReadOnlyList<StorageNode> keepers = await DeliverAsync(unit, tree, entry, cancellationToken);
        place = entry.Place;
        if (place.Pending is { } seenToItsEnd)
        {
            _journal.Forget(seenToItsEnd, file, place.Sequence);
        }

        UploadState state = _options.Finality == FinalityLevel.FileFinalized ? UploadState.Finalized : UploadState.Packed;
        return new StoredUnit(tree.Root, place, state, keepers);

        // Who has paid waits for the payment's block once more, which sends it again if it has left the chain; others ask the nodes.
        async Task<LogPlace?> LocateAsync(LogPlace last)
        {
            if (last.Pending is null)
            {
                return EntryOf(await AskAsync(file, -1, cancellationToken), file) is { } found ? new LogPlace(found.Sequence) : null;
            }

            ticket.Announce();
            return await PayAsync(unit, tree, plan.PaddedSectors, mark, ticket, cancellationToken, isPaid: true);
        }
    }

    /// <summary>Sends what is missing. A failure says that the payment is not lost.</summary>
    private async Task<IReadOnlyList<StorageNode>> DeliverAsync(
        UploadUnit unit, FileTree tree, EntryWatch entry, CancellationToken cancellationToken)
    {
        try
        {
            return await _delivery.DeliverAsync(unit, tree, entry, cancellationToken);
        }
        catch (ZeroGException failure) when (
            entry.Place.Transaction is not null && failure.ErrorId is not ("ZgFileChanged" or "ZgSubmissionReverted"))
        {
            throw new ZeroGException(
                failure.ErrorId, failure.Kind,
                $"{failure.Message} It is paid for in transaction {entry.Place.Transaction}: the same command goes on and does not pay "
                    + "again.",
                failure.Target, failure);
        }
    }

    private async Task<LogPlace> PayAsync(
        UploadUnit unit, FileTree tree, BigInteger wholeSectors, long mark, PaymentTicket ticket, CancellationToken cancellationToken,
        bool isPaid = false)
    {
        SubmittedFile file = UploadUnit.FileOf(tree);
        PaymentRequest request = new(
            unit, tree, _options.Tags, wholeSectors, mark,
            async () => EntryOf(await AskAsync(file, _journal.LastEntry, cancellationToken), file))
        {
            IsPaid = isPaid,
        };
        ticket.Add(request);
        LogPlace place = await request.Place.WaitAsync(cancellationToken);
        await request.Early.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return place;
    }

    /// <summary>Asks the nodes for a file, those that can know what was paid from here.</summary>
    private async Task<IReadOnlyList<NodeReport>> AskAsync(SubmittedFile file, long lastEntry, CancellationToken cancellationToken)
    {
        await _nodes.ReadLogAsync(lastEntry, _options.Timeout, cancellationToken);
        return await _nodes.AskAsync(
            set => _lanes.AskAsync(() => set.FindAsync(file.Root, cancellationToken), cancellationToken), cancellationToken);
    }

    /// <summary>The entry that nodes know of a file. One with the same root and another size is another file.</summary>
    private static StorageTransaction? EntryOf(IEnumerable<NodeReport> reports, SubmittedFile file) =>
        reports.Select(report => report.Info?.Transaction).FirstOrDefault(entry => entry?.Size == file.Size);
}
