using ZeroG.Chain;
using ZeroG.Storage.Encryption;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;

namespace ZeroG.Storage.Transfer;

/// <summary>What is received: a file, or the fragments of a file in their order, and how it is decrypted.</summary>
internal sealed class StoredContent : IDisposable
{
    private StoredContent(IReadOnlyList<StoredFile> parts) => Parts = parts;

    /// <summary>The file or its fragments.</summary>
    public IReadOnlyList<StoredFile> Parts { get; }

    /// <summary>Decrypts; null for content that is taken as it is stored.</summary>
    public FileCipher? Cipher { get; private set; }

    /// <summary>Bytes as stored.</summary>
    public long StoredSize => Parts.Sum(part => part.Padding.Size);

    /// <summary>Bytes as they are received: without the header where they are decrypted.</summary>
    public long Size => StoredSize - HeaderSize;

    /// <summary>Bytes of the encryption's header; zero where nothing is decrypted.</summary>
    public int HeaderSize => Cipher?.Header.Size ?? 0;

    /// <summary>The nodes that have parts.</summary>
    public NodeAddresses Nodes => new(Parts.SelectMany(part => part.Holders).Select(holder => holder.Node.Client.Uri).Distinct());

    /// <summary>Asks for all parts.</summary>
    /// <param name="roots">Roots of the parts, at least one.</param>
    /// <param name="nodes">Who may have them.</param>
    /// <param name="sizes">Bytes that all parts can have together, by a better word than the nodes'; null when nobody knows.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public static async Task<StoredContent> FindAsync(
        IReadOnlyList<Hash256> roots, IFileFinder nodes, IReadOnlyList<long>? sizes, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(roots.Count, nameof(roots));
        List<StoredFile> parts = [];
        foreach (Hash256 root in roots)
        {
            parts.Add(StoredFile.From(root, await nodes.FindAsync(root, cancellationToken), roots.Count == 1 ? sizes : null));
        }

        StoredContent content = new(parts);
        return sizes is null || sizes.Contains(content.StoredSize)
            ? content
            : throw StoredFile.SizeMismatch(roots[0], [$"the nodes tell of {content.StoredSize} in {roots.Count} fragments"], sizes);
    }

    /// <summary>Sets the cipher; from now on the content is decrypted.</summary>
    public void Decrypt(FileCipher cipher) => Cipher = cipher;

    /// <summary>The part in which a stored byte lies, and where in the part.</summary>
    public (StoredFile Part, long Offset) Locate(long position)
    {
        foreach (StoredFile part in Parts)
        {
            if (position < part.Padding.Size)
            {
                return (part, position);
            }

            position -= part.Padding.Size;
        }

        throw new ArgumentOutOfRangeException(nameof(position));
    }

    /// <summary>
    /// What an unfinished download is told by: the root, as the official client does, or a hash of everything that makes it another
    /// download.
    /// </summary>
    public Hash256 Identity(ByteRange? range)
    {
        if (Parts.Count == 1 && Cipher is null && range is null)
        {
            return Parts[0].Root;
        }

        using MemoryStream facts = new();
        facts.Write("ZeroG/download/v1"u8);
        facts.Write(BitConverter.GetBytes(range?.Offset ?? -1));
        facts.Write(BitConverter.GetBytes(range?.Length ?? -1));
        facts.Write(Cipher is null ? [] : Cipher.Header.Bytes.Span);
        foreach (StoredFile part in Parts)
        {
            facts.Write(part.Root.Bytes);
        }

        return Hash256.Keccak(facts.GetBuffer().AsSpan(0, (int)facts.Length));
    }

    /// <summary>
    /// Computes the roots of what was received whole; null when all are right. Decrypted bytes are encrypted again on the way, so that they
    /// too come to the roots that were asked for.
    /// </summary>
    /// <param name="received">All of <see cref="Size"/>; null when that is nothing. Closed at the end.</param>
    /// <param name="progress">Receives the bytes hashed so far.</param>
    /// <param name="cancellationToken">Stops hashing.</param>
    /// <returns>The part that is wrong, and the root that it came to.</returns>
    public async Task<(StoredFile Part, Hash256 Actual)?> FindWrongAsync(
        FileSource? received, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        using FileSource stored = received is null ? FileSource.FromBytes(Cipher!.Header.Bytes)
            : Cipher is null ? received
            : new EncryptedFileSource(received, Cipher, leaveCipherOpen: true);
        ByteProgress verified = new(progress, TransferPhase.Verifying, StoredSize);
        long start = 0;
        foreach (StoredFile part in Parts)
        {
            FileSource bytes = Parts.Count == 1 ? stored : stored.Slice(start, part.Padding.Size);
            Hash256 actual = (await FileTree.BuildAsync(bytes, new Shifted(verified, start), cancellationToken)).Root;
            if (actual != part.Root)
            {
                return (part, actual);
            }

            start += part.Padding.Size;
        }

        return null;
    }

    public void Dispose() => Cipher?.Dispose();

    private sealed class Shifted(IProgress<long> whole, long start) : IProgress<long>
    {
        public void Report(long value) => whole.Report(start + value);
    }
}
