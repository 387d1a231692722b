using ZeroG.Chain;
using ZeroG.Storage.Encryption;
using ZeroG.Storage.Transfer;

namespace ZeroG.Storage.Manifests;

/// <summary>What a manifest says of one file that is stored.</summary>
public sealed record ManifestLine
{
    /// <summary>Name of the file without its folder.</summary>
    public required string Name { get; init; }

    /// <summary>Full path; null for bytes that came from no file.</summary>
    public string? Path { get; init; }

    /// <summary>Bytes of the file, before it was encrypted.</summary>
    public required long Size { get; init; }

    /// <summary>When the file was written last, as it was before it was read; null for bytes that came from no file.</summary>
    public DateTimeOffset? LastWriteTime { get; init; }

    /// <summary>The root under which the network knows it.</summary>
    public required Hash256 Root { get; init; }

    /// <summary>The roots of all fragments; <see cref="Root"/> alone for a file that is stored whole.</summary>
    public required FileRoots Roots { get; init; }

    /// <summary>How it was encrypted before it was sent (<see cref="EncryptionKey.Name"/>); null for not at all.</summary>
    public string? Encryption { get; init; }

    /// <summary>Sequence number in the log (txSeq).</summary>
    public required long Sequence { get; init; }

    /// <summary>The transaction that paid; null when none was needed.</summary>
    public Hash256? Transaction { get; init; }

    /// <summary>Block of the transaction; null without one.</summary>
    public long? Block { get; init; }

    /// <summary>The storage fee that was paid.</summary>
    public required TokenAmount Fee { get; init; }

    /// <summary>The fee of the chain that was paid.</summary>
    public required TokenAmount GasFee { get; init; }

    /// <summary>Name of the network.</summary>
    public required string Network { get; init; }

    /// <summary>Which log the entry is in, whatever the network is called; see <see cref="FileManifest.Open"/>.</summary>
    public required string Chain { get; init; }

    /// <summary>The nodes that kept it.</summary>
    public required NodeAddresses Node { get; init; }

    /// <summary>How its upload ended.</summary>
    public required UploadState State { get; init; }

    /// <summary>When its upload ended.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The line of an upload.</summary>
    /// <param name="result">How it ended.</param>
    /// <param name="lastWriteTime">When the file was written last, as it was before it was read.</param>
    /// <param name="chain">Which log it is in.</param>
    public static ManifestLine From(UploadResult result, DateTimeOffset? lastWriteTime, string chain) => new()
    {
        Name = result.Name,
        Path = result.Path,
        Size = result.Size - EncryptionKey.HeaderSizeOf(result.Encryption),
        LastWriteTime = lastWriteTime,
        Root = result.Root,
        Roots = result.Roots,
        Encryption = result.Encryption,
        Sequence = result.Sequence,
        Transaction = result.Transaction,
        Block = result.Block,
        Fee = result.Fee,
        GasFee = result.GasFee,
        Network = result.Network,
        Chain = chain,
        Node = result.Node,
        State = result.State,
        CreatedAt = result.CreatedAt,
    };

    /// <summary>What an upload says that had nothing to do because of this line: nothing is paid again.</summary>
    public UploadResult ToResult() => new()
    {
        Name = Name,
        Path = Path,
        Size = Size + EncryptionKey.HeaderSizeOf(Encryption),
        Root = Root,
        Roots = Roots,
        Encryption = Encryption,
        Sequence = Sequence,
        Fee = TokenAmount.Zero,
        GasFee = TokenAmount.Zero,
        Network = Network,
        Node = Node,
        State = UploadState.AlreadyStored,
        CreatedAt = CreatedAt,
        Duration = TimeSpan.Zero,
    };
}
