using ZeroG.Chain;

namespace ZeroG.Nodes.Detached;

/// <summary>
/// A lock of the operating system on a file. It ends with its holder, however that ends, so it is the one test of life that no race and no
/// reused process number can fool.
/// </summary>
internal sealed class FileLock : IDisposable
{
    // Who only looks holds the lock, shared, for a moment.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Takes the lock; null when somebody else has it.</summary>
    public static async Task<FileLock?> TakeAsync(string path, CancellationToken cancellationToken)
    {
        for (long start = Environment.TickCount64; ; await Task.Delay(Interval, cancellationToken).ConfigureAwait(false))
        {
            if (TryOpen(path) is { } file)
            {
                return new FileLock(file);
            }

            if (Environment.TickCount64 - start > Patience.TotalMilliseconds)
            {
                return null;
            }
        }
    }

    /// <summary>Whether somebody has the lock. Any number may look at once.</summary>
    public static bool IsHeld(string path)
    {
        try
        {
            new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete).Dispose();
            return false;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public void Dispose() => _file.Dispose();

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return OwnerOnlyFile.Open(path, FileMode.OpenOrCreate, FileShare.None);
        }
        catch (IOException held) when (held is not (FileNotFoundException or DirectoryNotFoundException))
        {
            return null;
        }
    }
}
