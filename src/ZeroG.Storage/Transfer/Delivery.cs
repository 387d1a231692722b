using ZeroG.Chain;
using ZeroG.Storage.Merkle;

namespace ZeroG.Storage.Transfer;

/// <summary>Brings units that are in the log to the nodes, and waits until they keep them.</summary>
/// <param name="nodes">The nodes.</param>
/// <param name="options">How much to send at once and what to wait for.</param>
/// <param name="lanes">Requests in flight, shared by all units.</param>
/// <param name="patience">How to wait.</param>
/// <param name="progress">Receives what is done.</param>
internal sealed class Delivery(
    NodeSet nodes, UploadOptions options, TransferLanes lanes, Patience patience, IProgress<TransferProgress>? progress)
{
    private readonly ByteProgress _sent = new(progress, TransferPhase.Sending);

    /// <summary>Sends what the nodes lack.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="tree">Its tree.</param>
    /// <param name="sequence">Its place in the log.</param>
    /// <param name="cancellationToken">Stops all requests.</param>
    public async Task<UploadState> DeliverAsync(UploadUnit unit, FileTree tree, long sequence, CancellationToken cancellationToken)
    {
        progress?.Report(new TransferProgress(TransferPhase.Confirming, Detail: $"Waiting until the nodes know entry {sequence}."));
        IReadOnlyList<NodeReport> reports = [];
        await patience.UntilAsync(
            async _ => (reports = await ReportAsync(sequence, tree.Root, cancellationToken)).All(report => report.Info is not null),
            $"the nodes to read entry {sequence} from the chain", tree.Root, cancellationToken);

        SegmentSender sender = new(unit, tree, options, lanes, patience, _sent);
        await sender.SendAsync(Unfinished(reports), everything: false, cancellationToken);
        return options.Finality == FinalityLevel.FileFinalized
            ? await FinalizeAsync(sender, tree, sequence, cancellationToken)
            : UploadState.Packed;
    }

    /// <summary>
    /// Waits for finality. A node that stays behind what it had acknowledged has lost segments, and gets all of its own once more.
    /// </summary>
    private async Task<UploadState> FinalizeAsync(SegmentSender sender, FileTree tree, long sequence, CancellationToken cancellationToken)
    {
        progress?.Report(new TransferProgress(TransferPhase.Finalizing, Detail: "Waiting until the nodes have finalized the file."));
        FinalityWatch watch = new(tree.Padding.Segments);
        await patience.UntilAsync(
            async waited =>
            {
                IReadOnlyList<NodeReport> reports = await ReportAsync(sequence, tree.Root, cancellationToken);
                IReadOnlyList<NodeReport> forgetful = watch.FindForgetful(reports, waited);
                if (forgetful.Count > 0)
                {
                    await sender.SendAsync(forgetful, everything: true, cancellationToken);
                }

                return Unfinished(reports).Count == 0;
            },
            "the nodes to finalize the file", tree.Root, cancellationToken);
        return UploadState.Finalized;
    }

    private async Task<IReadOnlyList<NodeReport>> ReportAsync(long sequence, Hash256 root, CancellationToken cancellationToken)
    {
        IReadOnlyList<NodeReport> reports = await lanes.AskAsync(() => nodes.FindAsync(sequence, root, cancellationToken), cancellationToken);
        return reports.FirstOrDefault(report => report.Failure is not null) is { } failed ? throw failed.Failure! : reports;
    }

    private static IReadOnlyList<NodeReport> Unfinished(IEnumerable<NodeReport> reports) =>
        [.. reports.Where(report => report.Info is { Finalized: false })];
}
