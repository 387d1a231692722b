using ZeroG.Chain;

namespace ZeroG.Storage.Transfer;

/// <summary>A file that the network has.</summary>
public sealed class UploadResult
{
    /// <summary>Name of the file without its folder.</summary>
    public required string Name { get; init; }

    /// <summary>Full path; null for bytes from memory.</summary>
    public string? Path { get; init; }

    /// <summary>Bytes as they are stored.</summary>
    public required long Size { get; init; }

    /// <summary>
    /// How it was encrypted, and what tells the key from others: the address of the one who can decrypt it, or a fingerprint of the key.
    /// Null for a file that is stored as it is.
    /// </summary>
    public string? Encryption { get; init; }

    /// <summary>The root under which the network knows the file; of a file in fragments, that of the first.</summary>
    public required Hash256 Root { get; init; }

    /// <summary>The roots of all fragments in the order of the file; <see cref="Root"/> alone for a file that is stored whole.</summary>
    public FileRoots Roots
    {
        get => field ?? new FileRoots([Root]);
        init;
    }

    /// <summary>Sequence number in the log (txSeq); of a file in fragments, that of the first.</summary>
    public required long Sequence { get; init; }

    /// <summary>The transaction that paid, the first of several; null when this upload found the file in the log and did not pay.</summary>
    public Hash256? Transaction { get; init; }

    /// <summary>Block of the transaction; null without one.</summary>
    public long? Block { get; init; }

    /// <summary>The storage fee paid for this file; zero when nothing was.</summary>
    public required TokenAmount Fee { get; init; }

    /// <summary>
    /// The fee of the chain, or the file's share of it where one transaction paid for several; zero when nothing was paid.
    /// </summary>
    public required TokenAmount GasFee { get; init; }

    /// <summary>Name of the network.</summary>
    public required string Network { get; init; }

    /// <summary>The nodes that keep it.</summary>
    public required NodeAddresses Node { get; init; }

    /// <summary>How the upload ended.</summary>
    public required UploadState State { get; init; }

    /// <summary>When the upload ended.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }
}
