using ZeroG.Storage.Nodes;

namespace ZeroG.Storage.Selection;

/// <summary>Chooses nodes that together keep every segment a number of times (0G storage specification, replica selection).</summary>
public static class ShardSelection
{
    /// <summary>Chooses nodes; null when the candidates cannot cover all shards that often, or when no replica is asked for.</summary>
    /// <param name="nodes">Candidates; not changed.</param>
    /// <param name="shardOf">The shard of a candidate.</param>
    /// <param name="replicas">How often each segment shall be kept.</param>
    /// <param name="method">A word of <see cref="SelectionMethod"/> or a number of shards.</param>
    /// <param name="random">Shuffles for <see cref="SelectionMethod.Random"/>; null for the shared one.</param>
    /// <returns>The chosen in the order in which they were considered.</returns>
    public static IReadOnlyList<T>? Select<T>(
        IEnumerable<T> nodes, Func<T, ShardConfig> shardOf, int replicas, string method = SelectionMethod.Min, Random? random = null)
    {
        ShardTreeNode tree = new(1);
        List<T> selected = [];
        foreach (T node in SelectionMethod.Order(nodes, shardOf, method, random ?? Random.Shared))
        {
            if (tree.Insert(shardOf(node), replicas))
            {
                selected.Add(node);
            }

            if (tree.Replicas >= replicas)
            {
                return replicas > 0 ? selected : null;
            }
        }

        return null;
    }

    /// <summary>
    /// Chooses from candidates what is missing beside nodes that are there already; null when they do not bring it about.
    /// </summary>
    /// <param name="present">Nodes that stay, whether all of them are needed or not.</param>
    /// <param name="candidates">Further nodes, considered in their order.</param>
    /// <param name="shardOf">The shard of a node.</param>
    /// <param name="replicas">How often each segment shall be kept.</param>
    public static IReadOnlyList<T>? Complete<T>(
        IEnumerable<T> present, IEnumerable<T> candidates, Func<T, ShardConfig> shardOf, int replicas)
    {
        ShardTreeNode tree = new(1);
        foreach (T node in present.Where(node => shardOf(node).IsValid))
        {
            tree.Insert(shardOf(node), replicas);
        }

        List<T> added = [];
        foreach (T node in candidates.Where(node => shardOf(node).IsValid))
        {
            if (tree.Replicas < replicas && tree.Insert(shardOf(node), replicas))
            {
                added.Add(node);
            }
        }

        return tree.Replicas >= replicas ? added : null;
    }

    /// <summary>Whether the nodes together keep every segment so many times.</summary>
    public static bool Covers(IEnumerable<ShardConfig> shards, int replicas)
    {
        ShardTreeNode tree = new(1);
        foreach (ShardConfig shard in shards)
        {
            if (shard.IsValid)
            {
                tree.Insert(shard, replicas);
            }
        }

        return tree.Replicas >= replicas;
    }
}
