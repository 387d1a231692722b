namespace ZeroG.Nodes.Configuration;

/// <summary>
/// What an operator has to know of a configuration file: one sentence for each sort of trouble. Names only, never values.
/// </summary>
internal static class ConfigWarnings
{
    // A name that nobody knows is the file's own text: it may be anything, also very long.
    private const int LongestName = 60;

    /// <summary>The sentences; none when all is well.</summary>
    /// <param name="path">The file.</param>
    /// <param name="entries">What it sets.</param>
    /// <param name="keys">What the official node knows, by name.</param>
    /// <param name="node">What such a node is called, for example <c>storage node</c>.</param>
    public static List<string> Of(
        string path, IReadOnlyCollection<ConfigEntry> entries, IReadOnlyDictionary<string, ConfigKey> keys, string node)
    {
        List<string> warnings = [];
        IEnumerable<string> unsupported = entries
            .Select(entry => (Entry: entry, Key: keys.GetValueOrDefault(entry.Name)))
            .Where(item => item.Key?.Unsupported is not null && !Equals(item.Key.Agreeing, item.Entry.Value))
            .GroupBy(item => item.Key!.Unsupported!, item => item.Entry.Variable ?? item.Entry.Name)
            .Select(group => $"{string.Join(", ", group)} ({group.Key})");
        string list = string.Join("; ", unsupported);
        if (list.Length > 0)
        {
            warnings.Add($"{path} sets keys that have no effect here: {list}.");
        }

        string[] unknown = [.. entries.Where(entry => !keys.ContainsKey(entry.Name)).Select(Unknown)];
        if (unknown.Length > 0)
        {
            warnings.Add($"{path} sets keys that no {node} knows: {string.Join(", ", unknown)}. Check their spelling and section.");
        }

        return warnings;
    }

    private static string Unknown(ConfigEntry entry)
    {
        string full = entry.Variable ?? entry.Name;
        string name = new([.. full.Take(LongestName).Select(letter => char.IsControl(letter) ? '?' : letter)]);
        string place = entry.Variable is null ? $"line {entry.Line}" : "environment";
        return $"{name}{(full.Length > LongestName ? "…" : "")} ({place})";
    }
}
