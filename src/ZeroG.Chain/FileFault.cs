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
}
