using ZeroG.Chain;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;

namespace ZeroG.Storage.Encryption;

/// <summary>
/// A file that is encrypted for an upload, and opened as often as that needs: all its sources have one header. The header is settled when
/// the whole file is hashed; from then on no other content is given out under it.
/// </summary>
public sealed class EncryptedFile
{
    private readonly Func<FileSource> _open;
    private readonly EncryptionKey _key;
    private readonly EncryptionRecords _records;
    private readonly Lock _queueing = new();
    private EncryptionHeader? _header;
    private Hash256? _root;
    private Task _last = Task.CompletedTask;
    private Task<FileTree>? _whole;

    /// <summary>Names what is encrypted.</summary>
    /// <param name="open">Opens the plain file.</param>
    /// <param name="key">Stays the caller's, and must live as long as the sources.</param>
    /// <param name="records">Remembers the header, so that the same content has the same root in a later run.</param>
    /// <exception cref="ArgumentException">The key cannot open its own headers again.</exception>
    public EncryptedFile(Func<FileSource> open, EncryptionKey key, EncryptionRecords records)
    {
        if (!key.CanReopen)
        {
            throw new ArgumentException(
                "An upload opens a file several times, and needs a key that can open its headers again.", nameof(key));
        }

        (_open, _key, _records) = (open, key, records);
    }

    /// <summary>What tells the key from others.</summary>
    internal EncryptionKey Key => _key;

    /// <summary>Opens the file as it is stored.</summary>
    public EncryptedFileSource Open() => new(_open(), this);

    /// <summary>The cipher as it is now.</summary>
    internal FileCipher OpenCipher()
    {
        if (Volatile.Read(ref _header) is { } header)
        {
            return _key.Reopen(header)!;
        }

        FileCipher fresh = _key.Create();
        if (Interlocked.CompareExchange(ref _header, fresh.Header, null) is not { } other)
        {
            return fresh;
        }

        fresh.Dispose();
        return _key.Reopen(other)!;
    }

    /// <summary>Settles the header, if that has not been done, and hashes the source with it.</summary>
    /// <param name="plain">The plain bytes of the source.</param>
    /// <param name="hash">Hashes the source under a cipher, which becomes the source's.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ZeroGException"><c>ZgFileChanged</c>.</exception>
    internal Task<FileTree> HashAsync(FileSource plain, Func<FileCipher, Task<FileTree>> hash, CancellationToken cancellationToken)
    {
        lock (_queueing)
        {
            Task<FileTree> own = HashAfterAsync(_last, plain, hash, cancellationToken);
            _last = own;
            return own;
        }
    }

    /// <summary>The tree of the whole file as it was when the header was settled. Sources that ask at the same time get the same.</summary>
    internal Task<FileTree> WholeAsync(Func<Task<FileTree>> hash)
    {
        lock (_queueing)
        {
            return _whole is { IsFaulted: false, IsCanceled: false } ? _whole : _whole = hash();
        }
    }

    private async Task<FileTree> HashAfterAsync(
        Task earlier, FileSource plain, Func<FileCipher, Task<FileTree>> hash, CancellationToken cancellationToken)
    {
        await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_root is null)
        {
            FileTree settled = await SettleAsync(plain, hash, cancellationToken);
            _root = settled.Root;
            return settled;
        }

        FileTree tree = await hash(OpenCipher());
        return tree.Root == _root ? tree : throw plain.Changed();
    }

    /// <summary>
    /// The header of an earlier upload is used again only if the whole file comes to the root that is written beside it, that is, if every
    /// byte is the same: a nonce never meets a second content.
    /// </summary>
    private async Task<FileTree> SettleAsync(FileSource plain, Func<FileCipher, Task<FileTree>> hash, CancellationToken cancellationToken)
    {
        string id = await EncryptionRecords.IdentifyAsync(plain, _key, cancellationToken);
        while (true)
        {
            EncryptionRecord? earlier = _records.Find(id);
            FileCipher? reopened = earlier is null ? null : _key.Reopen(earlier.Header);
            FileCipher cipher = reopened ?? _key.Create();
            Volatile.Write(ref _header, cipher.Header);
            FileTree tree = await hash(cipher);
            plain.ThrowIfChanged();
            if (reopened is null
                ? _records.TryReplace(id, earlier, new EncryptionRecord(cipher.Header, tree.Root))
                : tree.Root == earlier!.Root)
            {
                return tree;
            }

            // Either the content differs from the record's, and the record goes, or another process was faster and its header is taken.
            if (reopened is not null)
            {
                _records.TryRemove(id, earlier!);
            }
        }
    }
}
