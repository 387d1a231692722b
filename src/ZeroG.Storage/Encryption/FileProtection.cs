using System.Buffers;
using System.Security.Cryptography;
using ZeroG.Chain;
using ZeroG.Storage.Files;

namespace ZeroG.Storage.Encryption;

/// <summary>
/// Encrypts and decrypts local files, in the form in which the network keeps them. The result gets its name when it is complete; before
/// that it is a temporary file beside it.
/// </summary>
public static class FileProtection
{
    private const int PieceSize = 1 << 20;

    /// <summary>Encrypts a file.</summary>
    /// <param name="plain">The file; stays the caller's to dispose.</param>
    /// <param name="key">What to encrypt with.</param>
    /// <param name="destination">Path of the file to write, in a folder that exists.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    /// <param name="progress">Receives the bytes written so far.</param>
    /// <param name="cancellationToken">Stops at once and leaves nothing behind.</param>
    /// <exception cref="ZeroGException">
    /// <c>ZgTargetExists</c>, <c>ZgTargetIsSource</c>, <c>ZgWriteFailed</c>, <c>ZgFileChanged</c>, <c>ZgFileUnreadable</c>.
    /// </exception>
    public static async Task<ProtectedFile> ProtectAsync(
        FileSource plain, EncryptionKey key, string destination, bool overwrite = false, IProgress<long>? progress = null,
        CancellationToken cancellationToken = default)
    {
        using FileCipher cipher = key.Create();
        ReadOnlyMemory<byte> header = cipher.Header.Bytes;
        await using NewFile file = Begin(plain, destination, overwrite);
        await file.WriteAsync(header, cancellationToken);
        await ApplyAsync(plain, 0, cipher, file, progress, cancellationToken);
        plain.ThrowIfChanged();
        file.Keep();
        return Describe(plain, destination, header.Length + plain.Size, cipher.Header.Version);
    }

    /// <summary>Decrypts a file. Nothing in it says whether the key is right: a wrong one gives bytes without sense.</summary>
    /// <param name="stored">The file; stays the caller's to dispose.</param>
    /// <param name="keys">What to decrypt with; the header says which of them.</param>
    /// <param name="destination">Path of the file to write, in a folder that exists.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    /// <param name="progress">Receives the bytes written so far.</param>
    /// <param name="cancellationToken">Stops at once and leaves nothing behind.</param>
    /// <exception cref="ZeroGException">
    /// As for <see cref="ProtectAsync"/>, and <c>ZgEncryptionKeyMissing</c>, <c>ZgEncryptionVersionUnknown</c>,
    /// <c>ZgEncryptionHeaderTruncated</c>, <c>ZgEncryptionHeaderInvalid</c>.
    /// </exception>
    public static async Task<ProtectedFile> UnprotectAsync(
        FileSource stored, DecryptionKeys keys, string destination, bool overwrite = false, IProgress<long>? progress = null,
        CancellationToken cancellationToken = default)
    {
        EncryptionHeader header = await EncryptionHeader.PeekAsync(stored, cancellationToken);
        using FileCipher cipher = keys.Open(header, stored.Name);
        await using NewFile file = Begin(stored, destination, overwrite);
        await ApplyAsync(stored, header.Size, cipher, file, progress, cancellationToken);
        stored.ThrowIfChanged();
        file.Keep();
        return Describe(stored, destination, stored.Size - header.Size, header.Version);
    }

    private static NewFile Begin(FileSource source, string destination, bool overwrite)
    {
        string target = Path.GetFullPath(destination);
        StringComparison comparison = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return string.Equals(source.Path, target, comparison)
            ? throw new ZeroGException(
                "ZgTargetIsSource", ErrorKind.InvalidArgument,
                $"'{target}' would be written over itself, and lost if anything went wrong. Choose another destination.", target)
            : NewFile.Create(target, overwrite);
    }

    private static async Task ApplyAsync(
        FileSource source, long start, FileCipher cipher, NewFile target, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(PieceSize, source.Size));
        try
        {
            for (long position = start; position < source.Size;)
            {
                Memory<byte> piece = buffer.AsMemory(0, (int)Math.Min(buffer.Length, source.Size - position));
                await source.ReadAsync(position, piece, cancellationToken);
                cipher.Apply(position - start, piece.Span, piece.Span);
                await target.WriteAsync(piece, cancellationToken);
                position += piece.Length;
                progress?.Report(position);
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static ProtectedFile Describe(FileSource source, string destination, long size, EncryptionVersion version)
    {
        string path = Path.GetFullPath(destination);
        return new ProtectedFile(Path.GetFileName(path), path, size, source.Path, version);
    }
}
