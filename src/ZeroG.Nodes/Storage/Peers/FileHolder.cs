using ZeroG.Storage.Nodes;

namespace ZeroG.Nodes.Storage.Peers;

/// <summary>A storage node that says it holds a file, and which segments of the flow it keeps.</summary>
internal sealed record FileHolder(StorageNodeClient Client, ShardConfig Shard);
