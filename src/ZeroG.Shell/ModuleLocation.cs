namespace ZeroG.Shell;

/// <summary>Where the finished module lies.</summary>
internal static class ModuleLocation
{
    /// <summary>
    /// The manifest named by ZEROG_MODULE (folder or file), else in <c>ZeroG/</c> or <c>out/ZeroG/</c> beside or above the program; null
    /// when there is none.
    /// </summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable("ZEROG_MODULE") is { Length: > 0 } named)
        {
            return Directory.Exists(named) ? Path.Combine(named, "ZeroG.psd1") : named;
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            foreach (string candidate in (string[])
                [Path.Combine(folder.FullName, "ZeroG", "ZeroG.psd1"), Path.Combine(folder.FullName, "out", "ZeroG", "ZeroG.psd1")])
            {
                if (File.Exists(candidate))
                {
                    return candidate;
                }
            }
        }

        return null;
    }
}
