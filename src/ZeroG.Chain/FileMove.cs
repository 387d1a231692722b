namespace ZeroG.Chain;

/// <summary>Gives a finished file its name.</summary>
public static class FileMove
{
    private const int Attempts = 50;
    private const int AccessDenied = 5;
    private const int SharingViolation = unchecked((int)0x80070020);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Renames a file, over another if wanted. Windows replaces no file that somebody has open; readers of another process close theirs
    /// soon, so that is waited for, up to a second.
    /// </summary>
    /// <exception cref="IOException">
    /// The name is taken and <paramref name="overwrite"/> is false; another program has the old file open; or the disk refuses.
    /// </exception>
    public static void To(string source, string target, bool overwrite)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                File.Move(source, target, overwrite);
                return;
            }
            catch (Exception failure) when (OperatingSystem.IsWindows() && overwrite && MayBeOpen(failure, target))
            {
                if (attempt == Attempts)
                {
                    // The system's own words are that access is denied, which sends people to the permissions.
                    throw new IOException($"Another program has '{target}' open.", SharingViolation);
                }

                Thread.Sleep(Pause);
            }
        }
    }

    private static bool MayBeOpen(Exception failure, string target) =>
        (FileFault.IsBusy(failure) || (failure is UnauthorizedAccessException && (failure.HResult & 0xFFFF) == AccessDenied))
        && File.Exists(target) && (File.GetAttributes(target) & FileAttributes.ReadOnly) == 0;
}
