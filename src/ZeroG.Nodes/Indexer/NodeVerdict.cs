using ZeroG.Storage.Indexers;

namespace ZeroG.Nodes.Indexer;

/// <summary>What a storage node says of a file.</summary>
/// <param name="Knows">Whether it knows the file's entry in the log.</param>
/// <param name="Holder">The node, when it has all segments of its shard; null otherwise.</param>
internal readonly record struct NodeVerdict(bool Knows, IndexedNode? Holder);
