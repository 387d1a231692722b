using ZeroG.Storage.Nodes;

namespace ZeroG.Storage.Selection;

/// <summary>
/// A shard in the binary tree of all shards: the root is the one of one, and the children of shard i of n are i and i + n of 2n. Children
/// come into being when a finer shard is inserted and inherit what was counted above them by then.
/// </summary>
internal sealed class ShardTreeNode(long numShard)
{
    private ShardTreeNode? _even;
    private ShardTreeNode? _odd;
    private int _pending;

    /// <summary>How often everything under this shard is kept.</summary>
    public int Replicas { get; private set; }

    /// <summary>Counts a node's shard unless it is kept often enough already; false when it is.</summary>
    public bool Insert(ShardConfig shard, int wanted) => Insert(shard.NumShard, shard.ShardId, wanted);

    private bool Insert(long targetNumShard, long shardId, int wanted)
    {
        if (Replicas >= wanted)
        {
            return false;
        }

        if (numShard == targetNumShard)
        {
            Add(1);
            return true;
        }

        _even ??= new ShardTreeNode(2 * numShard);
        _odd ??= new ShardTreeNode(2 * numShard);
        _even.Add(_pending);
        _odd.Add(_pending);
        _pending = 0;
        bool inserted = (shardId % 2 == 0 ? _even : _odd).Insert(targetNumShard, shardId >> 1, wanted);
        Replicas = Math.Min(_even.Replicas, _odd.Replicas);
        return inserted;
    }

    private void Add(int replicas)
    {
        Replicas += replicas;
        _pending += replicas;
    }
}
