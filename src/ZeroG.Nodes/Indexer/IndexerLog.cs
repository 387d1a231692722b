using ZeroG.Nodes.Logging;
using ZeroG.Storage.Nodes;

namespace ZeroG.Nodes.Indexer;

/// <summary>Log lines 200 to 299: indexers. Numbers are never reused.</summary>
internal static class IndexerLog
{
    public static void NodeLeftOut(NodeLog log, StorageNodeClient node, Exception failure) =>
        log.Write(NodeLogLevel.Warning, 200, $"Storage node {node} was left out of an answer: {failure.Message}");
}
