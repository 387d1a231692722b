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

    /// <summary>
    /// What was used lately. The file carries the time of day, which may jump; this process goes by a clock that does not.
    /// </summary>
    private ulong Recall(Account state, FileStream? file)
    {
        ulong own = state.Next > 0 && _time.GetElapsedTime(state.At) <= Memory ? state.Next : 0;
        Span<byte> bytes = stackalloc byte[FileSize];
        if (file is null || file.ReadAtLeast(bytes, FileSize, throwOnEndOfStream: false) < FileSize)
        {
            return own;
        }

        ulong shared = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        long ticks = BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]);
        bool isRecent = ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks
            && (_time.GetUtcNow() - new DateTimeOffset(ticks, TimeSpan.Zero)).Duration() <= Memory;
        return isRecent ? Math.Max(own, shared) : own;
    }

    private void Remember(Account state, FileStream? file, ulong next)
    {
        (state.Next, state.At) = (next, _time.GetTimestamp());
        if (file is not null)
        {
            Span<byte> bytes = stackalloc byte[FileSize];
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, next);
            BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], _time.GetUtcNow().UtcTicks);
            file.Position = 0;
            file.Write(bytes);
            file.Flush();
        }
    }

    private Task<FileStream> OpenAsync(string path, Address account, CancellationToken cancellationToken) => ExclusiveFile.OpenAsync(
        path, LongestWait, _time,
        () => new ZeroGException(
            "ZgNonceBusy", ErrorKind.ResourceBusy,
            $"Another process has been sending from {account} for {LongestWait.TotalMinutes} minutes. End it, "
            + "or send from another wallet.", account),
        cause => new ZeroGException(
            "ZgNonceFileFailed", ErrorKind.WriteError,
            $"The file {path}, which keeps processes from using one nonce twice, cannot be opened: "
            + $"{cause.Message} Set {UserFolder.Variable} to a folder that can be written.",
            path, cause),
        cancellationToken);

    private sealed class Account
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public ulong Next { get; set; }

        /// <summary>Timestamp of the clock when <see cref="Next"/> was set.</summary>
        public long At { get; set; }
    }
}
