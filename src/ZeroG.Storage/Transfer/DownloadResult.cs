using ZeroG.Chain;
using ZeroG.Storage.Encryption;

namespace ZeroG.Storage.Transfer;

/// <summary>A file that was received, and whose root was found to be right.</summary>
public sealed class DownloadResult
{
    /// <summary>Name of the file without its folder.</summary>
    public required string Name { get; init; }

    /// <summary>Full path.</summary>
    public required string Path { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Root of the file as it is stored; of a file in fragments, that of the first.</summary>
    public required Hash256 Root { get; init; }

    /// <summary>How the file was encrypted; null for bytes as they are stored.</summary>
    public EncryptionVersion? Encryption { get; init; }

    /// <summary>Sequence number in the log (txSeq).</summary>
    public required long Sequence { get; init; }

    /// <summary>The nodes that had it.</summary>
    public required NodeAddresses Node { get; init; }

    /// <summary>Always <c>Verified</c>: a file that is not does not get its name.</summary>
    public string State { get; } = "Verified";

    /// <summary>When the download ended.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }
}
