using ZeroG.Storage.Encryption;

namespace ZeroG.Storage.Transfer;

/// <summary>How a file is received.</summary>
public sealed record DownloadOptions
{
    /// <summary>
    /// True (the default) to check each segment with its proof as it comes, so that a node that lies is noticed at once and another one
    /// asked. Without proofs the root of the whole file is checked at the end; ranges and streams, where that is not possible, always come
    /// with proofs.
    /// </summary>
    public bool WithProof { get; init; } = true;

    /// <summary>
    /// True to replace a file that has the target's name, or an unfinished download of another file under it; false by default.
    /// </summary>
    public bool Force { get; init; }

    /// <summary>The part of the file to receive; null (the default) for all of it.</summary>
    public ByteRange? Range { get; init; }

    /// <summary>
    /// Bytes that the stored file can have, from when it was sent; null (the default) to take the nodes' word. The root does not bind the
    /// size within the last 256 bytes, so nodes that tell another size are not asked.
    /// </summary>
    public IReadOnlyList<long>? Sizes { get; init; }

    /// <summary>What to decrypt the file with; null (the default) to take it as it is stored.</summary>
    public DecryptionKeys? Decryption { get; init; }

    /// <summary>Segments in flight, 8 by default: 2 MiB of file, and as much again as text.</summary>
    public int ThrottleLimit { get; init; } = 8;

    /// <summary>These options for a file whose size is known.</summary>
    /// <param name="size">Bytes, of an encrypted file with its header or without.</param>
    /// <param name="encryption">How it is encrypted (<see cref="EncryptionKey.Name"/>); null or empty for not at all.</param>
    public DownloadOptions ForSize(long size, string? encryption) => this with
    {
        Sizes = string.IsNullOrEmpty(encryption) ? [size] : [size, size + EncryptionKey.HeaderSizeOf(encryption)],
    };

    /// <summary>These options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    internal DownloadOptions Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ThrottleLimit, 1);
        return this;
    }
}
