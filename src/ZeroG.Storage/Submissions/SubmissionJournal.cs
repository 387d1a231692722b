using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Storage.Files;

namespace ZeroG.Storage.Submissions;

/// <summary>
/// Remembers on disk which submissions were signed and not yet seen to their end, so that neither a crash nor a second process pays for a
/// file twice. One small file for each, in a folder for each chain and contract; writes go to a new file that is flushed and renamed.
/// <see cref="FlowClient.OpenJournalAsync"/> opens the right one.
/// </summary>
public sealed class SubmissionJournal : IDisposable
{
    private static readonly TimeSpan LockRetry = TimeSpan.FromMilliseconds(20);

    // Longer than signing and sending take, retries and the wait for a nonce included.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private readonly string _folder;
    private readonly string _suffix;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _turn = new(1);

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
        _suffix = genesis is { } first ? $"-{first}.json" : ".json";
        _time = timeProvider ?? TimeProvider.System;
        try
        {
            Directory.CreateDirectory(_folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(_folder, exception);
        }
    }

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
            long start = _time.GetTimestamp();
            while (true)
            {
                if (TryLock() is { } file)
                {
                    return new Turn(file, _turn);
                }

                if (_time.GetElapsedTime(start) > LongestWait)
                {
                    throw new ZeroGException(
                        "ZgJournalBusy", ErrorKind.ResourceBusy,
                        $"Another process has been paying for an upload for {LongestWait.TotalMinutes} minutes. End it, then try again.",
                        _folder);
                }

                await Task.Delay(LockRetry, _time, cancellationToken);
            }
        }
        catch
        {
            _turn.Release();
            throw;
        }
    }

    /// <summary>The submission of a file that was not yet seen to its end; null when there is none.</summary>
    /// <exception cref="ZeroGException"><c>ZgJournalDamaged</c>: there is a record, but it cannot be read.</exception>
    public PendingSubmission? Find(Hash256 root)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(FileOf(root)));
            JsonElement record = document.RootElement;
            return new PendingSubmission(
                record.GetProperty("root").Deserialize<Hash256>(),
                record.GetProperty("transaction").Deserialize<Hash256>(),
                Hex.ParseBytes(record.GetProperty("raw").GetString()),
                record.GetProperty("createdAt").GetDateTimeOffset());
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception exception)
            when (exception is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ZeroGException(
                "ZgJournalDamaged", ErrorKind.InvalidData,
                $"'{FileOf(root)}' says that {root} was submitted, but it is damaged. "
                + "Look in an explorer whether your account has paid for it; if not, delete that file.",
                root, exception);
        }
    }

    /// <summary>Writes a submission down. When it returns, the record survives a loss of power.</summary>
    public void Remember(PendingSubmission pending)
    {
        string path = FileOf(pending.Root);
        string fresh = path + ".new";
        using (FileStream file = new(fresh, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            using (Utf8JsonWriter writer = new(file))
            {
                writer.WriteStartObject();
                writer.WriteString("root", pending.Root.ToString());
                writer.WriteString("transaction", pending.Transaction.ToString());
                writer.WriteString("raw", Hex.ToHex(pending.Raw.Span));
                writer.WriteString("createdAt", pending.CreatedAt);
                writer.WriteEndObject();
            }

            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite: true);

        // The first flush came before the new name; this one takes it to the disk as well.
        using FileStream named = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        named.Flush(flushToDisk: true);
    }

    /// <summary>Forgets a submission whose end is certain, unless a newer one of the same file stands in its place.</summary>
    public void Forget(PendingSubmission pending)
    {
        if (Find(pending.Root)?.Transaction == pending.Transaction)
        {
            File.Delete(FileOf(pending.Root));
        }
    }

    public void Dispose() => _turn.Dispose();

    private static ZeroGException Unwritable(string path, Exception exception) => new(
        "ZgJournalUnwritable", ErrorKind.WriteError,
        $"'{path}', which keeps uploads from being paid twice, cannot be written: {exception.Message} Set {UserFolder.Variable} to a "
            + "folder that can be.",
        path, exception);

    private string FileOf(Hash256 root) => Path.Combine(_folder, $"{root}{_suffix}");

    private FileStream? TryLock()
    {
        string path = Path.Combine(_folder, "journal.lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (FileFault.IsBusy(exception))
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, exception);
        }
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
