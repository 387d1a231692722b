namespace ZeroG.Nodes.Configuration;

/// <summary>A key as a file sets it.</summary>
/// <param name="Name">Section and key.</param>
/// <param name="Value">A string, long, double, bool or list of strings; null for anything else.</param>
/// <param name="Line">Line of the value, counted from 1.</param>
internal sealed record ConfigEntry(string Name, object? Value, int Line);
