using ZeroG.Chain;

namespace ZeroG.PowerShell.Storage;

/// <summary>
/// Where a file lay below a folder, told from the text of both paths alone: a manifest may come from another computer and another system.
/// </summary>
internal static class RelativePath
{
    /// <summary>The folders below the base, and the name of the file last.</summary>
    /// <param name="basePath">Full path of a folder, with or without a separator at its end.</param>
    /// <param name="path">Full path of a file; with a drive or a share it is read as Windows does, otherwise as Linux and macOS do.</param>
    /// <exception cref="ZeroGException"><c>ZgFileNameInvalid</c>: the file does not lie below the folder.</exception>
    public static string[] Below(string basePath, string path)
    {
        bool windows = (path.Length > 1 && path[1] == ':') || path.StartsWith(@"\\", StringComparison.Ordinal);
        string[] folder = Parts(basePath, windows);
        string[] file = Parts(path, windows);
        StringComparer comparer = windows ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        return file.Length > folder.Length && folder.SequenceEqual(file.Take(folder.Length), comparer)
            ? file[folder.Length..]
            : throw new ZeroGException(
                "ZgFileNameInvalid", ErrorKind.InvalidArgument,
                $"'{path}' does not lie below '{basePath}'. Give with -BasePath a folder that holds all the files.", path);
    }

    private static string[] Parts(string path, bool windows) =>
        path.Split(windows ? ['/', '\\'] : ['/'], StringSplitOptions.RemoveEmptyEntries);
}
