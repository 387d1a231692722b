using Microsoft.Win32.SafeHandles;
using ZeroG.Chain;

namespace ZeroG.Storage.Files;

/// <summary>
/// The bytes to be hashed or sent: a file on disk, held open, or bytes in memory. Any number of threads may read at once.
/// </summary>
public sealed class FileSource : IDisposable
{
    private readonly SafeFileHandle? _handle;
    private readonly bool _ownsHandle;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly DateTime _modified;

    private FileSource(
        string name,
        string? path,
        SafeFileHandle? handle,
        ReadOnlyMemory<byte> bytes,
        long size,
        DateTime modified = default,
        bool ownsHandle = false)
    {
        Name = name;
        Path = path;
        _handle = handle;
        _ownsHandle = ownsHandle;
        _bytes = bytes;
        Size = size;
        _modified = modified;
    }

    /// <summary>File name without folder, or the name given with bytes.</summary>
    public string Name { get; }

    /// <summary>Full path; null for bytes in memory.</summary>
    public string? Path { get; }

    /// <summary>Bytes when it was opened, at least one.</summary>
    public long Size { get; }

    /// <summary>Opens a file for reading. Others may write to it; that is noticed by <see cref="ThrowIfChanged"/>.</summary>
    /// <exception cref="ZeroGException">
    /// <c>ZgFileNotFound</c>, <c>ZgFileIsDirectory</c>, <c>ZgFileEmpty</c>, or <c>ZgFileUnreadable</c> when the system refuses.
    /// </exception>
    public static FileSource Open(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            throw new ZeroGException(
                "ZgFileIsDirectory", ErrorKind.InvalidArgument,
                $"'{path}' is a directory where a file is expected. Name a file, or pipe the files in it.", path);
        }

        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(
                full, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
            long size = RandomAccess.GetLength(handle);
            DateTime modified = File.GetLastWriteTimeUtc(handle);
            return size > 0
                ? new FileSource(System.IO.Path.GetFileName(full), full, handle, default, size, modified, ownsHandle: true)
                : throw Empty(path);
        }
        catch (Exception exception)
        {
            handle?.Dispose();
            throw exception switch
            {
                FileNotFoundException or DirectoryNotFoundException => new ZeroGException(
                    "ZgFileNotFound", ErrorKind.ObjectNotFound, $"There is no file '{path}'. Check the path.", path, exception),
                IOException or UnauthorizedAccessException => new ZeroGException(
                    "ZgFileUnreadable", ErrorKind.ReadError,
                    $"'{path}' cannot be read: {exception.Message} Check that you may read it.", path, exception),
                _ => exception,
            };
        }
    }

    /// <summary>Takes bytes in memory, which must stay unchanged.</summary>
    /// <param name="bytes">At least one byte; not copied.</param>
    /// <param name="name">The name to show.</param>
    /// <exception cref="ZeroGException"><c>ZgFileEmpty</c>.</exception>
    public static FileSource FromBytes(ReadOnlyMemory<byte> bytes, string name = "bytes") =>
        bytes.IsEmpty ? throw Empty(name) : new FileSource(name, null, null, bytes, bytes.Length);

    /// <summary>Fills the whole buffer from a position.</summary>
    /// <param name="position">First byte.</param>
    /// <param name="buffer">Receives the bytes; position and length lie within <see cref="Size"/>.</param>
    /// <param name="cancellationToken">Stops waiting for the disk.</param>
    /// <exception cref="ZeroGException"><c>ZgFileChanged</c>: the file ends earlier now. <c>ZgFileUnreadable</c>: the disk
    /// failed.</exception>
    public async ValueTask ReadAsync(long position, Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_handle is null)
        {
            _bytes.Slice(checked((int)position), buffer.Length).CopyTo(buffer);
            return;
        }

        while (!buffer.IsEmpty)
        {
            int read;
            try
            {
                read = await RandomAccess.ReadAsync(_handle, buffer, position, cancellationToken);
            }
            catch (IOException exception)
            {
                throw new ZeroGException(
                    "ZgFileUnreadable", ErrorKind.ReadError,
                    $"'{Path}' cannot be read: {exception.Message} Check the disk.", Path, exception);
            }

            if (read == 0)
            {
                throw Changed();
            }

            position += read;
            buffer = buffer[read..];
        }
    }

    /// <summary>Reads a segment as it travels: the bytes of the file, then zeros up to a whole sector.</summary>
    /// <param name="segment">0 to the file's segments - 1.</param>
    /// <param name="buffer">At least 262,144 bytes.</param>
    /// <param name="cancellationToken">Stops waiting for the disk.</param>
    /// <returns>Bytes that were filled, a multiple of 256.</returns>
    /// <exception cref="ZeroGException">As for <see cref="ReadAsync"/>.</exception>
    public async ValueTask<int> ReadSegmentAsync(long segment, Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        FlowPadding padding = new(Size);
        int fileLength = padding.FileLength(segment);
        int wireLength = padding.WireLength(segment);
        await ReadAsync(segment * FlowPadding.SegmentSize, buffer[..fileLength], cancellationToken);
        buffer.Span[fileLength..wireLength].Clear();
        return wireLength;
    }

    /// <summary>Compares length and time of the last write with those at opening.</summary>
    /// <exception cref="ZeroGException"><c>ZgFileChanged</c>.</exception>
    public void ThrowIfChanged()
    {
        if (_handle is not null && (RandomAccess.GetLength(_handle) != Size || File.GetLastWriteTimeUtc(_handle) != _modified))
        {
            throw Changed();
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        if (_ownsHandle)
        {
            _handle?.Dispose();
        }
    }

    /// <summary>The first bytes of a file that somebody else holds open and closes. Changes are not looked for.</summary>
    internal static FileSource FromHandle(SafeFileHandle handle, string path, long size) =>
        new(System.IO.Path.GetFileName(path), path, handle, default, size);

    /// <summary>The failure of a file that is not what it was when it was hashed.</summary>
    internal ZeroGException Changed() => new(
        "ZgFileChanged", ErrorKind.InvalidOperation,
        $"'{Path ?? Name}' changed while it was read. Wait until nothing writes to it, then try again.", Path ?? Name);

    private static ZeroGException Empty(string name) =>
        new("ZgFileEmpty", ErrorKind.InvalidData,
            $"'{name}' is empty, and the network stores no empty files. Give it at least one byte.", name);
}
