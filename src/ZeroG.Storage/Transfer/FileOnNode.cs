using ZeroG.Chain;
using ZeroG.Storage.Files;

namespace ZeroG.Storage.Transfer;

/// <summary>What one node knows of a file.</summary>
public sealed class FileOnNode
{
    /// <summary>Reads a node's report.</summary>
    /// <param name="root">The root that was asked for.</param>
    /// <param name="report">What the node said.</param>
    public FileOnNode(Hash256 root, NodeReport report)
    {
        Root = root;
        Node = report.Node.Client.Uri;
        State = StateOf(report);
        if (report.Info is { } info)
        {
            Size = info.Transaction.Size;
            Sequence = info.Transaction.Sequence;
            UploadedSegments = info.UploadedSegments;
            Segments = new FlowPadding(info.Transaction.Size).Segments;
        }
    }

    /// <summary>Root of the file.</summary>
    public Hash256 Root { get; }

    /// <summary>Bytes; null when the node does not know the file.</summary>
    public long? Size { get; }

    /// <summary>Sequence number in the log (txSeq); null when the node does not know the file.</summary>
    public long? Sequence { get; }

    /// <summary>How far the node is.</summary>
    public FileNodeState State { get; }

    /// <summary>Segments that the node has received; null when it does not know the file.</summary>
    public long? UploadedSegments { get; }

    /// <summary>Segments of the file; null when the node does not know it.</summary>
    public long? Segments { get; }

    /// <summary>Address of the node.</summary>
    public Uri Node { get; }

    private static FileNodeState StateOf(NodeReport report) => report switch
    {
        { Failure: not null } => FileNodeState.Unreachable,
        { Info: null } => FileNodeState.Unknown,
        { Info.Pruned: true } => FileNodeState.Pruned,
        { Info.Finalized: true } => FileNodeState.Finalized,
        _ => FileNodeState.Receiving,
    };
}
