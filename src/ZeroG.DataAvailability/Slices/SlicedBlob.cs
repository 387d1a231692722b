using ZeroG.Chain;
using ZeroG.DataAvailability.Encoding;

namespace ZeroG.DataAvailability.Slices;

/// <summary>An encoded blob as its slices.</summary>
/// <param name="Name">Name of the file that was encoded, without its folder.</param>
/// <param name="Path">Full path of the folder of the slices; null when they are in memory.</param>
/// <param name="Size">Bytes of the file that was encoded.</param>
/// <param name="Root">The data root, by which the network names the blob.</param>
/// <param name="Commitment">The erasure commitment.</param>
/// <param name="Shape">The shape of the matrix.</param>
/// <param name="Slices">The slices in the order of their rows.</param>
/// <param name="Source">Full path of the file that was encoded; null for content that was no file.</param>
/// <param name="Duration">How long encoding took.</param>
public sealed record SlicedBlob(
    string Name, string? Path, long Size, Hash256 Root, ErasureCommitment Commitment, MatrixShape Shape, IReadOnlyList<BlobSlice> Slices,
    string? Source, TimeSpan Duration)
{
    /// <summary>The slices of a blob in memory, which keep it there.</summary>
    /// <param name="blob">The blob.</param>
    /// <param name="name">Name of the file that was encoded.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="source">Full path of the file; null for none.</param>
    /// <param name="duration">How long encoding took.</param>
    public static SlicedBlob InMemory(EncodedBlob blob, string name, long size, string? source, TimeSpan duration)
    {
        BlobDescription description = new(name, size, blob.DataRoot, new ErasureCommitment(blob.Commitment), blob.Shape);
        BlobSlice[] slices = [.. Enumerable.Range(0, blob.Shape.EncodedRows).Select(row => BlobSlice.InMemory(blob, row, description))];
        return new SlicedBlob(name, null, size, description.Root, description.Commitment, blob.Shape, slices, source, duration);
    }
}
