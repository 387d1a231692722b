using ZeroG.Storage.Files;

namespace ZeroG.PowerShell.Storage;

/// <summary>A file of the input that was not opened yet.</summary>
/// <param name="Given">Full path, or the name given with content: what errors are about.</param>
/// <param name="Path">Full path; null for content.</param>
/// <param name="Open">Opens it.</param>
/// <param name="ContentSize">Bytes of content; zero for a file.</param>
internal sealed record LocalFile(string Given, string? Path, Func<FileSource> Open, long ContentSize = 0)
{
    /// <summary>Name without folder.</summary>
    public string Name => Path is null ? Given : System.IO.Path.GetFileName(Path);

    /// <summary>Size and time of the last write, without opening it. The size is zero for what is no file that could be sent.</summary>
    public (long Size, DateTimeOffset? Written) Look()
    {
        if (Path is null)
        {
            return (ContentSize, null);
        }

        try
        {
            FileInfo file = new(Path);
            file = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            return file.Exists ? (file.Length, new DateTimeOffset(file.LastWriteTimeUtc)) : (0, null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Opening it says why.
            return (0, null);
        }
    }
}
