using Microsoft.Win32.SafeHandles;
using ZeroG.Chain;

namespace ZeroG.DataAvailability.Encoding.Parameters.Challenge;

/// <summary>Parts of a file on disk.</summary>
internal sealed class LocalByteRanges : ByteRanges
{
    private readonly SafeFileHandle _handle;

    private LocalByteRanges(string path, SafeFileHandle handle)
        : base(path, RandomAccess.GetLength(handle)) => _handle = handle;

    /// <summary>Opens a file.</summary>
    /// <exception cref="ZeroGException"><c>ZgChallengeNotFound</c>, <c>ZgChallengeUnreadable</c>.</exception>
    public static LocalByteRanges Open(string path)
    {
        try
        {
            return new(path, File.OpenHandle(path, options: FileOptions.Asynchronous));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw NotFound(path, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, exception.Message, exception);
        }
    }

    public override async Task ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            while (!buffer.IsEmpty)
            {
                int read = await RandomAccess.ReadAsync(_handle, buffer, offset, cancellationToken);
                if (read == 0)
                {
                    throw Unreadable(Name, "it became shorter.", null);
                }

                offset += read;
                buffer = buffer[read..];
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(Name, exception.Message, exception);
        }
    }

    public override void Dispose() => _handle.Dispose();

    private static ZeroGException Unreadable(string path, string why, Exception? cause) => new(
        "ZgChallengeUnreadable", ErrorKind.ReadError, $"'{path}' cannot be read: {why} Check its permissions and the disk.", path, cause);
}
