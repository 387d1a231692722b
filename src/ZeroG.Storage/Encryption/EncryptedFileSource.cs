using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;

namespace ZeroG.Storage.Encryption;

/// <summary>
/// A source as it is stored encrypted: the header, then the key stream over its bytes. Any range can be read, so it is hashed and sent like
/// any file and nothing encrypted is written to disk.
/// </summary>
public sealed class EncryptedFileSource : FileSource
{
    private readonly FileSource _plain;
    private readonly EncryptionKey? _key;
    private readonly EncryptionRecords? _records;
    private readonly bool _leaveCipherOpen;
    private readonly SemaphoreSlim _turn = new(1);
    private FileCipher _cipher;
    private FileTree? _tree;

    /// <summary>Encrypts with a cipher.</summary>
    /// <param name="plain">What is encrypted; closed with this object.</param>
    /// <param name="cipher">Closed with this object.</param>
    public EncryptedFileSource(FileSource plain, FileCipher cipher)
        : base(plain.Name, plain.Path, checked(plain.Size + cipher.Header.Size))
    {
        _plain = plain;
        _cipher = cipher;
    }

    /// <summary>Encrypts for an upload that has to survive an interruption.</summary>
    /// <param name="plain">What is encrypted; closed with this object.</param>
    /// <param name="key">Stays the caller's, and must live as long as this object.</param>
    /// <param name="records">Remembers the header until the same content is sent again. Null to begin with a new one each time.</param>
    public EncryptedFileSource(FileSource plain, EncryptionKey key, EncryptionRecords? records)
        : this(plain, key.Create())
    {
        _key = key;
        _records = key.CanReopen ? records : null;
    }

    internal EncryptedFileSource(FileSource plain, FileCipher cipher, bool leaveCipherOpen)
        : this(plain, cipher) => _leaveCipherOpen = leaveCipherOpen;

    /// <summary>The header as it is now; with records it is settled once the file was hashed.</summary>
    public EncryptionHeader Header => _cipher.Header;

    public override void ThrowIfChanged() => _plain.ThrowIfChanged();

    /// <summary>
    /// Hashes the file and settles its header. The header of an earlier upload is used again only if the whole file comes to the root that
    /// is written beside it, that is, if every byte is the same: a nonce never meets a second content.
    /// </summary>
    internal override async Task<FileTree> HashAsync(IProgress<long>? progress, CancellationToken cancellationToken)
    {
        if (_records is null)
        {
            return await base.HashAsync(progress, cancellationToken);
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            return _tree ??= await SettleAsync(_records, _key!, progress, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    internal override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_records is not null)
        {
            await HashAsync(null, cancellationToken);
        }
    }

    protected override async ValueTask FillAsync(long position, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        FileCipher cipher = _cipher;
        int headerSize = cipher.Header.Size;
        if (position < headerSize)
        {
            ReadOnlyMemory<byte> header = cipher.Header.Bytes[(int)position..];
            int length = Math.Min(header.Length, buffer.Length);
            header[..length].CopyTo(buffer);
            buffer = buffer[length..];
            position = headerSize;
        }

        if (!buffer.IsEmpty)
        {
            await _plain.ReadAsync(position - headerSize, buffer, cancellationToken);
            cipher.Apply(position - headerSize, buffer.Span, buffer.Span);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            if (!_leaveCipherOpen)
            {
                _cipher.Dispose();
            }

            _plain.Dispose();
            _turn.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<FileTree> SettleAsync(
        EncryptionRecords records, EncryptionKey key, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        string id = await EncryptionRecords.IdentifyAsync(_plain, key, cancellationToken);
        while (true)
        {
            EncryptionRecord? earlier = records.Find(id);
            FileCipher? reopened = earlier is null ? null : key.Reopen(earlier.Header);
            Use(reopened ?? key.Create());
            FileTree tree = await base.HashAsync(progress, cancellationToken);
            ThrowIfChanged();
            if ((reopened is not null && tree.Root == earlier!.Root)
                || (reopened is null && records.TryReplace(id, earlier, new EncryptionRecord(Header, tree.Root))))
            {
                return tree;
            }

            // Either the content differs from the record's, and the record goes, or another process was faster and its header is taken.
            if (reopened is not null)
            {
                records.TryRemove(id, earlier!);
            }
        }
    }

    private void Use(FileCipher cipher)
    {
        _cipher.Dispose();
        _cipher = cipher;
    }
}
