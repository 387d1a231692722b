using System.Buffers.Binary;
using System.Text;
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

    private const string Ending = ".download";

    // Bytes in UTF-8 on Linux and macOS; Windows counts characters, which are never more.
    private const int LongestName = 255;

    // How much of a download that nobody can check afterwards is on the way to the disk before it counts.
    private const int DurableStep = 16 << 20;

    // How much comes before the disk begins to write it, so that the flush at the end finds little to do.
    private const int WritebackStep = 4 << 20;

    private readonly SafeFileHandle _handle;
    private readonly string _path;
    private readonly string _target;
    private readonly long _size;
    private readonly bool _durable;
    private long _counted;
    private long _handedOver;

    private PartialFile(SafeFileHandle handle, string path, string target, long size, long offset, bool durable)
    {
        _handle = handle;
        _path = path;
        _target = target;
        _size = size;
        _durable = durable;
        Offset = _counted = _handedOver = offset;
        Resumed = offset > 0;
    }

    /// <summary>Whether bytes of an earlier run were there when it was opened.</summary>
    public bool Resumed { get; }

    /// <summary>Bytes from the start that are there.</summary>
    public long Offset { get; private set; }

    /// <summary>
    /// True when the file has its size but no trailer: a run ended between cutting it off and giving the name, or the file is somebody
    /// else's. Its root tells.
    /// </summary>
    public bool IsUnmarked { get; private init; }

    /// <summary>What is there, for reading; valid as long as this object.</summary>
    public FileSource Content => FileSource.FromHandle(_handle, _path, _size);

    /// <summary>Opens the unfinished download of a file, or begins one.</summary>
    /// <param name="target">The name that the file gets at the end.</param>
    /// <param name="root">Root of the file, or what else tells this download from others.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="force">True to begin anew over anything else that has the unfinished file's name.</param>
    /// <param name="durable">True when nothing can check the bytes afterwards: they count only once they are on the disk.</param>
    /// <exception cref="ZeroGException">
    /// <c>ZgTargetExists</c>: something else has that name. <c>ZgTargetBusy</c>: another download is writing it. <c>ZgWriteFailed</c>.
    /// </exception>
    public static PartialFile Open(string target, Hash256 root, long size, bool force, bool durable = false)
    {
        string path = PathOf(target, root);
        try
        {
            SafeFileHandle handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            try
            {
                long length = RandomAccess.GetLength(handle);
                long offset = ReadOffset(handle, root, size);
                if (offset < 0 && length == size && size > 0 && !durable)
                {
                    return new PartialFile(handle, path, target, size, size, durable) { IsUnmarked = true };
                }

                if (offset < 0 && length > 0 && !force)
                {
                    throw Foreign(path, root);
                }

                PartialFile partial = new(handle, path, target, size, Math.Max(0, offset), durable);
                if (offset < 0)
                {
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
        catch (Exception exception) when (FileFault.IsRefusal(exception))
        {
            throw FileFault.IsBusy(exception)
                ? new ZeroGException("ZgTargetBusy", ErrorKind.ResourceBusy,
                    $"'{path}' is being written by another download. Wait for that one.", path, exception)
                : NewFile.WriteFailed(path, exception);
        }
    }

    /// <summary>The unfinished file's path: the file's with an ending, or the root with one where that is too long for a name.</summary>
    private static string PathOf(string target, Hash256 root) =>
        Encoding.UTF8.GetByteCount(Path.GetFileName(target)) + Ending.Length <= LongestName
            ? target + Ending
            : Path.Combine(Path.GetDirectoryName(target)!, root + Ending);

    /// <summary>Starts from the beginning again, after what was there turned out to be wrong.</summary>
    public void Begin(Hash256 root) => Guard(() =>
    {
        Span<byte> trailer = stackalloc byte[TrailerSize];
        root.CopyTo(trailer);
        BinaryPrimitives.WriteInt64BigEndian(trailer[Hash256.Size..], _size);
        BinaryPrimitives.WriteInt64BigEndian(trailer[(Hash256.Size + sizeof(long))..], 0);
        RandomAccess.SetLength(_handle, _size + TrailerSize);
        RandomAccess.Write(_handle, trailer, _size);
        Offset = _counted = _handedOver = 0;
    });

    /// <summary>Appends bytes: first the data, then the count that makes them valid.</summary>
    public void Append(ReadOnlyMemory<byte> data) => Guard(() =>
    {
        RandomAccess.Write(_handle, data.Span, Offset);
        Offset += data.Length;
        if (!_durable || Offset - _counted >= DurableStep)
        {
            Count();
        }

        if (!_durable && Offset - _handedOver >= WritebackStep)
        {
            Writeback.Begin(_handle, _handedOver, Offset - _handedOver);
            _handedOver = Offset;
        }
    });

    /// <summary>Cuts the trailer off, flushes, and gives the file its final name.</summary>
    public void Seal(bool overwrite) => Guard(() =>
    {
        // Looked at before the trailer goes, so that what came stays a download that the next run finishes.
        if (!overwrite && File.Exists(_target))
        {
            throw NewFile.TargetExists(_target);
        }

        RandomAccess.SetLength(_handle, _size);
        RandomAccess.FlushToDisk(_handle);
        _handle.Dispose();
        FileMove.To(_path, _target, overwrite);
    });

    /// <summary>Closes the file; what is there stays for the next run.</summary>
    public void Dispose()
    {
        if (!_handle.IsClosed && _counted < Offset)
        {
            try
            {
                Count();
            }
            catch (Exception failure) when (FileFault.IsRefusal(failure))
            {
                // What does not count is fetched again.
            }
        }

        _handle.Dispose();
    }

    /// <summary>The failure of a file that has the unfinished download's name and is none.</summary>
    public ZeroGException Foreign(Hash256 root) => Foreign(_path, root);

    private static ZeroGException Foreign(string path, Hash256 root) => new(
        "ZgTargetExists", ErrorKind.ResourceExists,
        $"'{path}' exists and is no unfinished download of {root}. Remove it, choose another destination, or use Force to replace it.",
        path);

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

    private void Count()
    {
        if (_durable)
        {
            RandomAccess.FlushToDisk(_handle);
        }

        Span<byte> count = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(count, Offset);
        RandomAccess.Write(_handle, count, _size + TrailerSize - sizeof(long));
        _counted = Offset;
    }

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (FileFault.IsRefusal(exception))
        {
            throw NewFile.WriteFailed(_path, exception);
        }
    }
}
