namespace ZeroG.Storage.Files;

/// <summary>What a failure of the file system means.</summary>
internal static class FileFault
{
    /// <summary>True when somebody else has the file open: sharing or lock violation on Windows, EWOULDBLOCK on Linux and macOS.</summary>
    public static bool IsBusy(Exception exception) => exception is IOException && (exception.HResult & 0xFFFF) is 32 or 33 or 11 or 35;
}
