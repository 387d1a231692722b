using ZeroG.Nodes.Logging;
using ZeroG.Storage.Nodes;

namespace ZeroG.Nodes.Storage.Peers;

/// <summary>Log lines 150 to 169: files from other storage nodes. Numbers are never reused.</summary>
internal static class PeerLog
{
    public static void PeerLeftOut(NodeLog log, StorageNodeClient peer, string why) =>
        log.Write(NodeLogLevel.Warning, 150, $"Storage node {peer} was not used: {why}");

    public static void SegmentRefused(NodeLog log, StorageNodeClient peer, FlowTransaction file, long index, string why) => log.Write(
        NodeLogLevel.Warning, 151,
        $"Segment {index} of file {file.Root} (sequence {file.Sequence}) from storage node {peer} was not taken: {why}");

    public static void Started(NodeLog log, FlowTransaction file, int peers) => log.Write(
        NodeLogLevel.Information, 152, $"File {file.Root} (sequence {file.Sequence}) is fetched; {peers} storage nodes were named.");

    public static void Ended(NodeLog log, FlowTransaction file, string state) => log.Write(
        NodeLogLevel.Information, 153, $"Fetching file {file.Root} (sequence {file.Sequence}) ended: {state}.");
}
