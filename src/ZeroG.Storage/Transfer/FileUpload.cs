using ZeroG.Chain;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Submissions;

namespace ZeroG.Storage.Transfer;

/// <summary>Sends files to storage nodes and pays for them. One object serves any number of files, several at once.</summary>
/// <param name="flow">Where submissions go, and from whose account they are paid.</param>
/// <param name="nodes">The nodes that shall keep the files.</param>
/// <param name="journal">What was paid and not yet seen to its end.</param>
/// <param name="options">Null for the defaults.</param>
/// <param name="timeProvider">Clock for waits and durations; null for the system's.</param>
public sealed class FileUpload(
    IFlow flow, NodeSet nodes, SubmissionJournal journal, UploadOptions? options = null, TimeProvider? timeProvider = null)
{
    private readonly UploadOptions _options = (options ?? new UploadOptions()).Checked();
    private readonly TimeProvider _time = timeProvider ?? TimeProvider.System;
    private readonly Patience _patience = new(timeProvider ?? TimeProvider.System, (options ?? new UploadOptions()).Timeout);

    /// <summary>What a file would cost now. Reads no byte of it.</summary>
    public async Task<StorageCost> EstimateAsync(FileSource source, CancellationToken cancellationToken = default) =>
        new(source.Name, source.Path, source.Size, await flow.GetPricePerSectorAsync(cancellationToken), flow.Network);

    /// <summary>Sends a file. After a failure or a cancellation the same call goes on where it stopped and pays nothing twice.</summary>
    /// <param name="source">The file; it stays the caller's to dispose.</param>
    /// <param name="progress">Receives phases and bytes.</param>
    /// <param name="cancellationToken">Stops at once; what was sent or paid stays.</param>
    /// <exception cref="ZeroGException">
    /// <c>ZgFileChanged</c>, <c>ZgFeeTooHigh</c>, <c>ZgInsufficientFunds</c>, <c>ZgSubmissionReverted</c>, <c>ZgNodeOnOtherNetwork</c>,
    /// <c>ZgNodeMismatch</c>, <c>ZgNodeRefused</c>, <c>ZgTransferTimeout</c>, <c>ZgTransactionPending</c>, <c>ZgJournalDamaged</c>, and
    /// failures of the transport.
    /// </exception>
    public async Task<UploadResult> SendAsync(
        FileSource source, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        long start = _time.GetTimestamp();
        FileTree tree = await HashAsync(source, progress, cancellationToken);

        progress?.Report(new TransferProgress(TransferPhase.Asking, Detail: $"Asking {nodes.Nodes.Count} nodes for {tree.Root}."));
        await CheckNetworkAsync(cancellationToken);
        IReadOnlyList<NodeReport> reports = await AskAsync(tree.Root, cancellationToken);
        PendingSubmission? unfinished = journal.Find(FileOf(tree));
        if (_options.SkipIfExists && unfinished is null && reports.All(report => report.Info is { Finalized: true }))
        {
            return Describe(source, tree, EntryOf(reports)!.Sequence, null, UploadState.AlreadyStored, start);
        }

        LogPlace place = _options.SkipIfExists && unfinished is null && EntryOf(reports) is { } known
            ? new LogPlace(known.Sequence)
            : await SubmitAsync(tree, progress, cancellationToken);

        progress?.Report(new TransferProgress(TransferPhase.Confirming, Detail: $"Waiting until the nodes know entry {place.Sequence}."));
        reports = await WaitForEntryAsync(place.Sequence, tree.Root, cancellationToken);

        SegmentSender sender = new(source, tree, _options, _patience, progress);
        await sender.SendAsync(Unfinished(reports), everything: false, cancellationToken);
        UploadState state = _options.Finality == FinalityLevel.FileFinalized
            ? await FinalizeAsync(sender, tree, place.Sequence, progress, cancellationToken)
            : UploadState.Packed;

        if (place.Pending is { } seenToItsEnd)
        {
            journal.Forget(seenToItsEnd, FileOf(tree));
        }

        return Describe(source, tree, place.Sequence, place, state, start);
    }

    private static async Task<FileTree> HashAsync(
        FileSource source, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        ByteProgress hashed = new(progress, TransferPhase.Hashing, source.Size);
        FileTree tree = await FileTree.BuildAsync(source, hashed, cancellationToken);
        source.ThrowIfChanged();
        return tree;
    }

    /// <summary>A node on another chain or contract would take the fee of one log and the data of another.</summary>
    private async Task CheckNetworkAsync(CancellationToken cancellationToken)
    {
        foreach (StorageNode node in nodes.Nodes)
        {
            NetworkIdentity identity = (await node.Client.GetStatusAsync(cancellationToken)).NetworkIdentity;
            if (identity.ChainId != flow.ChainId || identity.FlowAddress != flow.Address)
            {
                throw new ZeroGException(
                    "ZgNodeOnOtherNetwork", ErrorKind.InvalidArgument,
                    $"Storage node {node} follows contract {identity.FlowAddress} on chain {identity.ChainId}, "
                    + $"and {flow.Network} is contract {flow.Address} on chain {flow.ChainId}. "
                    + "Use a node of this network, or connect to the other.",
                    node.Client.Uri);
            }
        }
    }

    private async Task<IReadOnlyList<NodeReport>> AskAsync(Hash256 root, CancellationToken cancellationToken)
    {
        IReadOnlyList<NodeReport> reports = await nodes.FindAsync(root, cancellationToken);
        return reports.FirstOrDefault(report => report.Failure is not null) is { } failed ? throw failed.Failure! : reports;
    }

    /// <summary>Finds the submission of an earlier run, or makes one, and waits until it is in the log.</summary>
    private async Task<LogPlace> SubmitAsync(FileTree tree, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        while (true)
        {
            PendingSubmission pending;
            using (await journal.EnterAsync(cancellationToken))
            {
                if (journal.Find(FileOf(tree)) is { } earlier)
                {
                    pending = earlier;
                }
                else if (_options.SkipIfExists && EntryOf(await AskAsync(tree.Root, cancellationToken)) is { } known)
                {
                    // Somebody else's submission of the same file came to its end while this one waited for its turn.
                    return new LogPlace(known.Sequence);
                }
                else
                {
                    pending = await PayAsync(tree, cancellationToken);
                }
            }

            progress?.Report(new TransferProgress(TransferPhase.Paying, Detail: $"Waiting for transaction {pending.Transaction}."));
            SubmissionOutcome outcome = await flow.WaitAsync(
                pending, new SubmissionPatience(_options.Timeout, _options.MaxGasPrice), journal.Remember, cancellationToken);
            if (outcome.Fate == SubmissionFate.Logged)
            {
                return LogPlace.Of(pending, outcome, FileOf(tree));
            }

            // Certain not to be in the log, now or later: only then may it be forgotten and, if it was replaced, paid anew.
            journal.Forget(pending);
            if (outcome.Fate == SubmissionFate.Reverted)
            {
                throw new ZeroGException(
                    "ZgSubmissionReverted", ErrorKind.InvalidOperation,
                    $"The chain took transaction {pending.Transaction} but reverted the submission: {outcome.Reason}. "
                    + "The storage fee was not taken; look at the reason, then try again.",
                    pending.Transaction);
            }
        }
    }

    private async Task<PendingSubmission> PayAsync(FileTree tree, CancellationToken cancellationToken)
    {
        Submission submission = Submission.Create(tree, _options.Tags);
        TokenAmount fee = submission.Fee(await flow.GetPricePerSectorAsync(cancellationToken));
        if (_options.MaxFee is { } limit && fee > limit)
        {
            throw new ZeroGException(
                "ZgFeeTooHigh", ErrorKind.LimitsExceeded,
                $"Storing the file costs {fee}, more than the limit of {limit}. Raise the limit, or send less.", tree.Root);
        }

        PendingSubmission? signed = null;
        try
        {
            // The journal has the signed transaction before the chain has it. Whatever happens in between or afterwards, the next run finds
            // it and waits for it, or sends the same bytes again: no retry pays twice.
            return await flow.SubmitAsync(
                [submission], fee, _options.Submitter, remember: pending => journal.Remember(signed = pending), cancellationToken);
        }
        catch (ZeroGException) when (signed is not null)
        {
            // A refusal, so nothing was sent.
            journal.Forget(signed);
            throw;
        }
    }

    private async Task<IReadOnlyList<NodeReport>> WaitForEntryAsync(long sequence, Hash256 root, CancellationToken cancellationToken)
    {
        IReadOnlyList<NodeReport> reports = [];
        await _patience.UntilAsync(
            async _ => (reports = await ReportAsync(sequence, root, cancellationToken)).All(report => report.Info is not null),
            $"the nodes to read entry {sequence} from the chain", root, cancellationToken);
        return reports;
    }

    /// <summary>
    /// Waits for finality. A node that stays behind what it had acknowledged has lost segments, and gets all of its own once more.
    /// </summary>
    private async Task<UploadState> FinalizeAsync(
        SegmentSender sender, FileTree tree, long sequence, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        progress?.Report(new TransferProgress(TransferPhase.Finalizing, Detail: "Waiting until the nodes have finalized the file."));
        FinalityWatch watch = new(tree.Padding.Segments);
        await _patience.UntilAsync(
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
        IReadOnlyList<NodeReport> reports = await nodes.FindAsync(sequence, root, cancellationToken);
        return reports.FirstOrDefault(report => report.Failure is not null) is { } failed ? throw failed.Failure! : reports;
    }

    private UploadResult Describe(FileSource source, FileTree tree, long sequence, LogPlace? place, UploadState state, long start) => new()
    {
        Name = source.Name,
        Path = source.Path,
        Size = source.Size,
        Root = tree.Root,
        Sequence = sequence,
        Transaction = place?.Transaction,
        Block = place?.Block,
        Fee = place?.Fee ?? TokenAmount.Zero,
        GasFee = place?.GasFee ?? TokenAmount.Zero,
        Network = flow.Network,
        Node = nodes.Uris,
        State = state,
        CreatedAt = _time.GetUtcNow(),
        Duration = _time.GetElapsedTime(start),
    };

    private static IReadOnlyList<NodeReport> Unfinished(IEnumerable<NodeReport> reports) =>
        [.. reports.Where(report => report.Info is { Finalized: false })];

    private static StorageTransaction? EntryOf(IEnumerable<NodeReport> reports) =>
        reports.FirstOrDefault(report => report.Info is not null)?.Info?.Transaction;

    private static SubmittedFile FileOf(FileTree tree) => new(tree.Root, tree.Padding.Size);
}
