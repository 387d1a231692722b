namespace ZeroG.Nodes.Storage.Configuration;

/// <summary>
/// What an operator has to know of a configuration file: one sentence for each sort of trouble. Names only, never values.
/// </summary>
internal static class ConfigWarnings
{
    // A name that nobody knows is the file's own text: it may be anything, also very long.
    private const int LongestName = 60;

    // As the official node names it (node/storage/src/log_store/log_manager.rs).
    private const string OfficialDatabase = "flow_db";

    public static IReadOnlyList<string> Of(string path, IReadOnlyCollection<ConfigEntry> entries, string dataPath)
    {
        List<string> warnings = [];
        IEnumerable<string> unsupported = entries
            .Select(entry => (Entry: entry, Key: ConfigKeys.ByName.GetValueOrDefault(entry.Name)))
            .Where(item => item.Key?.Unsupported is not null && !Equals(item.Key.Agreeing, item.Entry.Value))
            .GroupBy(item => item.Key!.Unsupported!, item => item.Entry.Name)
            .Select(group => $"{string.Join(", ", group)} ({group.Key})");
        string list = string.Join("; ", unsupported);
        if (list.Length > 0)
        {
            warnings.Add($"{path} sets keys that have no effect here: {list}.");
        }

        string[] unknown = [.. entries.Where(entry => !ConfigKeys.ByName.ContainsKey(entry.Name)).Select(Unknown)];
        if (unknown.Length > 0)
        {
            warnings.Add($"{path} sets keys that no storage node knows: {string.Join(", ", unknown)}. Check their spelling and section.");
        }

        if (Directory.Exists(Path.Combine(dataPath, OfficialDatabase)))
        {
            warnings.Add(
                $"{dataPath} holds data of the official node, which is not read: this node reads the log anew and has no files at first. "
                + "Name the official node with -Peer and call admin_startSyncFile, or upload again.");
        }

        return warnings;
    }

    private static string Unknown(ConfigEntry entry)
    {
        string name = new([.. entry.Name.Take(LongestName).Select(letter => char.IsControl(letter) ? '?' : letter)]);
        return $"{name}{(entry.Name.Length > LongestName ? "…" : "")} (line {entry.Line})";
    }
}
