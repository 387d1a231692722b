using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using ZeroG.Chain;
using ZeroG.Storage.Files;

namespace ZeroG.Storage.Transfer;

/// <summary>
/// An unfinished download, <c>name.download</c>, in the format of the official client: the bytes of the file, then 48 bytes with its root,
/// its size and how many bytes from the start are there (0G storage specification, partial file format). Either client can finish the
/// other's.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    // root (32) + size (8, big-endian) + offset (8, big-endian)
    private const int TrailerSize = Hash256.Size + sizeof(long) + sizeof(long);

    private readonly SafeFileHandle _handle;
    private readonly string _path;
    private readonly string _target;
    private readonly long _size;

    private PartialFile(SafeFileHandle handle, string path, string target, long size, long offset)
    {
        _handle = handle;
        _path = path;
        _target = target;
        _size = size;
        Offset = offset;
    }

    /// <summary>Bytes from the start that are there.</summary>
    public long Offset { get; private set; }

    /// <summary>What is there, for reading; valid as long as this object.</summary>
    public FileSource Content => FileSource.FromHandle(_handle, _path, _size);

    /// <summary>Opens the unfinished download of a file, or begins one.</summary>
    /// <param name="target">The name that the file gets at the end.</param>
    /// <param name="root">Root of the file.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="force">True to begin anew over anything else that has the unfinished file's name.</param>
    /// <exception cref="ZeroGException">
    /// <c>ZgTargetExists</c>: something else has that name. <c>ZgTargetBusy</c>: another download is writing it. <c>ZgWriteFailed</c>.
    /// </exception>
    public static PartialFile Open(string target, Hash256 root, long size, bool force)
    {
        string path = target + ".download";
        try
        {
            SafeFileHandle handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            try
            {
                long offset = ReadOffset(handle, root, size);
                PartialFile partial = new(handle, path, target, size, Math.Max(0, offset));
                if (offset < 0)
                {
                    if (RandomAccess.GetLength(handle) > 0 && !force)
                    {
                        throw new ZeroGException(
                            "ZgTargetExists", ErrorKind.ResourceExists,
                            $"'{path}' exists and is no unfinished download of {root}. Remove it, choose another destination, "
                            + "or use Force to replace it.", path);
                    }

                    partial.Begin(root);
                }

                return partial;
            }
            catch
            {
                handle.Dispose();
                throw;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw FileFault.IsBusy(exception)
                ? new ZeroGException("ZgTargetBusy", ErrorKind.ResourceBusy,
                    $"'{path}' is being written by another download. Wait for that one.", path, exception)
                : WriteFailed(path, exception);
        }
    }

    /// <summary>Starts from the beginning again, after what was there turned out to be wrong.</summary>
    public void Begin(Hash256 root) => Guard(() =>
    {
        Span<byte> trailer = stackalloc byte[TrailerSize];
        root.CopyTo(trailer);
        BinaryPrimitives.WriteInt64BigEndian(trailer[Hash256.Size..], _size);
        BinaryPrimitives.WriteInt64BigEndian(trailer[(Hash256.Size + sizeof(long))..], 0);
        RandomAccess.SetLength(_handle, _size + TrailerSize);
        RandomAccess.Write(_handle, trailer, _size);
        Offset = 0;
    });

    /// <summary>Appends bytes: first the data, then the count that makes them valid.</summary>
    public void Append(ReadOnlyMemory<byte> data) => Guard(() =>
    {
        Span<byte> count = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(count, Offset + data.Length);
        RandomAccess.Write(_handle, data.Span, Offset);
        RandomAccess.Write(_handle, count, _size + TrailerSize - sizeof(long));
        Offset += data.Length;
    });

    /// <summary>Cuts the trailer off, flushes, and gives the file its final name.</summary>
    public void Seal(bool overwrite) => Guard(() =>
    {
        // Looked at before the trailer goes, so that what came stays a download that the next run finishes.
        if (!overwrite && File.Exists(_target))
        {
            throw TargetExists(_target);
        }

        RandomAccess.SetLength(_handle, _size);
        RandomAccess.FlushToDisk(_handle);
        _handle.Dispose();
        File.Move(_path, _target, overwrite);
    });

    /// <summary>Closes the file; what is there stays for the next run.</summary>
    public void Dispose() => _handle.Dispose();

    internal static ZeroGException TargetExists(string target) => new(
        "ZgTargetExists", ErrorKind.ResourceExists, $"'{target}' exists. Choose another destination, or use Force to replace it.", target);

    /// <summary>Bytes that are there; -1 when the file is empty or no partial file of that root and size.</summary>
    private static long ReadOffset(SafeFileHandle handle, Hash256 root, long size)
    {
        Span<byte> trailer = stackalloc byte[TrailerSize];
        if (RandomAccess.GetLength(handle) != size + TrailerSize || RandomAccess.Read(handle, trailer, size) != TrailerSize)
        {
            return -1;
        }

        long offset = BinaryPrimitives.ReadInt64BigEndian(trailer[(Hash256.Size + sizeof(long))..]);
        bool matches = trailer[..Hash256.Size].SequenceEqual(root.Bytes)
            && BinaryPrimitives.ReadInt64BigEndian(trailer[Hash256.Size..]) == size
            && offset >= 0 && offset <= size;
        return matches ? offset : -1;
    }

    private static ZeroGException WriteFailed(string path, Exception exception) => new(
        "ZgWriteFailed", ErrorKind.WriteError,
        $"'{path}' cannot be written: {exception.Message} Check the folder, your permissions and the free space.", path, exception);

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw WriteFailed(_path, exception);
        }
    }
}
