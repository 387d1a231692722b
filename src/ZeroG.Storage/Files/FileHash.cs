using ZeroG.Chain;
using ZeroG.Storage.Merkle;

namespace ZeroG.Storage.Files;

/// <summary>A local file and the root under which the network would know it.</summary>
/// <param name="Name">File name without folder.</param>
/// <param name="Path">Full path; null for bytes in memory.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Root">Root of the file's Merkle tree.</param>
/// <param name="Sectors">Sectors of 256 bytes that the file takes in the flow, padding included.</param>
/// <param name="Segments">Segments of 256 KiB that are sent.</param>
public sealed record FileHash(string Name, string? Path, long Size, Hash256 Root, long Sectors, long Segments)
{
    /// <summary>Reads and hashes a file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="progress">Receives the bytes hashed so far.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ZeroGException"><c>ZgFileChanged</c>: it is not what it was when it was opened.</exception>
    public static async Task<FileHash> ComputeAsync(
        FileSource source, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        FileTree tree = await FileTree.BuildAsync(source, progress, cancellationToken);
        source.ThrowIfChanged();
        return new FileHash(source.Name, source.Path, source.Size, tree.Root, tree.Padding.PaddedSectors, tree.Padding.Segments);
    }

    /// <summary>The root.</summary>
    public override string ToString() => Root.ToString();
}
