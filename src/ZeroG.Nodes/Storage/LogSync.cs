using ZeroG.Chain;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.Storage;

/// <summary>
/// Brings the submissions of the chain to the store: page after page up to the newest confirmed block, then on as blocks come. Before each
/// page the last block read is looked up again; if the chain has another one there, everything since the last common block is taken back
/// first.
/// </summary>
internal sealed class LogSync
{
    /// <summary>How often a log that misses submissions is read again before it counts as broken.</summary>
    public const int MaximumRereads = 10;

    // Machines behind one address of a public chain lag seconds behind each other; a chain that is shorter for longer than this is shorter.
    private static readonly TimeSpan LongestLag = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan DiskPause = TimeSpan.FromSeconds(5);

    private readonly IFlowLogSource _source;
    private readonly FlowStore _store;
    private readonly UploadPool _pool;
    private readonly SegmentUpload _upload;
    private readonly LogSyncOptions _options;
    private readonly NodeLog _log;
    private readonly TaskCompletionSource _caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long? _missingSince;
    private long _head = -1;
    private int _rereads;

    public LogSync(IFlowLogSource source, FlowStore store, UploadPool pool, SegmentUpload upload, LogSyncOptions options, NodeLog log)
    {
        _source = source;
        _store = store;
        _pool = pool;
        _upload = upload;
        _options = options;
        _log = log;
    }

    /// <summary>Ends when the newest confirmed block has been read for the first time.</summary>
    public Task CaughtUp => _caughtUp.Task;

    /// <summary>Newest block that the chain has shown; -1 before the first look.</summary>
    public long Head => Volatile.Read(ref _head);

