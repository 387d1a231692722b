using ZeroG.Chain;
using ZeroG.Storage.Merkle;

namespace ZeroG.Storage.Transfer;

/// <summary>
/// Brings units that are in the log to the nodes, and waits until they keep them. When a node fails, its replacement gets what it needs and
/// the others keep what they have.
/// </summary>
/// <param name="nodes">The nodes.</param>
/// <param name="options">How much to send at once and what to wait for.</param>
/// <param name="lanes">Requests in flight, shared by all units.</param>
/// <param name="log">How far the nodes have read the log.</param>
/// <param name="time">Clock for waits.</param>
/// <param name="sent">Receives the bytes sent.</param>
/// <param name="progress">Receives what is done.</param>
internal sealed class Delivery(
    UploadNodes nodes, UploadOptions options, TransferLanes lanes, LogWatch log, TimeProvider time, ByteProgress sent,
    IProgress<TransferProgress>? progress)
{
    private readonly Patience _patience = new(time, options.Timeout);

    /// <summary>Sends what the nodes lack.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="tree">Its tree.</param>
    /// <param name="sequence">Its place in the log.</param>
    /// <param name="cancellationToken">Stops all requests.</param>
    /// <returns>The nodes that keep it.</returns>
    public async Task<IReadOnlyList<StorageNode>> DeliverAsync(
        UploadUnit unit, FileTree tree, long sequence, CancellationToken cancellationToken)
    {
        progress?.Report(new TransferProgress(TransferPhase.Confirming, Detail: $"Waiting until the nodes know entry {sequence}."));
        await log.WaitAsync(sequence, cancellationToken);
        SegmentSender sender = new(unit, tree, options, lanes, _patience, sent);
        while (true)
        {
            IReadOnlyList<NodeReport> reports = await WaitAsync(
                sequence, tree.Root, report => report.Info is not null, $"to read entry {sequence} from the chain", between: null,
                cancellationToken);
            if (!await SendAsync(sender, reports, everything: false, cancellationToken))
            {
                continue;
            }

            HashSet<StorageNode> served = [.. reports.Select(report => report.Node)];
            if (options.Finality == FinalityLevel.FileFinalized)
            {
                reports = await FinalizeAsync(sender, tree, sequence, served, cancellationToken);
            }

            // Otherwise a node took another's place meanwhile, and has yet to get its segments.
            if (served.SetEquals(nodes.Current)
                && (options.Finality != FinalityLevel.FileFinalized || reports.All(report => report.Info is { Finalized: true })))
            {
                return [.. served];
            }
        }
    }

    /// <summary>
    /// Waits for finality. A node that stays behind what it had acknowledged has lost segments, and gets all of its own once more.
    /// </summary>
    private Task<IReadOnlyList<NodeReport>> FinalizeAsync(
        SegmentSender sender, FileTree tree, long sequence, HashSet<StorageNode> served, CancellationToken cancellationToken)
    {
        progress?.Report(new TransferProgress(TransferPhase.Finalizing, Detail: "Waiting until the nodes have finalized the file."));
        FinalityWatch watch = new(tree.Padding.Segments);
        return WaitAsync(
            sequence, tree.Root, report => report.Info is { Finalized: true }, "to finalize the file",
            async (reports, waited) =>
            {
                IReadOnlyList<NodeReport> forgetful = watch.FindForgetful(reports, waited);
                await SendAsync(sender, forgetful, everything: true, cancellationToken);
                return served.SetEquals(nodes.Current);
            },
            cancellationToken);
    }

    /// <summary>Sends to the nodes that have not finalized; false when one failed and the set is another now.</summary>
    private async Task<bool> SendAsync(
        SegmentSender sender, IReadOnlyList<NodeReport> reports, bool everything, CancellationToken cancellationToken)
    {
        NodeReport[] unfinished = [.. reports.Where(report => report.Info is { Finalized: false })];
        IReadOnlyCollection<NodeFailure> failures = await sender.SendAsync(unfinished, everything, cancellationToken);
        foreach (NodeFailure failure in failures)
        {
            await nodes.DropAsync(failure.Node, failure.Cause, cancellationToken);
        }

        return failures.Count == 0;
    }

    /// <summary>Asks the nodes until each is where it should be. Those that are not in time are dropped.</summary>
    /// <param name="sequence">The entry.</param>
    /// <param name="root">The unit's root.</param>
    /// <param name="isThere">Whether a node is where it should be.</param>
    /// <param name="what">What the nodes are waited for, after "the nodes".</param>
    /// <param name="between">Runs after each look; false ends the wait, because nodes were replaced.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    private async Task<IReadOnlyList<NodeReport>> WaitAsync(
        long sequence, Hash256 root, Func<NodeReport, bool> isThere, string what,
        Func<IReadOnlyList<NodeReport>, TimeSpan, Task<bool>>? between, CancellationToken cancellationToken)
    {
        while (true)
        {
            IReadOnlyList<NodeReport> reports = [];
            try
            {
                await _patience.UntilAsync(
                    async waited =>
                    {
                        reports = await AskAsync(sequence, root, cancellationToken);
                        return reports.All(isThere) || (between is not null && !await between(reports, waited));
                    },
                    $"the nodes {what}", root, cancellationToken);
                return reports;
            }
            catch (ZeroGException late) when (late.ErrorId == "ZgTransferTimeout")
            {
                foreach (NodeReport report in reports.Where(report => !isThere(report)))
                {
                    await nodes.DropAsync(report.Node, late, cancellationToken);
                }
            }
        }
    }

    private Task<IReadOnlyList<NodeReport>> AskAsync(long sequence, Hash256 root, CancellationToken cancellationToken) =>
        nodes.AskAsync(
            set => lanes.AskAsync(() => set.FindAsync(sequence, root, cancellationToken), cancellationToken), cancellationToken);
}
