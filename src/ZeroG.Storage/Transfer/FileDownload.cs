using ZeroG.Chain;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;

namespace ZeroG.Storage.Transfer;

/// <summary>
/// Receives files from storage nodes. The bytes gather in <c>name.download</c>, which a later call goes on with; the file gets its name
/// only when the root of everything on disk is the one that was asked for.
/// </summary>
/// <param name="nodes">The nodes to ask.</param>
/// <param name="options">Null for the defaults.</param>
/// <param name="timeProvider">Clock for durations; null for the system's.</param>
public sealed class FileDownload(NodeSet nodes, DownloadOptions? options = null, TimeProvider? timeProvider = null)
{
    private readonly DownloadOptions _options = (options ?? new DownloadOptions()).Checked();
    private readonly TimeProvider _time = timeProvider ?? TimeProvider.System;

    /// <summary>Receives a file.</summary>
    /// <param name="root">Root of the file.</param>
    /// <param name="destination">Path of the file to write, in a folder that exists.</param>
    /// <param name="progress">Receives phases and bytes.</param>
    /// <param name="cancellationToken">Stops at once; what was received stays for the next call.</param>
    /// <exception cref="ZeroGException">
    /// <c>ZgTargetExists</c>, <c>ZgTargetBusy</c>, <c>ZgWriteFailed</c>, <c>ZgFileUnknown</c>, <c>ZgFileNotFinalized</c>,
    /// <c>ZgNodesDisagree</c>, <c>ZgNodeMismatch</c>, <c>ZgShardsIncomplete</c>, <c>ZgProofInvalid</c>, <c>ZgSegmentUnavailable</c>,
    /// <c>ZgRootMismatch</c>.
    /// </exception>
    public async Task<DownloadResult> ReceiveAsync(
        Hash256 root, string destination, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        long start = _time.GetTimestamp();
        string target = Path.GetFullPath(destination);
        if (Directory.Exists(target) || (File.Exists(target) && !_options.Force))
        {
            throw PartialFile.TargetExists(target);
        }

        progress?.Report(new TransferProgress(TransferPhase.Asking, Detail: $"Asking {nodes.Nodes.Count} nodes for {root}."));
        StoredFile file = StoredFile.From(root, await nodes.FindAsync(root, cancellationToken));
        using PartialFile partial = PartialFile.Open(target, root, file.Padding.Size, _options.Force);
        bool resumed = partial.Offset > 0;
        await ReceiveSegmentsAsync(file, partial, progress, cancellationToken);
        Hash256 actual = await VerifyAsync(partial, file, progress, cancellationToken);
        if (actual != root && resumed)
        {
            // Bytes of an earlier run are wrong, perhaps torn by a power cut. They are worth one more try, this time from the start.
            partial.Begin(root);
            await ReceiveSegmentsAsync(file, partial, progress, cancellationToken);
            actual = await VerifyAsync(partial, file, progress, cancellationToken);
        }

        if (actual != root)
        {
            partial.Begin(root);
            throw new ZeroGException(
                "ZgRootMismatch", ErrorKind.SecurityError,
                $"What the nodes sent for {root} has the root {actual}. Receive it again with proofs to find the node that lies, "
                + "or ask other nodes.", root);
        }

        partial.Seal(_options.Force);
        return new DownloadResult
        {
            Name = Path.GetFileName(target),
            Path = target,
            Size = file.Padding.Size,
            Root = root,
            Sequence = file.Entry.Sequence,
            Node = new NodeAddresses(file.Holders.Select(holder => holder.Node.Client.Uri)),
            CreatedAt = _time.GetUtcNow(),
            Duration = _time.GetElapsedTime(start),
        };
    }

    /// <summary>
    /// Keeps a window of segments in flight and writes them in their order, so that the count in the partial file is always true.
    /// </summary>
    private async Task ReceiveSegmentsAsync(
        StoredFile file, PartialFile partial, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        SegmentReceiver receiver = new(file, _options.WithProof);
        ByteProgress received = new(progress, TransferPhase.Receiving, file.Padding.Size);
        received.Report(partial.Offset);
        Queue<Task<ReceivedSegment>> window = new();
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            long next = partial.Offset / FlowPadding.SegmentSize;
            while (partial.Offset < file.Padding.Size)
            {
                while (window.Count < _options.ThrottleLimit && next < file.Padding.Segments)
                {
                    window.Enqueue(receiver.ReceiveAsync(next++, stop.Token));
                }

                using ReceivedSegment segment = await window.Dequeue();
                (long index, long skip) = Math.DivRem(partial.Offset, FlowPadding.SegmentSize);
                partial.Append(segment.Data[(int)skip..file.Padding.FileLength(index)]);
                received.Report(partial.Offset);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await AbandonAsync(window);
        }
    }

    /// <summary>Waits for requests that were cancelled, so that none outlives the download, and gives their buffers back.</summary>
    private static async Task AbandonAsync(Queue<Task<ReceivedSegment>> window)
    {
        foreach (Task<ReceivedSegment> request in window)
        {
            await ((Task)request).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (request.IsCompletedSuccessfully)
            {
                (await request).Dispose();
            }
        }
    }

    private static async Task<Hash256> VerifyAsync(
        PartialFile partial, StoredFile file, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        using FileSource content = partial.Content;
        ByteProgress verified = new(progress, TransferPhase.Verifying, file.Padding.Size);
        return (await FileTree.BuildAsync(content, verified, cancellationToken)).Root;
    }
}
