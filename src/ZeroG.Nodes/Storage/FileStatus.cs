namespace ZeroG.Nodes.Storage;

/// <summary>What became of a file on this node; the numbers are on disk. No status means that segments are missing.</summary>
internal enum FileStatus : byte
{
    /// <summary>All segments of the node's shard are stored.</summary>
    Finalized = 0,

    /// <summary>The data was given up.</summary>
    Pruned = 1,
}
