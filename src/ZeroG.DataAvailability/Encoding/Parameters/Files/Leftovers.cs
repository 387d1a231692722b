namespace ZeroG.DataAvailability.Encoding.Parameters.Files;

/// <summary>What writers leave behind that are killed before their file has its name: hundreds of megabytes that nobody would ever look
/// for.</summary>
internal static class Leftovers
{
    // Nobody writes for that long, so what is older has no writer any more.
    private static readonly TimeSpan Age = TimeSpan.FromDays(1);

    /// <summary>Removes the unfinished files of a name, <c>name.*.tmp</c>, on which nobody has worked for a day.</summary>
    public static void Remove(string path)
    {
        try
        {
            string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            foreach (string leftover in Directory.EnumerateFiles(folder, Path.GetFileName(path) + ".*.tmp"))
            {
                if (DateTime.UtcNow - File.GetLastWriteTimeUtc(leftover) > Age)
                {
                    File.Delete(leftover);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // They are in nobody's way; whether the folder can be written, the writer finds out.
        }
    }
}
