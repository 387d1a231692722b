using ZeroG.Chain;

namespace ZeroG.PowerShell.Storage;

/// <summary>
/// The files and folders that a command has written. -Force replaces what was there before the command, never what the same command wrote
/// for another item: of several items the last alone would be left.
/// </summary>
internal sealed class WrittenTargets
{
    private readonly HashSet<string> _paths = new(OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);

    /// <summary>Refuses a name that an earlier item has.</summary>
    /// <exception cref="ZeroGException"><c>ZgTargetExists</c>.</exception>
    public void Check(string path)
    {
        if (_paths.Contains(path))
        {
            throw new ZeroGException(
                "ZgTargetExists", ErrorKind.ResourceExists,
                $"'{path}' was just written for another item of the input. Give a folder as destination, or each item a name of its own.",
                path);
        }
    }

    /// <summary>Remembers what was written.</summary>
    public void Add(string path) => _paths.Add(path);
}
