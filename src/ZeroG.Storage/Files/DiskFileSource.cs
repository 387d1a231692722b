using Microsoft.Win32.SafeHandles;
using ZeroG.Chain;

namespace ZeroG.Storage.Files;

/// <summary>A file on disk, held open.</summary>
internal sealed class DiskFileSource : FileSource
{
    // What .NET shows of bytes in a name that are no UTF-8, and cannot turn back into them.
    private const char Unreadable = '\uFFFD';

    private readonly SafeFileHandle _handle;
    private readonly bool _ownsHandle;
    private readonly DateTime? _modified;

    private DiskFileSource(string name, string path, SafeFileHandle handle, long size, DateTime? modified)
        : base(name, path, size)
    {
        _handle = handle;
        _modified = modified;
        _ownsHandle = modified is not null;
    }

    public static new DiskFileSource Open(string path)
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
            if (HasNoBytes(full))
            {
                throw Empty(path);
            }

            handle = File.OpenHandle(
                full, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
            long size = RandomAccess.GetLength(handle);
            DateTime modified = File.GetLastWriteTimeUtc(handle);
            return size > 0 ? new DiskFileSource(System.IO.Path.GetFileName(full), full, handle, size, modified) : throw Empty(path);
        }
        catch (Exception exception)
        {
            handle?.Dispose();
            throw exception is FileNotFoundException or DirectoryNotFoundException && path.Contains(Unreadable, StringComparison.Ordinal)
                ? new ZeroGException(
                    "ZgFileNotFound", ErrorKind.ObjectNotFound,
                    $"'{path}' cannot be opened under this name, which is perhaps not written in UTF-8. Rename it.", path, exception)
                : FileFault.Unreadable(path, exception) ?? exception;
        }
    }

    /// <summary>A file that somebody else holds open, closes, and may write to.</summary>
    public static new DiskFileSource FromHandle(SafeFileHandle handle, string path, long size) =>
        new(System.IO.Path.GetFileName(path), path, handle, size, modified: null);

    /// <summary>
    /// Looked at before it is opened: a named pipe has no bytes either, and opening one waits until somebody writes to it.
    /// </summary>
    private static bool HasNoBytes(string full)
    {
        FileInfo file = new(full);
        if (file.LinkTarget is not null)
        {
            file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        }

        return file is { Exists: true, Length: 0 };
    }

    public override void ThrowIfChanged()
    {
        if (_modified is not null && (RandomAccess.GetLength(_handle) != Size || File.GetLastWriteTimeUtc(_handle) != _modified))
        {
            throw Changed();
        }
    }

    protected override async ValueTask FillAsync(long position, Memory<byte> buffer, CancellationToken cancellationToken)
    {
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

    protected override void Dispose(bool disposing)
    {
        if (disposing && _ownsHandle)
        {
            _handle.Dispose();
        }

        base.Dispose(disposing);
    }
}
