using ZeroG.Storage.Nodes;

namespace ZeroG.Nodes.Storage;

/// <summary>Counting the segments of a shard (storage specification section 3.6).</summary>
internal static class ShardCount
{
    /// <summary>How many of consecutive flow segments belong to a shard.</summary>
    public static long CountOwned(this ShardConfig shard, long first, long count) =>
        shard.CountBelow(first + count) - shard.CountBelow(first);

    // Segments g < end with g % NumShard == ShardId.
    private static long CountBelow(this ShardConfig shard, long end) => (end - shard.ShardId + shard.NumShard - 1) / shard.NumShard;
}
