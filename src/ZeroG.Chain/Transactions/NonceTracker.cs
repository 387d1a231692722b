using System.Buffers.Binary;
using System.Collections.Concurrent;

namespace ZeroG.Chain.Transactions;

/// <summary>
/// Hands out nonces one at a time per account and chain: by a lock within the process, and by a locked file across processes of the same
/// user. The file remembers the last nonce used, because a load-balanced node may not count yet what another machine of the same name has
/// just accepted.
/// </summary>
public sealed class NonceTracker
{
    // How long a node may lag behind (0g-agentic-id, sdk constants: 120 s). Later the node's own count stands, so that a transaction that
    // the pool has dropped leaves no gap for ever.
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(120);

    // Longer than any send takes, retries included.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    // What the file holds: the next nonce, and when it was written in ticks of UTC; both little-endian.
    private const int FileSize = 16;

    private readonly ConcurrentDictionary<string, Account> _accounts = new();
    private readonly string? _folder;
    private readonly TimeProvider _time;

    /// <param name="folder">Where the files lie; null to keep order within this process alone.</param>
    /// <param name="timeProvider">Clock; null for the system's.</param>
    public NonceTracker(string? folder, TimeProvider? timeProvider = null)
    {
        _folder = folder;
        _time = timeProvider ?? TimeProvider.System;
    }

    /// <summary>The tracker that all senders of a process share, with files in <c>nonces</c> of <see cref="UserFolder.Path"/>.</summary>
    public static NonceTracker Shared { get; } = new(Path.Combine(UserFolder.Path, "nonces"));

    /// <summary>
    /// Waits for its turn and gives the next nonce: the larger of the node's count and what was used in the last two minutes.
    /// </summary>
    /// <param name="chainId">The chain.</param>
    /// <param name="account">The sender.</param>
    /// <param name="readCount">Asks the node for the count with its pool, when the turn has come.</param>
    /// <param name="trustNode">True for a node of this machine, which counts at once: its word goes before what was remembered.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ZeroGException"><c>ZgNonceBusy</c>: another process keeps its turn for minutes.
    /// <c>ZgNonceFileFailed</c>.</exception>
    public async Task<NonceLease> LeaseAsync(
        ulong chainId, Address account, Func<CancellationToken, Task<ulong>> readCount, bool trustNode = false,
        CancellationToken cancellationToken = default)
    {
        string key = $"{chainId}-{account.ToLowerString()}";
        Account state = _accounts.GetOrAdd(key, static _ => new Account());
        await state.Turn.WaitAsync(cancellationToken);
        FileStream? file = null;
        try
        {
            file = _folder is null ? null : await OpenAsync(Path.Combine(_folder, key), account, cancellationToken);
            ulong counted = await readCount(cancellationToken);
            ulong remembered = trustNode ? 0 : Recall(state, file);
            FileStream? held = file;
            return new NonceLease(Math.Max(counted, remembered), nonce => Remember(state, held, nonce + 1), () => Release(state, held));
        }
        catch
        {
            Release(state, file);
            throw;
        }
    }

    private static void Release(Account state, FileStream? file)
    {
        file?.Dispose();
        state.Turn.Release();
    }

    private ulong Recall(Account state, FileStream? file)
    {
        DateTimeOffset now = _time.GetUtcNow();
        (ulong next, DateTimeOffset at) = (state.Next, state.At);
        Span<byte> bytes = stackalloc byte[FileSize];
        if (file is not null && file.ReadAtLeast(bytes, FileSize, throwOnEndOfStream: false) == FileSize)
        {
            next = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            long ticks = BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]);
            at = ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks ? new DateTimeOffset(ticks, TimeSpan.Zero) : default;
        }

        return (now - at).Duration() <= Memory ? next : 0;
    }

    private void Remember(Account state, FileStream? file, ulong next)
    {
        DateTimeOffset now = _time.GetUtcNow();
        (state.Next, state.At) = (next, now);
        if (file is not null)
        {
            Span<byte> bytes = stackalloc byte[FileSize];
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, next);
            BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], now.UtcTicks);
            file.Position = 0;
            file.Write(bytes);
            file.Flush();
        }
    }

    private async Task<FileStream> OpenAsync(string path, Address account, CancellationToken cancellationToken)
    {
        long start = _time.GetTimestamp();
        while (true)
        {
            try
            {
                OwnerOnlyFile.CreateFolder(Path.GetDirectoryName(path)!);
                return OwnerOnlyFile.Open(path, FileMode.OpenOrCreate, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                // Held by another process; its lock ends with it, so a crash cannot leave it behind.
                if (_time.GetElapsedTime(start) > LongestWait)
                {
                    throw new ZeroGException(
                        "ZgNonceBusy", ErrorKind.ResourceBusy,
                        $"Another process has been sending from {account} for {LongestWait.TotalMinutes} minutes. End it, "
                        + "or send from another wallet.", account);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new ZeroGException(
                    "ZgNonceFileFailed", ErrorKind.WriteError,
                    $"The file {path}, which keeps processes from using one nonce twice, cannot be opened: "
                    + $"{e.Message} Set {UserFolder.Variable} to a folder that can be written.",
                    path, e);
            }

            await Task.Delay(PollInterval, _time, cancellationToken);
        }
    }

    private sealed class Account
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public ulong Next { get; set; }

        public DateTimeOffset At { get; set; }
    }
}
