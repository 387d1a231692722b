namespace ZeroG.Nodes.Configuration;

/// <summary>A key as a file sets it, or an environment variable in its stead.</summary>
/// <param name="Name">Section and key.</param>
/// <param name="Value">A string, long, double, bool or list of strings; null for anything else.</param>
/// <param name="Line">Line of the value, counted from 1.</param>
internal sealed record ConfigEntry(string Name, object? Value, int Line)
{
    /// <summary>The environment variable that sets it; null when the file does.</summary>
    public string? Variable { get; init; }
}
