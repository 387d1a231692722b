using System.Buffers;
using System.IO.Compression;
using ZeroG.Chain;

namespace ZeroG.Compute.FineTuning;

/// <summary>
/// The zip that a decrypted model is: <c>output_model/</c> with the adapter and its tokenizer. It comes from a provider, so that no name in
/// it may lead out of the folder, and nothing but files is made. The runtime lets none become larger than it says.
/// </summary>
public static class ModelArchive
{
    private const int PieceSize = 128 << 10;
    private const int MostEntries = 100_000;
    private const int UnixTypeShift = 16 + 12;
    private const int UnixFile = 0x8;
    private const int UnixFolder = 0x4;

    // What Windows forbids in names and what separates folders there, so that a model unpacks alike everywhere.
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("\\:*?\"<>|\0");

    /// <summary>Whether a file begins as a zip does.</summary>
    public static bool IsZip(string path)
    {
        using FileStream file = File.OpenRead(path);
        Span<byte> start = stackalloc byte[4];
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length
            && start is [(byte)'P', (byte)'K', 3, 4] or [(byte)'P', (byte)'K', 5, 6];
    }

    /// <summary>Unpacks a model. All files are there when it ends well; the folder is as before when it fails.</summary>
    /// <param name="path">The zip.</param>
    /// <param name="destination">The folder; made when it is missing.</param>
    /// <param name="overwrite">Whether files in it may be replaced; otherwise it must be empty.</param>
    /// <param name="progress">Receives the bytes written so far.</param>
    /// <param name="cancellationToken">Stops at once and leaves nothing behind.</param>
    /// <returns>Full paths of the files, in the order of the zip.</returns>
    /// <exception cref="ZeroGException">
    /// <c>ZgModelArchiveInvalid</c>, <c>ZgModelArchiveUnsafe</c>, <c>ZgTargetExists</c>, <c>ZgWriteFailed</c>.
    /// </exception>
    public static async Task<IReadOnlyList<string>> ExtractAsync(
        string path, string destination, bool overwrite = false, IProgress<long>? progress = null,
        CancellationToken cancellationToken = default)
    {
        string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(destination));
        CheckFree(folder, overwrite);
        string staging = TemporaryName.Beside(folder);
        try
        {
            List<string> names;
            await using (FileStream file = File.OpenRead(path))
            await using (ZipArchive archive = Open(file, path))
            {
                names = await UnpackAsync(archive, path, staging, progress, cancellationToken);
            }

            Move(staging, folder, names);
            return [.. names.Select(name => Path.Combine(folder, name))];
        }
        catch (Exception failure) when (FileFault.IsRefusal(failure))
        {
            throw NewFile.WriteFailed(folder, failure);
        }
        finally
        {
            if (Directory.Exists(staging))
            {
                Directory.Delete(staging, recursive: true);
            }
        }
    }

    /// <summary>Refuses a destination that is a file, or a folder that has something in it.</summary>
    /// <exception cref="ZeroGException"><c>ZgTargetExists</c>.</exception>
    public static void CheckFree(string folder, bool overwrite)
    {
        if (File.Exists(folder) || (!overwrite && Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw NewFile.TargetExists(folder);
        }
    }

    private static ZipArchive Open(FileStream file, string path)
    {
        try
        {
            ZipArchive archive = new(file, ZipArchiveMode.Read, leaveOpen: true);
            return archive.Entries.Count <= MostEntries ? archive : throw Unsafe(path, $"it holds {archive.Entries.Count} entries");
        }
        catch (InvalidDataException failure)
        {
            throw new ZeroGException(
                "ZgModelArchiveInvalid", ErrorKind.InvalidData,
                $"'{path}' is no zip, or a broken one: {failure.Message} Ask the provider what it delivers.", path, failure);
        }
    }

    private static async Task<List<string>> UnpackAsync(
        ZipArchive archive, string path, string staging, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        List<string> names = [];
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        long done = 0;
        Directory.CreateDirectory(staging);
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            string[] parts = Check(entry, path);
            string target = Path.Combine([staging, .. parts]);
            if (entry.FullName.EndsWith('/'))
            {
                Directory.CreateDirectory(target);
                continue;
            }

            if (!seen.Add(entry.FullName))
            {
                throw Unsafe(path, $"it holds '{entry.FullName}' twice");
            }

            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            done += await WriteAsync(entry, path, target, done, progress, cancellationToken);
            names.Add(Path.Combine(parts));
        }

        return names;
    }

    private static async Task<long> WriteAsync(
        ZipArchiveEntry entry, string path, string target, long before, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            await using Stream from = await entry.OpenAsync(cancellationToken);
            await using FileStream to = new(target, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            long written = 0;
            while (await from.ReadAsync(buffer, cancellationToken) is int read and > 0)
            {
                await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                written += read;
                progress?.Report(before + written);
            }

            return written == entry.Length ? written : throw new InvalidDataException($"It ends after {written} bytes.");
        }
        catch (InvalidDataException failure)
        {
            throw new ZeroGException(
                "ZgModelArchiveInvalid", ErrorKind.InvalidData,
                $"'{entry.FullName}' in '{path}' cannot be unpacked: {failure.Message} Ask the provider what it delivers.", path, failure);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string[] Check(ZipArchiveEntry entry, string path)
    {
        int type = (entry.ExternalAttributes >>> UnixTypeShift) & 0xF;
        if (type is not (0 or UnixFile or UnixFolder))
        {
            throw Unsafe(path, $"'{entry.FullName}' is a link or a device");
        }

        string[] parts = entry.FullName.TrimEnd('/').Split('/');
        return parts.All(part => part.Trim() is not ("" or "." or "..") && !part.AsSpan().ContainsAny(Forbidden))
            ? parts
            : throw Unsafe(path, $"'{entry.FullName}' leads out of the folder, or is no name of a file");
    }

    private static void Move(string staging, string folder, List<string> names)
    {
        if (!Directory.Exists(folder))
        {
            Directory.Move(staging, folder);
            return;
        }

        foreach (string name in names)
        {
            string target = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Move(Path.Combine(staging, name), target, overwrite: true);
        }
    }

    private static ZeroGException Unsafe(string path, string what) => new(
        "ZgModelArchiveUnsafe", ErrorKind.SecurityError,
        $"'{path}' was not unpacked: {what}. Nothing was written; do not use this model.", path);
}
