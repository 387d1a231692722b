using System.Globalization;

namespace ZeroG.PowerShell.Compute.Inference;

/// <summary>
/// Names of the files that answers get: the name given for the first, and the same with a number behind for all others.
/// </summary>
internal sealed class OutFileNames
{
    private readonly Dictionary<string, int> _used = [];

    /// <summary>So many further names.</summary>
    /// <param name="path">Full path as it was given.</param>
    /// <param name="count">How many.</param>
    public IReadOnlyList<string> Next(string path, int count)
    {
        int used = _used.GetValueOrDefault(path);
        _used[path] = used + count;
        return [.. Enumerable.Range(used + 1, count).Select(number => number == 1 ? path : Numbered(path, number))];
    }

    private static string Numbered(string path, int number)
    {
        string stem = Path.Combine(Path.GetDirectoryName(path)!, Path.GetFileNameWithoutExtension(path));
        return string.Create(CultureInfo.InvariantCulture, $"{stem}-{number}{Path.GetExtension(path)}");
    }
}
