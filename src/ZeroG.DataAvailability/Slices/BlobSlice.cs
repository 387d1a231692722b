using ZeroG.Chain;
using ZeroG.DataAvailability.Encoding;

namespace ZeroG.DataAvailability.Slices;

/// <summary>
/// One slice of a blob, as a file or as a row of a blob in memory. What it belongs to is what was told beside it, not what it says itself.
/// </summary>
public sealed class BlobSlice
{
    private readonly EncodedBlob? _blob;

    private BlobSlice(int index, string? path, EncodedBlob? blob, BlobDescription? belongsTo) =>
        (Index, Path, _blob, BelongsTo) = (index, path, blob, belongsTo);

    /// <summary>The encoded row that it should be, by the name of its file; -1 for a file of another name.</summary>
    public int Index { get; }

    /// <summary>Full path of its file; null in memory.</summary>
    public string? Path { get; }

    /// <summary>Bytes that a slice of its shape has; null for a file that nothing is known of.</summary>
    public int? Size => BelongsTo?.Shape.SliceSize;

    /// <summary>The data root that it should belong to; null when nobody told.</summary>
    public Hash256? Root => BelongsTo?.Root;

    /// <summary>The commitment that it should belong to; null when nobody told.</summary>
    public ErasureCommitment? Commitment => BelongsTo?.Commitment;

    /// <summary>The blob that it should belong to; null when nobody told.</summary>
    public BlobDescription? BelongsTo { get; }

    /// <summary>A slice in a file.</summary>
    internal static BlobSlice InFile(string path, BlobDescription? belongsTo) =>
        new(SliceFileName.IndexOf(System.IO.Path.GetFileName(path)) ?? -1, path, null, belongsTo);

    /// <summary>A slice of a blob in memory.</summary>
    internal static BlobSlice InMemory(EncodedBlob blob, int index, BlobDescription belongsTo) => new(index, null, blob, belongsTo);

    /// <summary>Its bytes.</summary>
    /// <exception cref="ZeroGException">
    /// <c>ZgFileNotFound</c>, <c>ZgFileUnreadable</c>, <c>ZgSliceMalformed</c>: larger than any slice.
    /// </exception>
    public byte[] ToArray()
    {
        if (_blob is not null)
        {
            byte[] bytes = new byte[_blob.SliceSize];
            _blob.WriteSlice(Index, bytes);
            return bytes;
        }

        try
        {
            // A wrong file may be any file: no more of it is read than a slice can have.
            return new FileInfo(Path!).Length <= LargestSize ? File.ReadAllBytes(Path!) : throw new ZeroGException(
                "ZgSliceMalformed", ErrorKind.InvalidData,
                $"'{Path}' is larger than any slice. Name files that ConvertTo-ZgEncodedBlob wrote.", Path);
        }
        catch (Exception failure) when (FileFault.Unreadable(Path!, failure) is { } unreadable)
        {
            throw unreadable;
        }
    }

    /// <summary>Path of its file, or <c>slice 17</c> in memory.</summary>
    public override string ToString() => Path ?? $"slice {Index}";

    // One row of the shape with the longest: two rows of 2^19 cells.
    private static int LargestSize { get; } = new MatrixShape(1, 19).SliceSize;
}
