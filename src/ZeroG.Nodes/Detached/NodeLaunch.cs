using ZeroG.Chain.Networks;

namespace ZeroG.Nodes.Detached;

/// <summary>What it takes to start a detached node: a shell and what it is told on its standard input.</summary>
public sealed record NodeLaunch
{
    /// <summary>Name by which a user finds the node.</summary>
    public required string Name { get; init; }

    /// <summary>What it does.</summary>
    public required NodeKind Kind { get; init; }

    /// <summary>The cmdlet that starts it.</summary>
    public required string Command { get; init; }

    /// <summary>The cmdlet's parameters as text for the record, secrets masked.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>
    /// The network of the session; null for none. It goes by a file that only the user can read and that is gone when read.
    /// </summary>
    public Network? Network { get; init; }

    /// <summary>The program.</summary>
    public required string FileName { get; init; }

    /// <summary>Its arguments, which every user of the machine can see.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>What it reads from standard input, which may hold secrets.</summary>
    public required string Script { get; init; }

    /// <summary>Further variables of its environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Version of the module.</summary>
    public required string ModuleVersion { get; init; }

    /// <summary>How long the node may take to become ready.</summary>
    public required TimeSpan Timeout { get; init; }
}
