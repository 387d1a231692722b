using ZeroG.Chain;

namespace ZeroG.DataAvailability.Slices;

/// <summary>
/// A folder with the slices of one blob, <c>slice-0000.bin</c> and so on, and <c>blob.json</c>, which says what they belong to. A folder is
/// written beside its place and gets its name when it is complete.
/// </summary>
public sealed class SliceFolder
{
    private SliceFolder(string path, BlobDescription? description, BlobSlice[] slices) =>
        (Path, Description, Slices) = (path, description, slices);

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>What the slices belong to; null when the folder does not say it.</summary>
    public BlobDescription? Description { get; }

    /// <summary>The slices that are there, at least one, in the order of their numbers.</summary>
    public IReadOnlyList<BlobSlice> Slices { get; }

    /// <summary>Looks at a folder; slices are read when they are asked for.</summary>
    /// <exception cref="ZeroGException">
    /// <c>ZgSliceFolderNotFound</c>, <c>ZgSliceFolderEmpty</c>, <c>ZgBlobDescriptionInvalid</c>, <c>ZgFileUnreadable</c>.
    /// </exception>
    public static SliceFolder Open(string path)
    {
        if (!Directory.Exists(path))
        {
            throw new ZeroGException(
                "ZgSliceFolderNotFound", ErrorKind.ObjectNotFound,
                $"There is no folder '{path}'. Name the folder that ConvertTo-ZgEncodedBlob wrote.", path);
        }

        BlobDescription? description = BlobDescriptionFile.Find(path);
        BlobSlice[] slices = [.. Directory.EnumerateFiles(path, SliceFileName.Pattern)
            .Select(file => BlobSlice.InFile(file, description))
            .Where(slice => slice.Index >= 0)
            .OrderBy(slice => slice.Index)];
        return slices.Length > 0 ? new SliceFolder(path, description, slices) : throw new ZeroGException(
            "ZgSliceFolderEmpty", ErrorKind.ObjectNotFound,
            $"'{path}' has no slices. Name the folder that ConvertTo-ZgEncodedBlob wrote.", path);
    }

    /// <summary>The slice in a file, with what the folder around it says of it.</summary>
    /// <exception cref="ZeroGException"><c>ZgFileNotFound</c>, <c>ZgBlobDescriptionInvalid</c>, <c>ZgFileUnreadable</c>.</exception>
    public static BlobSlice OpenSlice(string path) => File.Exists(path)
        ? BlobSlice.InFile(path, BlobDescriptionFile.Find(System.IO.Path.GetDirectoryName(path)!))
        : throw FileFault.Unreadable(path, new FileNotFoundException())!;

    /// <summary>Writes the slices of a blob.</summary>
    /// <param name="path">Full path of the folder to be, in a folder that exists.</param>
    /// <param name="blob">The blob, in memory.</param>
    /// <param name="overwrite">Whether a folder of that name, with slices in it, may be replaced. No other folder ever is.</param>
    /// <param name="progress">Receives the bytes written so far.</param>
    /// <param name="cancellationToken">Stops and leaves nothing behind.</param>
    /// <returns>The same blob with its slices in files.</returns>
    /// <exception cref="ZeroGException"><c>ZgTargetExists</c>, <c>ZgWriteFailed</c>.</exception>
    public static SlicedBlob Write(
        string path, SlicedBlob blob, bool overwrite, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ThrowIfTaken(path, overwrite);
        string temporary = TemporaryName.Beside(path);
        try
        {
            Directory.CreateDirectory(temporary);
            BlobDescription description = new(blob.Name, blob.Size, blob.Root, blob.Commitment, blob.Shape);
            long written = 0;
            foreach (BlobSlice slice in blob.Slices)
            {
                cancellationToken.ThrowIfCancellationRequested();
                byte[] bytes = slice.ToArray();
                File.WriteAllBytes(System.IO.Path.Combine(temporary, SliceFileName.Of(slice.Index)), bytes);
                progress?.Report(written += bytes.Length);
            }

            File.WriteAllBytes(System.IO.Path.Combine(temporary, BlobDescriptionFile.Name), BlobDescriptionFile.Write(description));
            Replace(temporary, path, overwrite);
            BlobSlice[] slices = [.. blob.Slices.Select(
                slice => BlobSlice.InFile(System.IO.Path.Combine(path, SliceFileName.Of(slice.Index)), description))];
            return blob with { Path = path, Slices = slices };
        }
        catch (Exception failure) when (FileFault.IsRefusal(failure))
        {
            throw NewFile.WriteFailed(path, failure);
        }
        finally
        {
            Remove(temporary);
        }
    }

    /// <summary>Refuses a place that is taken.</summary>
    /// <exception cref="ZeroGException"><c>ZgTargetExists</c>.</exception>
    public static void ThrowIfTaken(string path, bool overwrite)
    {
        bool mayGo = overwrite && File.Exists(System.IO.Path.Combine(path, BlobDescriptionFile.Name));
        if (File.Exists(path) || (Directory.Exists(path) && !mayGo))
        {
            throw overwrite
                ? new ZeroGException(
                    "ZgTargetExists", ErrorKind.ResourceExists,
                    $"'{path}' exists and is no folder of slices, so Force does not replace it. Choose another destination.", path)
                : NewFile.TargetExists(path);
        }
    }

    private static void Replace(string temporary, string path, bool overwrite)
    {
        ThrowIfTaken(path, overwrite);
        string old = TemporaryName.Beside(path, ".old");
        bool replaces = Directory.Exists(path);
        if (replaces)
        {
            Directory.Move(path, old);
        }

        Directory.Move(temporary, path);
        if (replaces)
        {
            Remove(old);
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // What is left behind bears a name that nobody mistakes; the failure that led here, if one did, says more.
        }
    }
}
