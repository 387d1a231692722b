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
    private readonly EncryptedFile? _file;
    private readonly bool _leaveCipherOpen;
    private readonly int _headerSize;
    private readonly Lock _opening = new();
    private FileCipher? _cipher;

    /// <summary>Encrypts with a cipher.</summary>
    /// <param name="plain">What is encrypted; closed with this object.</param>
    /// <param name="cipher">Closed with this object.</param>
    public EncryptedFileSource(FileSource plain, FileCipher cipher)
        : this(plain, cipher.Header.Size) => _cipher = cipher;

    internal EncryptedFileSource(FileSource plain, FileCipher cipher, bool leaveCipherOpen)
        : this(plain, cipher) => _leaveCipherOpen = leaveCipherOpen;

    internal EncryptedFileSource(FileSource plain, EncryptedFile file)
        : this(plain, file.Key.HeaderSize) => _file = file;

    private EncryptedFileSource(FileSource plain, int headerSize)
        : base(plain.Name, plain.Path, checked(plain.Size + headerSize)) => (_plain, _headerSize) = (plain, headerSize);

    /// <summary>The header as it is now; that of an upload is settled once the file was hashed.</summary>
    public EncryptionHeader Header => Cipher.Header;

    /// <inheritdoc/>
    public override string Encryption => _file?.Key.Name ?? Header.Version.ToString();

    // Opened when it is needed: agreeing on a key takes longer than all else that opening a small file does.
    private FileCipher Cipher
    {
        get
        {
            lock (_opening)
            {
                return _cipher ??= _file!.OpenCipher();
            }
        }
    }

    public override void ThrowIfChanged() => _plain.ThrowIfChanged();

    /// <inheritdoc/>
    internal override Task<FileTree> HashAsync(IProgress<long>? progress, CancellationToken cancellationToken)
    {
        return _file is null
            ? base.HashAsync(progress, cancellationToken)
            : _file.HashAsync(_plain, Hash, cancellationToken);

        Task<FileTree> Hash(FileCipher cipher)
        {
            lock (_opening)
            {
                _cipher?.Dispose();
                _cipher = cipher;
            }

            return base.HashAsync(progress, cancellationToken);
        }
    }

    /// <summary>Settles the header before a fragment is hashed by itself.</summary>
    internal override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_file is not null)
        {
            await _file.WholeAsync(() => HashAsync(null, cancellationToken));
        }
    }

    /// <summary>
    /// Makes sure that a fragment is a part of the content for which the header was settled: another content must not leave under it.
    /// </summary>
    internal override async Task CheckPartAsync(FileTree part, long offset, CancellationToken cancellationToken)
    {
        if (_file is null)
        {
            return;
        }

        if (offset % FlowPadding.SegmentSize != 0)
        {
            // Fragments that are smaller than a segment: only the whole can be compared.
            await HashAsync(null, cancellationToken);
            return;
        }

        FileTree whole = await _file.WholeAsync(() => HashAsync(null, cancellationToken));
        long first = offset / FlowPadding.SegmentSize;
        long complete = part.Padding.Size / FlowPadding.SegmentSize;
        for (long segment = 0; segment < complete; segment++)
        {
            if (part.SegmentRoot(segment) != whole.SegmentRoot(first + segment))
            {
                throw Changed();
            }
        }

        if (complete * FlowPadding.SegmentSize == part.Padding.Size)
        {
            return;
        }

        // The part may be padded in another way than the whole, so the short segment at its end is hashed in both ways.
        byte[] buffer = new byte[FlowPadding.SegmentSize];
        ReadOnlyMemory<byte> last = buffer.AsMemory(0, await ReadSegmentAsync(first + complete, buffer, cancellationToken));
        if (first + complete != whole.Padding.Segments - 1
            || SegmentRoot.Compute(last.Span, first + complete, whole.Padding) != whole.SegmentRoot(first + complete)
            || SegmentRoot.Compute(last.Span, complete, part.Padding) != part.SegmentRoot(complete))
        {
            throw Changed();
        }
    }

    protected override async ValueTask FillAsync(long position, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        FileCipher cipher = Cipher;
        if (position < _headerSize)
        {
            ReadOnlyMemory<byte> header = cipher.Header.Bytes[(int)position..];
            int length = Math.Min(header.Length, buffer.Length);
            header[..length].CopyTo(buffer);
            buffer = buffer[length..];
            position = _headerSize;
        }

        if (!buffer.IsEmpty)
        {
            await _plain.ReadAsync(position - _headerSize, buffer, cancellationToken);
            cipher.Apply(position - _headerSize, buffer.Span, buffer.Span);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            if (!_leaveCipherOpen)
            {
                _cipher?.Dispose();
            }

            _plain.Dispose();
        }

        base.Dispose(disposing);
    }
}
