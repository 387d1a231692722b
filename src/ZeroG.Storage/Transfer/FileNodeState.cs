namespace ZeroG.Storage.Transfer;

/// <summary>How far one node is with a file.</summary>
public enum FileNodeState
{
    /// <summary>The node knows no entry of the log with this root.</summary>
    Unknown,

    /// <summary>It knows the entry and waits for segments.</summary>
    Receiving,

    /// <summary>It has all segments of its shard.</summary>
    Finalized,

    /// <summary>It had them and has dropped them.</summary>
    Pruned,

    /// <summary>It did not answer.</summary>
    Unreachable,
}
