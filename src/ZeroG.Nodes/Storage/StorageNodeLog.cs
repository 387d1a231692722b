using ZeroG.Chain;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.Storage;

/// <summary>Log lines 100 to 199: storage nodes. Numbers are never reused.</summary>
internal static class StorageNodeLog
{
    public static void FileFinalized(NodeLog log, FlowTransaction file) =>
        log.Write(NodeLogLevel.Information, 100, $"File {file.Root} (sequence {file.Sequence}, {file.Size} bytes) is finalized.");

    public static void SegmentDamaged(NodeLog log, FlowTransaction file, long index) => log.Write(
        NodeLogLevel.Error, 101,
        $"Segment {index} of file {file.Root} (sequence {file.Sequence}) does not match its checksum and was dropped. "
        + "The disk may be failing; the segment can be uploaded again.");

    public static void SubmissionSeen(NodeLog log, FlowTransaction file) => log.Write(
        NodeLogLevel.Information, 102,
        $"Submission {file.Sequence} of file {file.Root} ({file.Size} bytes) at sector {file.StartSector}, block {file.Block}.");

    public static void Reorganised(NodeLog log, long nextSequence, SyncPoint? common) => log.Write(
        NodeLogLevel.Warning, 103,
        $"The chain was reorganised after block {common?.Number ?? -1}; submissions from {nextSequence} on are taken back.");

    public static void SegmentsDropped(NodeLog log, Hash256 root, long size) => log.Write(
        NodeLogLevel.Warning, 104,
        $"File {root} ({size} bytes) lost its submission and is too large to be kept without one; it has to be uploaded again.");

    public static void ChainUnreachable(NodeLog log, Exception failure) =>
        log.Write(NodeLogLevel.Warning, 105, $"Reading the chain failed and is tried again: {failure.Message}");

    public static void PoolExpired(NodeLog log, Hash256 root) => log.Write(
        NodeLogLevel.Information, 106, $"Segments of file {root} were dropped: no submission came in time.");

    public static void DiskRefused(NodeLog log, IOException failure) => log.Write(
        NodeLogLevel.Error, 107,
        $"The disk does not take what is to be stored: {failure.Message} What was acknowledged is safe. Make room or repair it; "
        + "if errors go on then, start the node again.");
}
