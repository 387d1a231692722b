namespace ZeroG.Testing;

/// <summary>Where the working tree lies that these tests were built from.</summary>
public static class Repository
{
    /// <summary>The folder of <c>ZeroG.slnx</c>, found upwards from the test's own build output.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ZeroG.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No ZeroG.slnx above {start}.");
    }
}
