using System.Globalization;
using ZeroG.Storage.Nodes;

namespace ZeroG.Storage.Selection;

/// <summary>In which order nodes are considered: the words that indexers know.</summary>
public static class SelectionMethod
{
    /// <summary>Nodes that keep the most first.</summary>
    public const string Min = "min";

    /// <summary>Nodes that keep the least first.</summary>
    public const string Max = "max";

    /// <summary>Shuffled.</summary>
    public const string Random = "random";

    /// <summary>The nodes in the order of a method, without those that it leaves out or whose shard configuration is invalid.</summary>
    /// <param name="nodes">Candidates; not changed.</param>
    /// <param name="shardOf">The shard of a candidate.</param>
    /// <param name="method">One of the words, or a number of shards that all chosen nodes must have; anything else leaves nothing.</param>
    /// <param name="random">Shuffles for <see cref="Random"/>.</param>
    internal static List<T> Order<T>(IEnumerable<T> nodes, Func<T, ShardConfig> shardOf, string method, Random random)
    {
        IEnumerable<T> valid = nodes.Where(node => shardOf(node).IsValid);
        switch (method)
        {
            case Min:
                return [.. valid.OrderBy(node => shardOf(node).NumShard).ThenBy(node => shardOf(node).ShardId)];
            case Max:
                return [.. valid.OrderByDescending(node => shardOf(node).NumShard).ThenBy(node => shardOf(node).ShardId)];
            case Random:
                T[] shuffled = [.. valid];
                random.Shuffle(shuffled);
                return [.. shuffled];
            default:
                return long.TryParse(method, NumberStyles.None, CultureInfo.InvariantCulture, out long shards)
                    ? [.. valid.Where(node => shardOf(node).NumShard == shards)]
                    : [];
        }
    }
}
