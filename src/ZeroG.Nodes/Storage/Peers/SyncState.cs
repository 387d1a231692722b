namespace ZeroG.Nodes.Storage.Peers;

/// <summary>Where the fetching of a file is, in the words of the official node (node/sync/src/controllers/serial.rs).</summary>
internal sealed class SyncState
{
    private readonly string _name;
    private readonly string? _fields;
    private readonly bool _isTimed;

    private SyncState(string name, string? fields = null, bool isTimed = false, bool isLast = false)
    {
        _name = name;
        _fields = fields;
        _isTimed = isTimed;
        IsLast = isLast;
    }

    /// <summary>Asks which nodes hold the file.</summary>
    public static SyncState Finding { get; } = new("FindingPeers", isTimed: true);

    /// <summary>Everything that was asked for is stored.</summary>
    public static SyncState Completed { get; } = new("Completed", isLast: true);

    /// <summary>Whether nothing follows.</summary>
    public bool IsLast { get; }

    /// <summary>Waits for sectors from a node.</summary>
    public static SyncState Downloading(string peer, long from, long to) =>
        new("Downloading", $"peer_id: \"{peer}\", from_chunk: {from}, to_chunk: {to}", isTimed: true);

    /// <summary>There is no hope.</summary>
    public static SyncState Failed(string reason) => new("Failed", $"reason: {reason}", isLast: true);

    /// <summary>Name and fields, with the time in this state where it matters.</summary>
    public string Describe(long seconds)
    {
        string since = _isTimed ? $"since: \"{seconds} seconds ago\"" : "";
        string fields = string.Join(", ", new[] { _fields, since }.Where(field => !string.IsNullOrEmpty(field)));
        return fields.Length > 0 ? $"{_name} {{ {fields} }}" : _name;
    }
}
