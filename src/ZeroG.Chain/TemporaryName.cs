using System.Text;

namespace ZeroG.Chain;

/// <summary>Names for what gets its own name when it is complete.</summary>
public static class TemporaryName
{
    // Bytes in UTF-8 on Linux and macOS; Windows counts characters, which are never more.
    private const int LongestName = 255;

    /// <summary>
    /// A path that nothing has, in the same folder. It begins with the name that it stands for, unless that leaves no room for the rest.
    /// </summary>
    /// <param name="path">The name that the file or folder gets in the end.</param>
    /// <param name="ending">What it ends with, in ASCII.</param>
    public static string Beside(string path, string ending = ".tmp")
    {
        string rest = $".{Guid.NewGuid():N}{ending}";
        return Encoding.UTF8.GetByteCount(Path.GetFileName(path)) + rest.Length <= LongestName
            ? path + rest
            : Path.Combine(Path.GetDirectoryName(path) ?? "", rest);
    }
}
