namespace ZeroG.Chain;

/// <summary>
/// A file that is written beside its place and gets its name when it is complete: nobody ever sees a part of it under that name. Disposed
/// before that, it is gone.
/// </summary>
public sealed class NewFile : IAsyncDisposable
{
    private readonly string _path;
    private readonly string _temporary;
    private readonly bool _overwrite;
    private readonly FileStream _stream;
    private bool _kept;

    private NewFile(string path, string temporary, bool overwrite, FileStream stream) =>
        (_path, _temporary, _overwrite, _stream) = (path, temporary, overwrite, stream);

    /// <summary>Begins a file.</summary>
    /// <param name="path">The name that it gets, in a folder that exists.</param>
    /// <param name="overwrite">Whether it may replace another.</param>
    /// <exception cref="ZeroGException"><c>ZgTargetExists</c>, <c>ZgWriteFailed</c>.</exception>
    public static NewFile Create(string path, bool overwrite)
    {
        if (Directory.Exists(path) || (!overwrite && File.Exists(path)))
        {
            throw TargetExists(path);
        }

        string temporary = TemporaryName.Beside(path);
        return Guard(path, () => new NewFile(
            path, temporary, overwrite, new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0)));
    }

    /// <summary>Appends bytes.</summary>
    /// <exception cref="ZeroGException"><c>ZgWriteFailed</c>.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await _stream.WriteAsync(bytes, cancellationToken);
        }
        catch (Exception exception) when (FileFault.IsRefusal(exception))
        {
            throw WriteFailed(_path, exception);
        }
    }

    /// <summary>
    /// Writes bytes at a position, from as many threads as there are parts. Not together with <see cref="WriteAsync"/>, which appends.
    /// </summary>
    /// <exception cref="ZeroGException"><c>ZgWriteFailed</c>.</exception>
    public async ValueTask WriteAtAsync(long position, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await RandomAccess.WriteAsync(_stream.SafeFileHandle, bytes, position, cancellationToken);
        }
        catch (Exception exception) when (FileFault.IsRefusal(exception))
        {
            throw WriteFailed(_path, exception);
        }
    }

    /// <summary>Takes it to the disk and gives it its name.</summary>
    /// <exception cref="ZeroGException"><c>ZgTargetExists</c>, <c>ZgWriteFailed</c>.</exception>
    public void Keep() => Guard(_path, () =>
    {
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        if (!_overwrite && File.Exists(_path))
        {
            throw TargetExists(_path);
        }

        FileMove.To(_temporary, _path, _overwrite);
        return _kept = true;
    });

    /// <summary>Removes the file unless it was kept.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        if (!_kept)
        {
            try
            {
                File.Delete(_temporary);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // The failure that led here says more.
            }
        }
    }

    /// <summary>The failure of a name that is taken: <c>ZgTargetExists</c>.</summary>
    public static ZeroGException TargetExists(string target) => new(
        "ZgTargetExists", ErrorKind.ResourceExists, $"'{target}' exists. Choose another destination, or use Force to replace it.", target);

    /// <summary>The failure of a file that the system refuses to write: <c>ZgWriteFailed</c>.</summary>
    public static ZeroGException WriteFailed(string path, Exception exception) => new(
        "ZgWriteFailed", ErrorKind.WriteError,
        $"'{path}' cannot be written: {Reason(exception)} Check the folder, your permissions and the free space.", path, exception);

    private static string Reason(Exception exception) => exception is ArgumentOutOfRangeException
        ? "it is too large for the file system, or for a limit of this process."
        : exception.Message;

    private static T Guard<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (FileFault.IsRefusal(exception))
        {
            throw WriteFailed(path, exception);
        }
    }
}
