namespace ZeroG.Chain;

/// <summary>
/// Files that one process at a time has open, so that they are locks: the system lets go of them when their holder ends, whatever ended it.
/// </summary>
public static class ExclusiveFile
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(25);

    /// <summary>Waits until nobody else has the file open, and opens it. It and its folder are made when missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="longest">When to give up.</param>
    /// <param name="time">Clock for waiting.</param>
    /// <param name="busy">What to throw when another process keeps it that long.</param>
    /// <param name="unusable">What to throw when it cannot be opened at all.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<FileStream> OpenAsync(
        string path, TimeSpan longest, TimeProvider time, Func<ZeroGException> busy, Func<Exception, ZeroGException> unusable,
        CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        while (true)
        {
            try
            {
                OwnerOnlyFile.CreateFolder(Path.GetDirectoryName(path)!);
                return OwnerOnlyFile.Open(path, FileMode.OpenOrCreate, FileShare.None);
            }
            catch (IOException e) when (FileFault.IsBusy(e))
            {
                if (time.GetElapsedTime(start) > longest)
                {
                    throw busy();
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw unusable(e);
            }

            await Task.Delay(PollInterval, time, cancellationToken);
        }
    }
}