    /// <summary>
    /// Follows the chain until cancelled. Faults of connection and disk are logged and tried again; anything else ends it.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        ClaimPooled();
        while (true)
        {
            try
            {
                while (await StepAsync(cancellationToken).ConfigureAwait(false))
                {
                    await Task.Delay(_options.PageDelay, _options.Time, cancellationToken).ConfigureAwait(false);
                }

                _caughtUp.TrySetResult();
            }
            catch (ZeroGException failure) when (failure.Kind is not ErrorKind.InvalidData)
            {
                StorageNodeLog.ChainUnreachable(_log, failure);
            }
            catch (IOException failure)
            {
                // A full disk is no reason to end: what is there can still be read, and room may come.
                StorageNodeLog.DiskRefused(_log, failure);
                await Task.Delay(DiskPause, _options.Time, cancellationToken).ConfigureAwait(false);
            }

            await Task.Delay(_options.PollInterval, _options.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads one page, or takes back what a reorganisation has removed; false when there is nothing to do just now.</summary>
    /// <exception cref="ZeroGException"><c>ZgLogGap</c>: the log does not continue what the store has.</exception>
    public async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        long newest = await _source.GetHeadAsync(cancellationToken).ConfigureAwait(false);
        Volatile.Write(ref _head, newest);
        long head = newest - _options.Confirmations;
        if (_store.Submissions.Progress is { } progress)
        {
            Hash256? hash = await _source.GetBlockHashAsync(progress.Number, cancellationToken).ConfigureAwait(false);
            if (hash is null && !IsGone(progress.Number, newest))
            {
                return false;
            }

            _missingSince = null;
            if (hash != progress.Hash)
            {
                return await RollBackAsync(progress, newest, cancellationToken).ConfigureAwait(false);
            }
        }

        long first = _store.Submissions.Progress?.Number + 1 ?? _options.StartBlock;
        long last = Math.Min(head, first + _options.PageSize - 1);
        if (last < first)
        {
            return false;
        }

        Hash256? before = await _source.GetBlockHashAsync(last, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<FlowSubmission> submissions = await _source.GetSubmissionsAsync(first, last, cancellationToken).ConfigureAwait(false);
        if (before is { } end && await _source.GetBlockHashAsync(last, cancellationToken).ConfigureAwait(false) == end)
        {
            return Take(submissions, new SyncPoint(last, end));
        }

        // The chain changed under the page: it is read again.
        return true;
    }

    /// <summary>
    /// Whether a block that was read and is not shown now has left the chain. Taking back drops data, so a machine that merely lags behind
    /// the one that answered before must not pass for a reorganisation.
    /// </summary>
    private bool IsGone(long number, long newest)
    {
        if (number <= newest)
        {
            // The chain has a block of that number: another machine answered.
            return false;
        }

        _missingSince ??= _options.Time.GetTimestamp();

        // Without confirmations it is a chain of this machine, which has one truth.
        return _options.Confirmations == 0 || _options.Time.GetElapsedTime(_missingSince.Value) >= LongestLag;
    }

    private bool Take(IReadOnlyList<FlowSubmission> submissions, SyncPoint end)
    {
        long expected = _store.Submissions.NextSequence;
        FlowTransaction[] transactions = [.. submissions.Select(submission => submission.Transaction)];
        if (transactions.Length > 0 && transactions[0].Sequence != expected)
        {
            if (transactions[0].Sequence > expected && Rewind(expected))
            {
                return false;
            }

            throw new ZeroGException(
                "ZgLogGap", ErrorKind.InvalidData,
                $"Block {transactions[0].Block} holds submission {transactions[0].Sequence}, but this node has all up to {expected - 1}. "
                + "Start at the block in which the Flow contract was deployed, with an empty data folder if this one is another network's.",
                transactions[0].Block);
        }

        _rereads = transactions.Length > 0 ? 0 : _rereads;
        SyncPoint[] blocks = [.. submissions.Select(submission => submission.Block).Distinct()];
        foreach (FlowTransaction stored in Append(transactions, blocks, end))
        {
            StorageNodeLog.SubmissionSeen(_log, stored);
            _upload.Claim(stored);
        }

        return true;
    }

    private IReadOnlyList<FlowTransaction> Append(FlowTransaction[] transactions, SyncPoint[] blocks, SyncPoint end)
    {
        try
        {
            return _store.Submissions.Append(transactions, blocks, end);
        }
        catch (InvalidDataException impossible)
        {
            throw new ZeroGException(
                "ZgLogInvalid", ErrorKind.InvalidData,
                $"The log up to block {end.Number} is none that a Flow contract writes: {impossible.Message} "
                + "Use another node of the chain.",
                end.Number, impossible);
        }
    }

    /// <summary>
    /// Goes back to the last block with a submission, since a machine that lags shows blocks beyond its own as empty; false when nothing
    /// was read since, or that was tried often enough.
    /// </summary>
    private bool Rewind(long nextSequence)
    {
        if (_store.Submissions.Progress is not { } progress || _rereads >= MaximumRereads)
        {
            return false;
        }

        SyncPoint? last = null;
        foreach ((SyncPoint block, _) in _store.Submissions.BlocksFrom(progress.Number))
        {
            last = block;
            break;
        }

        _rereads++;
        _store.Revert(nextSequence, last, (_, _) => { });
        return true;
    }

    /// <summary>
    /// False when the machine that answers does not show what is needed to find the common block; nothing is taken back then.
    /// </summary>
    private async Task<bool> RollBackAsync(SyncPoint progress, long newest, CancellationToken cancellationToken)
    {
        SyncPoint? common = null;
        long nextSequence = 0;
        foreach ((SyncPoint block, long next) in _store.Submissions.BlocksFrom(progress.Number))
        {
            Hash256? hash = await _source.GetBlockHashAsync(block.Number, cancellationToken).ConfigureAwait(false);
            if (hash is null && block.Number <= newest)
            {
                return false;
            }

            if (hash == block.Hash)
            {
                common = block;
                nextSequence = next;
                break;
            }
        }

        StorageNodeLog.Reorganised(_log, nextSequence, common);
        Hash256? dropped = null;
        _store.Revert(nextSequence, common, (file, segment) =>
        {
            if (file.Size <= _pool.LargestKept && _pool.Keep(file.Root, segment))
            {
                return;
            }

            if (dropped != file.Root)
            {
                dropped = file.Root;
                StorageNodeLog.SegmentsDropped(_log, file.Root, file.Size);
            }
        });
        return true;
    }

    // Segments whose submission had come, but which the last process did not get to move.
    private void ClaimPooled()
    {
        foreach (Hash256 root in _pool.Roots)
        {
            if (_store.Submissions.Find(root, needAvailable: false) is { } transaction)
            {
                _upload.Claim(transaction);
            }
        }
    }
}
