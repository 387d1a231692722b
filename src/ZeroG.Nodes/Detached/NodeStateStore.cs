using ZeroG.Chain;

namespace ZeroG.Nodes.Detached;

/// <summary>
/// The state folders of a user's detached nodes, one per name. It is read anew each time, so nodes are seen whoever started them, and ended
/// ones stay until they are removed or their name is taken again.
/// </summary>
public sealed class NodeStateStore
{
    /// <summary>Name of the environment variable that moves the folder elsewhere.</summary>
    public const string Variable = "ZEROG_NODES";

    private const int LongestName = 64;

    private static readonly string[] WindowsDevices =
    [
        "con", "prn", "aux", "nul", .. Enumerable.Range(0, 10).SelectMany(number => new[] { $"com{number}", $"lpt{number}" }),
    ];

    /// <summary>The store in a folder, which need not exist.</summary>
    /// <param name="path">Null for the folder that ZEROG_NODES names, else <c>nodes</c> in <see cref="UserFolder.Path"/>.</param>
    public NodeStateStore(string? path = null) => Path = System.IO.Path.GetFullPath(path ?? DefaultPath);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>All nodes, ended ones too, by name.</summary>
    /// <exception cref="ZeroGException"><c>ZgNodeStateFolder</c>: the folder cannot be read.</exception>
    public IReadOnlyList<DetachedNode> List()
    {
        try
        {
            return Directory.Exists(Path)
                ? [.. Directory.EnumerateDirectories(Path).Order(StringComparer.Ordinal).Select(Open).OfType<DetachedNode>()]
                : [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ZeroGException(
                "ZgNodeStateFolder", ErrorKind.ReadError,
                $"The folder {Path} of detached nodes cannot be read: {failure.Message} Check its permissions, or name another with "
                + "-StatePath.", Path, failure);
        }
    }

    /// <summary>A node by name; null when there is none.</summary>
    public DetachedNode? Find(string name) => IsName(name) ? Open(FolderOf(name).Path) : null;

    /// <summary>The folder of a node of that name, which need not exist.</summary>
    /// <exception cref="ZeroGException"><c>ZgNodeNameInvalid</c>: the name cannot name a folder on every system.</exception>
    public NodeStateFolder FolderOf(string name) => IsName(name)
        ? new NodeStateFolder(System.IO.Path.Combine(Path, name.ToLowerInvariant()))
        : throw new ZeroGException(
            "ZgNodeNameInvalid", ErrorKind.InvalidArgument,
            $"'{name}' cannot name a detached node. Use up to {LongestName} of the letters a to z, digits, '-' and '_', beginning with a "
            + "letter or digit.", name);

    private static string DefaultPath => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
        ? named
        : System.IO.Path.Combine(UserFolder.Path, "nodes");

    private static DetachedNode? Open(string path)
    {
        NodeStateFolder folder = new(path);
        return folder.Read() is { } record ? new DetachedNode(folder, record) : null;
    }

    // Without a dot there is no "..", no hidden folder and no device of Windows with an ending; the bare device names are refused.
    private static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && char.IsAsciiLetterOrDigit(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
        && !WindowsDevices.Contains(name, StringComparer.OrdinalIgnoreCase);
}
