using ZeroG.Storage.Files;
using ZeroG.Storage.Nodes;

namespace ZeroG.Storage.Transfer;

/// <summary>Tells nodes that are slow to finalize from nodes that have lost what they had acknowledged.</summary>
/// <param name="segments">Segments of the file.</param>
internal sealed class FinalityWatch(long segments)
{
    // Between the last segment and finality a node may count none for a moment while it moves the file; much longer than that is a loss.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly HashSet<StorageNode> _suspected = [];

    /// <summary>Nodes to which everything shall be sent once more; each is named once.</summary>
    /// <param name="reports">What the nodes know of the entry.</param>
    /// <param name="waited">How long they have had since the last segment.</param>
    public IReadOnlyList<NodeReport> FindForgetful(IReadOnlyList<NodeReport> reports, TimeSpan waited) => waited < Grace ? [] :
    [
        .. reports.Where(report => report.Info is { Finalized: false } info
            && info.UploadedSegments < Due(report.Node, info.Transaction)
            && _suspected.Add(report.Node)),
    ];

    private long Due(StorageNode node, StorageTransaction entry) =>
        SegmentGroup.Count(node, entry.StartEntryIndex / FlowPadding.SectorsPerSegment, segments);
}
