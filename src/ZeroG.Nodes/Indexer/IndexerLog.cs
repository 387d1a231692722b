using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.Indexer;

/// <summary>Log lines 200 to 299: indexers. Numbers are never reused.</summary>
internal static class IndexerLog
{
    public static void NodeLeftOut(NodeLog log, string node, Exception failure) =>
        log.Write(NodeLogLevel.Warning, 200, $"Storage node {node} is left out of answers until it is back: {failure.Message}");

    public static void NodeIsBack(NodeLog log, string node) => log.Write(NodeLogLevel.Information, 201, $"Storage node {node} is back.");

    public static void NodesFound(NodeLog log, int found, int all, int peers) =>
        log.Write(NodeLogLevel.Information, 202, $"{found} storage nodes were discovered among {peers} peers; {all} are known.");

    public static void NodeDropped(NodeLog log, string node) =>
        log.Write(NodeLogLevel.Information, 203, $"Discovered storage node {node} does not answer any more and is dropped.");

    public static void DiscoveryFailed(NodeLog log, Exception failure) =>
        log.Write(NodeLogLevel.Warning, 204, $"The discovery node does not tell its peers; known nodes stay: {failure.Message}");

    public static void PlacesUnreadable(NodeLog log, string path, Exception failure) =>
        log.Write(NodeLogLevel.Warning, 205, $"The file of places {path} is not used: {failure.Message}");

    public static void FileSearched(NodeLog log, long sequence) =>
        log.Write(NodeLogLevel.Information, 206, $"No known nodes have all of file {sequence}; the discovery node is told to look for it.");

    public static void SearchFailed(NodeLog log, long sequence, Exception failure) =>
        log.Write(NodeLogLevel.Warning, 207, $"The discovery node cannot be asked for file {sequence}: {failure.Message}");
}
