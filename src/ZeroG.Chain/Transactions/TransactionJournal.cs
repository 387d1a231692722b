using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ZeroG.Chain.Transactions;

/// <summary>
/// Keeps the signed bytes of what was sent under a reference of the caller's, so that the same order given twice is carried out once,
/// whatever happened in between. The bytes are on disk before the node has them, and stay: sending them again can never pay twice, and a
/// chain that forgets a block gets them back. One small file for each reference, which only its owner may read.
/// </summary>
public sealed class TransactionJournal : IDisposable
{
    /// <summary>Longest reference in characters.</summary>
    public const int LongestReference = 256;

    // Longer than signing and sending take, retries and the wait for a nonce included.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Opens the journal of a chain; its folder is made with the first record.</summary>
    /// <param name="folder">One folder for each chain; see <see cref="Networks.ChainIdentity"/>.</param>
    /// <param name="timeProvider">Clock; null for the system's.</param>
    public TransactionJournal(string folder, TimeProvider? timeProvider = null)
    {
        _folder = folder;
        _time = timeProvider ?? TimeProvider.System;
    }

    /// <summary>
    /// Waits for the right to look and pay: nobody else, in this or another process, has it until the result is disposed. Payments by
    /// reference give it back before they wait for the chain; top-ups hold it until theirs is in a block.
    /// </summary>
    /// <exception cref="ZeroGException"><c>ZgJournalBusy</c>: another process keeps its turn for minutes.
    /// <c>ZgJournalUnwritable</c>.</exception>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            FileStream file = await ExclusiveFile.OpenAsync(
                Path.Combine(_folder, "journal.lock"), LongestWait, _time,
                () => new ZeroGException(
                    "ZgJournalBusy", ErrorKind.ResourceBusy,
                    $"Another process has been sending payments for {LongestWait.TotalMinutes} minutes. End it, then try again.", _folder),
                Unwritable, cancellationToken);
            return new Turn(file, _turn);
        }
        catch
        {
            _turn.Release();
            throw;
        }
    }

    /// <summary>What was signed under a reference; null when nothing was.</summary>
    /// <exception cref="ZeroGException"><c>ZgJournalDamaged</c>: there is a record, but it cannot be read.</exception>
    public JournalEntry? Find(string reference)
    {
        string path = FileOf(reference);
        try
        {
            // Whoever has the turn may be writing it down.
            using JsonDocument document = JsonDocument.Parse(SharedFile.ReadAllBytes(path));
            return JournalEntry.Read(document.RootElement);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(e);
        }
        catch (Exception e) when (e is JsonException or FormatException or KeyNotFoundException or InvalidOperationException
            or ArgumentNullException)
        {
            throw new ZeroGException(
                "ZgJournalDamaged", ErrorKind.InvalidData,
                $"'{path}' says that '{reference}' was sent, but it is damaged. Look in an explorer whether your account has paid it; "
                + "if not, delete that file.", reference, e);
        }
    }

    /// <summary>
    /// Writes down what was signed, in the place of what was there. When it returns, the record survives a loss of power.
    /// </summary>
    /// <exception cref="ZeroGException"><c>ZgJournalUnwritable</c>.</exception>
    public void Remember(string reference, JournalEntry entry)
    {
        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("reference", reference);
            entry.Write(writer);
            writer.WriteString("writtenAt", _time.GetUtcNow());
            writer.WriteEndObject();
        }

        try
        {
            string path = FileOf(reference);
            OwnerOnlyFile.Write(path, json.GetBuffer().AsSpan(0, (int)json.Length), overwrite: true);

            // The first flush came before the new name; this one takes it to the disk as well.
            using FileStream named = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
            named.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(e);
        }
    }

    /// <summary>Forgets a reference whose transaction is certain never to be mined, or of which the chain itself tells from now on.</summary>
    public void Forget(string reference)
    {
        try
        {
            File.Delete(FileOf(reference));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(e);
        }
    }

    public void Dispose() => _turn.Dispose();

    // A reference may hold any character; its hash may be a name everywhere.
    private string FileOf(string reference)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(reference.Normalize()));
        return Path.Combine(_folder, Convert.ToHexStringLower(hash) + ".json");
    }

    private ZeroGException Unwritable(Exception cause) => new(
        "ZgJournalUnwritable", ErrorKind.WriteError,
        $"'{_folder}', which keeps payments from being made twice, cannot be used: {cause.Message} Set {UserFolder.Variable} to a folder "
        + "that can be.", _folder, cause);

    private sealed class Turn(FileStream file, SemaphoreSlim turn) : IDisposable
    {
        public void Dispose()
        {
            file.Dispose();
            turn.Release();
        }
    }
}
