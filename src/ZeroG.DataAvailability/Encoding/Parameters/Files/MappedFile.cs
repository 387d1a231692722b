using System.IO.MemoryMappedFiles;
using ZeroG.Chain;

namespace ZeroG.DataAvailability.Encoding.Parameters.Files;

/// <summary>
/// A file of parameters mapped into memory, read only. What <see cref="View"/> and <see cref="Bytes"/> give is the file itself: valid until
/// the object is disposed, and shared with every other process that has it mapped.
/// </summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private byte* _start;

    private MappedFile(string path, long length, MemoryMappedFile file)
    {
        Path = path;
        Length = length;
        _file = file;
        _view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        _start += _view.PointerOffset;
    }

    public string Path { get; }

    /// <summary>Bytes when it was opened.</summary>
    public long Length { get; }

    /// <summary>Whether it was closed. What it gave must not be used any more.</summary>
    public bool IsDisposed => _start is null;

    /// <summary>Maps a file.</summary>
    /// <exception cref="ZeroGException"><c>ZgParameterNotFound</c>, <c>ZgParameterUnreadable</c>, or <c>ZgParameterInvalid</c> if it is
    /// empty.</exception>
    public static MappedFile Open(string path)
    {
        try
        {
            FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
            long length = stream.Length;
            if (length == 0)
            {
                stream.Dispose();
                throw ParameterFailure.Invalid(path, "is empty.");
            }

            MemoryMappedFile file = MemoryMappedFile.CreateFromFile(
                stream, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
            return new(path, length, file);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ZeroGException(
                "ZgParameterNotFound", ErrorKind.ObjectNotFound,
                $"There is no file '{path}'. Check the name and the folder.", path, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ParameterFailure.Unreadable(path, exception);
        }
    }

    /// <summary>Values that lie in the file, as they are in memory.</summary>
    /// <param name="offset">Of the first byte; any alignment.</param>
    /// <param name="count">Values, all within the file.</param>
    public ReadOnlyMemory<T> View<T>(long offset, int count)
        where T : unmanaged
    {
        Check(offset, (long)count * sizeof(T));
        return new MappedMemory<T>(this, _start + offset, count).Memory;
    }

    /// <summary>Bytes of the file.</summary>
    public ReadOnlySpan<byte> Bytes(long offset, int length)
    {
        Check(offset, length);
        return new(_start + offset, length);
    }

    public void Dispose()
    {
        if (_start is not null)
        {
            _start = null;
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
            _file.Dispose();
        }
    }

    private void Check(long offset, long length)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - offset);
    }
}
