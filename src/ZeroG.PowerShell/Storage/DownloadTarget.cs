using System.Buffers;
using ZeroG.Chain;

namespace ZeroG.PowerShell.Storage;

/// <summary>Where a file that is received shall lie.</summary>
/// <param name="Folder">Full path of its folder.</param>
/// <param name="Name">Its name in there.</param>
internal sealed record DownloadTarget(string Folder, string Name)
{
    // What the system refuses or takes for something else; a file that could lie here can be had back under its name.
    private static readonly SearchValues<char> Forbidden =
        SearchValues.Create(OperatingSystem.IsWindows() ? "/\\:*?\"<>|\0" : "/\0");

    /// <summary>Full path of the file.</summary>
    public string Path => System.IO.Path.Combine(Folder, Name);

    /// <summary>Decides between a folder and a file name.</summary>
    /// <param name="destination">Full path of what the user named.</param>
    /// <param name="isFolder">True when the user wrote it as a folder.</param>
    /// <param name="name">The name that came with the root; null for none.</param>
    /// <param name="nameFromPipeline">Whether several files may come: a destination without extension is then a folder to be made.</param>
    /// <param name="root">Names the file when nothing else does.</param>
    /// <exception cref="ZeroGException"><c>ZgFileNameInvalid</c>.</exception>
    public static DownloadTarget Find(string destination, bool isFolder, string? name, bool nameFromPipeline, Hash256 root = default)
    {
        bool folder = isFolder
            || Directory.Exists(destination)
            || (nameFromPipeline && name is not null && !File.Exists(destination) && !System.IO.Path.HasExtension(destination));
        return folder
            ? new DownloadTarget(destination, Check(name) ?? root.ToString())
            : new DownloadTarget(System.IO.Path.GetDirectoryName(destination) ?? destination, System.IO.Path.GetFileName(destination));
    }

    /// <summary>Keeps the place that a file had below a folder when it was sent.</summary>
    /// <param name="destination">Full path of the folder that takes the place of the other.</param>
    /// <param name="basePath">The folder below which the file lay.</param>
    /// <param name="path">The file's full path then; null when none came with the root.</param>
    /// <exception cref="ZeroGException"><c>ZgFileNameInvalid</c>: the path does not lie below, or leads elsewhere.</exception>
    public static DownloadTarget Below(string destination, string basePath, string? path)
    {
        if (string.IsNullOrEmpty(path))
        {
            throw new ZeroGException(
                "ZgFileNameInvalid", ErrorKind.InvalidArgument,
                "No Path came with the root, from which -BasePath could be taken away. Leave -BasePath out, or name the file with -Name.");
        }

        string[] parts = RelativePath.Below(basePath, path);
        foreach (string part in parts)
        {
            Check(part);
        }

        return new DownloadTarget(System.IO.Path.Combine([destination, .. parts[..^1]]), parts[^1]);
    }

    /// <summary>Whether a path is written as that of a folder.</summary>
    public static bool IsFolderText(string destination) =>
        destination is "." or ".." || System.IO.Path.EndsInDirectorySeparator(destination);

    /// <summary>Makes the folder where it is missing.</summary>
    /// <exception cref="ZeroGException"><c>ZgWriteFailed</c>.</exception>
    public void MakeFolder()
    {
        try
        {
            Directory.CreateDirectory(Folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ZeroGException(
                "ZgWriteFailed", ErrorKind.WriteError,
                $"The folder '{Folder}' cannot be made: {failure.Message} Choose another destination.", Folder, failure);
        }
    }

    // A manifest is a file from elsewhere: its names must not lead out of the folder.
    private static string? Check(string? name) =>
        name is null || (name is not ("" or "." or "..") && !name.AsSpan().ContainsAny(Forbidden) && !IsCutOff(name))
        ? name
        : throw new ZeroGException(
            "ZgFileNameInvalid", ErrorKind.InvalidArgument,
            $"'{name}' is no name that a file can have in a folder here. Say with -Destination or -Name how to call it.", name);

    // Windows drops these from the end, so that two files would become one.
    private static bool IsCutOff(string name) => OperatingSystem.IsWindows() && name[^1] is '.' or ' ';
}
