using ZeroG.Chain;

namespace ZeroG.Storage.Submissions;

/// <summary>
/// Remembers on disk which submissions were signed and not yet seen to their end, so that neither a crash nor a second process pays for a
/// file twice. One file of lines for each chain and contract, which all processes share; a look costs the same with one entry as with ten
/// thousand. <see cref="FlowClient.OpenJournalAsync"/> opens the right one.
/// </summary>
public sealed class SubmissionJournal : IDisposable
{
    // A file of this size is worth to be written anew when most of it is about payments that have come to their end.
    private const long LargeFile = 16 << 20;
    private const int LargeShare = 4;

    // Files that came to their end, kept in memory to answer whether one did since a mark.
    private const int MaxSettled = 1 << 16;

    // Longer than signing and sending take, retries and the wait for a nonce included.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private readonly string _folder;
    private readonly JournalFile _file;
    private readonly LastEntry _last;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<SubmittedFile, Entry> _entries = [];
    private readonly Dictionary<SubmittedFile, long> _settled = [];
    private long _settledCount;
    private long _unknownBefore;
    private long _liveBytes;
    private FormatException? _damage;

    /// <summary>Opens the journal of a contract.</summary>
    /// <param name="stateFolder">The folder for state of this kind; made when missing.</param>
    /// <param name="chainId">Id of the chain.</param>
    /// <param name="flow">Address of the contract.</param>
    /// <param name="genesis">
    /// Hash of the chain's first block, where chains come and go under one id: what one of them was paid means nothing to the next. Null
    /// for a chain that its id names for good.
    /// </param>
    /// <param name="timeProvider">Clock for waiting until another process is done; null for the system's.</param>
    /// <exception cref="ZeroGException"><c>ZgJournalUnwritable</c>.</exception>
    public SubmissionJournal(string stateFolder, long chainId, Address flow, Hash256? genesis = null, TimeProvider? timeProvider = null)
    {
        _folder = Path.Combine(stateFolder, $"{chainId}-{flow.ToLowerString()}");
        _time = timeProvider ?? TimeProvider.System;
        _file = new JournalFile(Path.Combine(_folder, genesis is { } first ? $"journal-{first}.jsonl" : "journal.jsonl"), _time);
        _last = new LastEntry(_file.Path + ".last");
        try
        {
            OwnerOnlyFile.CreateFolder(_folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(_folder, exception);
        }
    }

    /// <summary>How many files have come to their end; a mark for <see cref="HasSettledSince"/>.</summary>
    public long Mark => Look(() => _settledCount);

    /// <summary>
    /// The newest entry of the log that any process here has seen stored; -1 for none. Nodes that have not read the log so far may not yet
    /// know what was paid from here.
    /// </summary>
    public long LastEntry => _file.Use(_ => _last.Read());

    /// <summary>
    /// Waits for the right to look and pay: nobody else, in this or another process, has it until the result is disposed. It is held while
    /// signing and sending, never while waiting for the chain.
    /// </summary>
    /// <exception cref="ZeroGException">
    /// <c>ZgJournalBusy</c>: another process keeps its turn for minutes. <c>ZgJournalUnwritable</c>.
    /// </exception>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            string path = Path.Combine(_folder, "journal.lock");
            FileStream file = await ExclusiveFile.OpenAsync(
                path, LongestWait, _time,
                () => new ZeroGException(
                    "ZgJournalBusy", ErrorKind.ResourceBusy,
                    $"Another process has been paying for an upload for {LongestWait.TotalMinutes} minutes. End it, then try again.",
                    _folder),
                failure => Unwritable(path, failure), cancellationToken);
            return new Turn(file, _turn);
        }
        catch
        {
            _turn.Release();
            throw;
        }
    }

    /// <summary>The submission of a file that was not yet seen to its end; null when there is none.</summary>
    /// <exception cref="ZeroGException"><c>ZgJournalDamaged</c>: there is a record that cannot be read.
    /// <c>ZgJournalUnwritable</c>, <c>ZgJournalBusy</c>.</exception>
    public PendingSubmission? Find(SubmittedFile file) => _file.Use(access =>
    {
        TakeIn(access);
        return _entries.TryGetValue(file, out Entry? entry)
            ? JournalRecord.ReadPending(access.Read(entry.Position, entry.Length))
            : null;
    });

    /// <summary>
    /// A submission as the journal has it now, with versions that other processes have signed; null when all its files have come to their
    /// end.
    /// </summary>
    /// <exception cref="ZeroGException">As for <see cref="Find"/>.</exception>
    public PendingSubmission? FindAgain(PendingSubmission pending) => _file.Use(access =>
    {
        TakeIn(access);
        return EntryOf(pending) is { } entry ? JournalRecord.ReadPending(access.Read(entry.Position, entry.Length)) : null;
    });

    /// <summary>
    /// Whether a file may have come to its end, by whatever process, since the mark was taken. Who asked the nodes for it before then has
    /// an answer that no longer holds.
    /// </summary>
    public bool HasSettledSince(SubmittedFile file, long mark) =>
        Look(() => mark < _unknownBefore || (_settled.TryGetValue(file, out long at) && at > mark));

    /// <summary>
    /// Writes a submission down, in place of an earlier one of the same files. When it returns, the record survives a loss of power.
    /// Versions of the same submission that another process has signed are kept beside those given.
    /// </summary>
    public void Remember(PendingSubmission pending) => _file.Use(access =>
    {
        TakeIn(access);
        if (EntryOf(pending) is { } known)
        {
            pending = JournalRecord.ReadPending(access.Read(known.Position, known.Length)).Joined(pending);
        }

        JournalLine line = access.Append(JournalRecord.WritePending(pending), durable: true);
        Add(line, pending.Id, pending.Files);
        return 0;
    });

    /// <summary>Forgets the whole submission, except files for which a newer one stands in its place.</summary>
    public void Forget(PendingSubmission pending) => Forget(pending.Id, pending.Files);

    /// <summary>Forgets one file of a submission, because it is stored; unless a newer submission stands in its place.</summary>
    /// <param name="pending">The submission.</param>
    /// <param name="file">The file.</param>
    /// <param name="sequence">Its entry in the log.</param>
    public void Forget(PendingSubmission pending, SubmittedFile file, long sequence) => Forget(pending.Id, [file], sequence);

    public void Dispose() => _turn.Dispose();

    internal static ZeroGException Unwritable(string path, Exception exception) => new(
        "ZgJournalUnwritable", ErrorKind.WriteError,
        $"'{path}', which keeps uploads from being paid twice, cannot be written: {exception.Message} Set {UserFolder.Variable} to a "
            + "folder that can be.",
        path, exception);

    /// <summary>Nobody can say any more which files were paid.</summary>
    internal static ZeroGException Damaged(string path, Exception? cause) => new(
        "ZgJournalDamaged", ErrorKind.InvalidData,
        $"'{path}', which says what was submitted and not yet seen to its end, is damaged. "
            + "Look in an explorer whether your account has paid for files that are not stored; then delete that file.",
        path, cause);

    private Entry? EntryOf(PendingSubmission pending) =>
        pending.Files.Select(file => _entries.GetValueOrDefault(file)).FirstOrDefault(entry => entry?.Id == pending.Id);

    private void Forget(Hash256 id, IReadOnlyList<SubmittedFile> files, long stored = -1) => _file.Use(access =>
    {
        // Before the submission is forgotten, so that there is no moment without either.
        _last.Note(stored);
        TakeIn(access);
        SubmittedFile[] ended = [.. files.Where(file => _entries.TryGetValue(file, out Entry? entry) && entry.Id == id)];
        if (ended.Length > 0)
        {
            // A line that is lost with the power costs a look at the chain and nothing else.
            access.Append(JournalRecord.WriteEnd(id, ended), durable: false);
            End(id, ended);
            Shrink(access);
        }

        return 0;
    });

    private T Look<T>(Func<T> look) => _file.Use(access =>
    {
        TakeIn(access);
        return look();
    });

    /// <summary>Takes in what this process has not read yet.</summary>
    private void TakeIn(JournalFile.Access access)
    {
        if (access.Began)
        {
            _entries.Clear();
            _liveBytes = 0;
            _unknownBefore = ++_settledCount;
            _damage = null;
        }

        foreach (JournalLine line in _damage is null ? access.Added : [])
        {
            try
            {
                TakeIn(line, JournalRecord.Read(line.Text));
            }
            catch (FormatException exception)
            {
                _damage = exception;
                break;
            }
        }

        if (_damage is not null)
        {
            throw Damaged(_file.Path, _damage);
        }
    }

    private void TakeIn(JournalLine line, JournalRecord record)
    {
        if (record.IsEnd)
        {
            End(record.Id, record.Files);
        }
        else
        {
            Add(line, record.Id, record.Files);
        }
    }

    private void Add(JournalLine line, Hash256 id, IReadOnlyList<SubmittedFile> files)
    {
        Entry entry = new(id, line.Position, line.Text.Count);
        foreach (SubmittedFile file in files.Distinct())
        {
            Release(file);
            entry.Files++;
            _entries[file] = entry;
        }

        _liveBytes += entry.Length;
    }

    private void End(Hash256 id, IReadOnlyList<SubmittedFile> files)
    {
        foreach (SubmittedFile file in files)
        {
            if (_entries.TryGetValue(file, out Entry? entry) && entry.Id == id)
            {
                Release(file);
            }

            if (_settled.Count >= MaxSettled)
            {
                _settled.Clear();
                _unknownBefore = _settledCount + 1;
            }

            _settled[file] = ++_settledCount;
        }
    }

    private void Release(SubmittedFile file)
    {
        if (_entries.Remove(file, out Entry? entry) && --entry.Files == 0)
        {
            _liveBytes -= entry.Length;
        }
    }

    private void Shrink(JournalFile.Access access)
    {
        if (_entries.Count == 0)
        {
            access.Clear();
        }
        else if (access.Length > LargeFile && access.Length / LargeShare > _liveBytes)
        {
            Rewrite(access, [.. _entries.Values.Distinct().OrderBy(entry => entry.Position)]);
        }
    }

    private void Rewrite(JournalFile.Access access, Entry[] live)
    {
        List<byte[]> lines = [];
        List<int> numbers = [];
        foreach (Entry entry in live)
        {
            byte[] line = access.Read(entry.Position, entry.Length);
            numbers.Add(lines.Count);
            lines.Add(line);
            SubmittedFile[] ended =
                [.. JournalRecord.Read(line).Files.Where(file => !_entries.TryGetValue(file, out Entry? now) || now != entry)];
            if (ended.Length > 0)
            {
                lines.Add(JournalRecord.WriteEnd(entry.Id, ended).ToArray());
            }
        }

        long[] places = access.Rewrite(lines);
        for (int i = 0; i < live.Length; i++)
        {
            live[i].Position = places[numbers[i]];
        }
    }

    private sealed class Entry(Hash256 id, long position, int length)
    {
        public Hash256 Id => id;

        public long Position { get; set; } = position;

        public int Length => length;

        /// <summary>Files of the submission that have not come to their end.</summary>
        public int Files { get; set; }
    }

    private sealed class Turn(FileStream file, SemaphoreSlim turn) : IDisposable
    {
        public void Dispose()
        {
            file.Dispose();
            turn.Release();
        }
    }
}
