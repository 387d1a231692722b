using ZeroG.Storage.Nodes;

namespace ZeroG.Storage.Transfer;

/// <summary>A node that takes part in a transfer.</summary>
/// <param name="Client">How to call it.</param>
/// <param name="Shard">Which segments of the flow it keeps.</param>
public sealed record StorageNode(StorageNodeClient Client, ShardConfig Shard)
{
    /// <summary>Its address as the indexer wrote it, by which that knows it again.</summary>
    public string Url { get; init; } = Client.Uri.OriginalString;

    /// <summary>Address without keys.</summary>
    public override string ToString() => Client.ToString();
}
