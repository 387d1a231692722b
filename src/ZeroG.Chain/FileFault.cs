namespace ZeroG.Chain;

/// <summary>What a failure of the file system means.</summary>
public static class FileFault
{
    /// <summary>True when somebody else has the file open: sharing or lock violation on Windows, EWOULDBLOCK on Linux and macOS.</summary>
    public static bool IsBusy(Exception exception) => exception is IOException && (exception.HResult & 0xFFFF) is 32 or 33 or 11 or 35;

    /// <summary>
    /// True when the system refuses to write. A file that is too large for its file system, as above 4 GiB on FAT32, is refused by the
    /// runtime as an argument.
    /// </summary>
    public static bool IsRefusal(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException;

    /// <summary>What keeps a file from being read, as <c>ZgFileNotFound</c> or <c>ZgFileUnreadable</c>; null for other failures.</summary>
    public static ZeroGException? Unreadable(string path, Exception failure) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => new ZeroGException(
            "ZgFileNotFound", ErrorKind.ObjectNotFound, $"There is no file '{path}'. Check the path.", path, failure),
        IOException or UnauthorizedAccessException => new ZeroGException(
            "ZgFileUnreadable", ErrorKind.ReadError, $"'{path}' cannot be read: {failure.Message} Check that you may read it.", path,
            failure),
        _ => null,
    };
}
