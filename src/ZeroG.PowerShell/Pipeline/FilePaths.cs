using System.Management.Automation;
using Microsoft.PowerShell.Commands;
using ZeroG.Chain;

namespace ZeroG.PowerShell.Pipeline;

/// <summary>Turns paths as users write them, relative to the session's location and on any drive, into paths of the file system.</summary>
internal static class FilePaths
{
    /// <summary>
    /// The files that a path means. One that exists as it is written is meant, wildcards in its name or not: <c>scan [1].pdf</c> is no
    /// pattern then. Otherwise it is a pattern, whose directories are passed over; none may match.
    /// </summary>
    /// <exception cref="ZeroGException"><c>ZgFileNotFound</c>, <c>ZgPathNotFile</c>.</exception>
    public static IReadOnlyList<string> Resolve(PathIntrinsics paths, string path) =>
        One(paths, path) is { } one ? [one] : [.. Match(paths, path).Where(File.Exists)];

    /// <summary>The files and directories that a path means, as <see cref="Resolve"/> does.</summary>
    /// <exception cref="ZeroGException"><c>ZgFileNotFound</c>, <c>ZgPathNotFile</c>.</exception>
    public static IReadOnlyList<string> ResolveAny(PathIntrinsics paths, string path) =>
        One(paths, path) is { } one ? [one] : Match(paths, path);

    /// <summary>
    /// The full path of one thing that may not exist yet, as a person types it or tab completion does, which writes <c>`[</c> for a
    /// bracket.
    /// </summary>
    /// <exception cref="ZeroGException"><c>ZgFileNotFound</c>: no such drive. <c>ZgPathNotFile</c>.</exception>
    public static string ResolveOne(PathIntrinsics paths, string path)
    {
        string full = ResolveLiteral(paths, path);
        return path.Contains('`', StringComparison.Ordinal) && !Path.Exists(full)
            ? ResolveLiteral(paths, WildcardPattern.Unescape(path))
            : full;
    }

    /// <summary>The full path of a thing that may not exist yet.</summary>
    /// <exception cref="ZeroGException"><c>ZgFileNotFound</c>: no such drive. <c>ZgPathNotFile</c>.</exception>
    public static string ResolveLiteral(PathIntrinsics paths, string path)
    {
        try
        {
            string full = paths.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            Check(provider, path);
            return full;
        }
        catch (SessionStateException failure)
        {
            throw NotFound(path, failure);
        }
    }

    /// <summary>What a path means that is no pattern; null for a pattern.</summary>
    private static string? One(PathIntrinsics paths, string path) =>
        !WildcardPattern.ContainsWildcardCharacters(path) || Path.Exists(ResolveLiteral(paths, path)) ? ResolveOne(paths, path) : null;

    private static IReadOnlyList<string> Match(PathIntrinsics paths, string path)
    {
        try
        {
            ICollection<string> found = paths.GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider);
            Check(provider, path);
            return [.. found];
        }
        catch (SessionStateException failure)
        {
            throw NotFound(path, failure);
        }
    }

    private static void Check(ProviderInfo provider, string path)
    {
        if (provider.ImplementingType != typeof(FileSystemProvider))
        {
            throw new ZeroGException(
                "ZgPathNotFile", ErrorKind.InvalidArgument,
                $"'{path}' is a path of the {provider.Name} provider, not of the file system. Name a file.", path);
        }
    }

    private static ZeroGException NotFound(string path, Exception cause) =>
        new("ZgFileNotFound", ErrorKind.ObjectNotFound, $"There is no file '{path}'. Check the path.", path, cause);
}
