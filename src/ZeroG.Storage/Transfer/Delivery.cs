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

    /// <summary>Sends what the nodes lack, and follows the entry when a reorganisation puts it elsewhere.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="tree">Its tree.</param>
    /// <param name="entry">Its place in the log.</param>
    /// <param name="cancellationToken">Stops all requests.</param>
    /// <returns>The nodes that keep it.</returns>
    public async Task<IReadOnlyList<StorageNode>> DeliverAsync(
        UploadUnit unit, FileTree tree, EntryWatch entry, CancellationToken cancellationToken)
    {
        long sequence = -1;
        SegmentSender? sender = null;
        while (true)
        {
            if (sender is null || entry.Place.Sequence != sequence)
            {
                sequence = entry.Place.Sequence;
                sender = new SegmentSender(unit, tree, options, lanes, _patience, sent);
                progress?.Report(new TransferProgress(
                    TransferPhase.Confirming, Detail: $"Waiting until the nodes know entry {sequence}."));
                await log.WaitAsync(sequence, cancellationToken);
            }

            IReadOnlyList<NodeReport> reports = await WaitAsync(
                entry, tree.Root, report => report.Info is not null, $"to read entry {sequence} from the chain", between: null,
                cancellationToken);
            if (entry.Place.Sequence != sequence || !await SendAsync(sender, entry, reports, everything: false, cancellationToken))
            {
                continue;
            }

            HashSet<StorageNode> served = [.. reports.Select(report => report.Node)];
            if (options.Finality == FinalityLevel.FileFinalized)
            {
                reports = await FinalizeAsync(sender, tree, entry, served, cancellationToken);
            }

            // Otherwise a node took another's place meanwhile, and has yet to get its segments; or all have, because the entry moved.
            if (served.SetEquals(nodes.Current) && entry.Place.Sequence == sequence
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
        SegmentSender sender, FileTree tree, EntryWatch entry, HashSet<StorageNode> served, CancellationToken cancellationToken)
    {
        progress?.Report(new TransferProgress(TransferPhase.Finalizing, Detail: "Waiting until the nodes have finalized the file."));
        FinalityWatch watch = new(tree.Padding.Segments);
        return WaitAsync(
            entry, tree.Root, report => report.Info is { Finalized: true }, "to finalize the file",
            async (reports, waited) =>
            {
                IReadOnlyList<NodeReport> forgetful = watch.FindForgetful(reports, waited);
                return await SendAsync(sender, entry, forgetful, everything: true, cancellationToken) && served.SetEquals(nodes.Current);
            },
            cancellationToken);
    }

    /// <summary>Sends to the nodes that have not finalized; false when one failed, and the set or the entry is another now.</summary>
    private async Task<bool> SendAsync(
        SegmentSender sender, EntryWatch entry, IReadOnlyList<NodeReport> reports, bool everything, CancellationToken cancellationToken)
    {
        NodeReport[] unfinished = [.. reports.Where(report => report.Info is { Finalized: false })];
        IReadOnlyCollection<NodeFailure> failures = await sender.SendAsync(unfinished, everything, cancellationToken);
        if (failures.Count > 0 && await entry.HasMovedAsync())
        {
            return false;
        }

        foreach (NodeFailure failure in failures)
        {
            await nodes.DropAsync(failure.Node, failure.Cause, cancellationToken);
        }

        return failures.Count == 0;
    }

    /// <summary>Asks the nodes until each is where it should be. Those that are not in time are dropped.</summary>
    /// <param name="entry">The entry. When it moves, the wait ends.</param>
    /// <param name="root">The unit's root.</param>
    /// <param name="isThere">Whether a node is where it should be.</param>
    /// <param name="what">What the nodes are waited for, after "the nodes".</param>
    /// <param name="between">Runs after each look; false ends the wait, because nodes were replaced or failed.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    private async Task<IReadOnlyList<NodeReport>> WaitAsync(
        EntryWatch entry, Hash256 root, Func<NodeReport, bool> isThere, string what,
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
                        reports = await AskAsync(entry, root, cancellationToken);
                        return reports.All(isThere)
                            || (reports.Any(report => report.Info is null) && await entry.HasMovedMeanwhileAsync())
                            || (between is not null && !await between(reports, waited));
                    },
                    $"the nodes {what}", root, cancellationToken);
                return reports;
            }
            catch (ZeroGException late) when (late.ErrorId == "ZgTransferTimeout")
            {
                if (await entry.HasMovedAsync())
                {
                    return reports;
                }

                foreach (NodeReport report in reports.Where(report => !isThere(report)))
                {
                    await nodes.DropAsync(report.Node, late, cancellationToken);
                }
            }
        }
    }

    /// <summary>
    /// A node that knows another file under the number may be right: then there is nothing to report of the old one. Or it is behind the
    /// chain, and counts for a while as one that knows nothing yet.
    /// </summary>
    private Task<IReadOnlyList<NodeReport>> AskAsync(EntryWatch entry, Hash256 root, CancellationToken cancellationToken) =>
        nodes.AskAsync(
            async set =>
            {
                IReadOnlyList<NodeReport> reports = await lanes.AskAsync(
                    () => set.FindAsync(entry.Place.Sequence, root, cancellationToken), cancellationToken);
                if (!reports.Any(KnowsAnotherFile))
                {
                    entry.NoteAgreement();
                    return reports;
                }

                if (await entry.HasMovedAsync())
                {
                    return [];
                }

                return entry.MayBeContradictedByOldBlocks()
                    ? [.. reports.Select(report => KnowsAnotherFile(report) ? report with { Failure = null } : report)]
                    : reports;
            },
            cancellationToken);

    private static bool KnowsAnotherFile(NodeReport report) => report.Failure?.ErrorId == "ZgNodeMismatch";
}
