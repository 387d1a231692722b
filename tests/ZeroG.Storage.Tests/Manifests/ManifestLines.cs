using ZeroG.Chain;
using ZeroG.Storage.Manifests;
using ZeroG.Storage.Transfer;

namespace ZeroG.Storage.Tests.Manifests;

/// <summary>Lines for tests.</summary>
internal static class ManifestLines
{
    public const string Chain = "31337:0x0000000000000000000000000000000000001000:0x11";

    public static readonly DateTimeOffset Written = new(2026, 5, 1, 12, 30, 15, 123, TimeSpan.Zero);

    /// <summary>A line that is fully filled in.</summary>
    public static ManifestLine Of(string path, long size = 1000, string chain = Chain, string? encryption = null) => new()
    {
        Name = path.Split('/')[^1],
        Path = path,
        Size = size,
        LastWriteTime = Written,
        Root = Hash256.Keccak(System.Text.Encoding.UTF8.GetBytes(path)),
        Roots = new FileRoots([Hash256.Keccak([2]), Hash256.Keccak([3])]),
        Encryption = encryption,
        Sequence = 17,
        Transaction = Hash256.Keccak([1]),
        Block = 4,
        Fee = TokenAmount.FromWei(123_456_789),
        GasFee = TokenAmount.FromWei(1),
        Network = "devnet",
        Chain = chain,
        Node = new NodeAddresses([new Uri("http://127.0.0.1:5678/"), new Uri("http://127.0.0.1:5679/")]),
        State = UploadState.Finalized,
        CreatedAt = Written.AddHours(3),
    };
}
