using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ZeroG.Storage.Transfer;

/// <summary>
/// Asks the system to begin writing bytes of a file to the disk, where it would wait for many more. Nothing is waited for and nothing is
/// promised: only a flush tells that bytes are there, and a write that failed meanwhile is told by the flush. Linux alone has such a call;
/// elsewhere the flush does all.
/// </summary>
internal static class Writeback
{
    // SYNC_FILE_RANGE_WRITE of linux/fs.h
    private const uint StartWriting = 2;

    /// <summary>Begins with bytes that were written before.</summary>
    /// <param name="handle">The file.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="length">How many.</param>
    public static void Begin(SafeFileHandle handle, long offset, long length)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SyncFileRange(handle, offset, length, StartWriting);
        }
    }

    [DllImport("libc", EntryPoint = "sync_file_range")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SyncFileRange(SafeFileHandle handle, long offset, long length, uint flags);
}
