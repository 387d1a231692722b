using System.Runtime.ExceptionServices;
using ZeroG.Chain;
using ZeroG.Storage.Files;
using ZeroG.Storage.Submissions;

namespace ZeroG.Storage.Transfer;

/// <summary>
/// Sends files to storage nodes and pays for them, each by itself: the face of <see cref="BatchUpload"/> for a single file.
/// </summary>
/// <param name="flow">Where submissions go, and from whose account they are paid.</param>
/// <param name="nodes">The nodes that shall keep the files.</param>
/// <param name="journal">What was paid and not yet seen to its end.</param>
/// <param name="options">Null for the defaults.</param>
/// <param name="timeProvider">Clock for waits and durations; null for the system's.</param>
public sealed class FileUpload(
    IFlow flow, NodeSet nodes, SubmissionJournal journal, UploadOptions? options = null, TimeProvider? timeProvider = null)
{
    private readonly BatchUpload _upload = new(flow, nodes, journal, options, timeProvider);

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
        // A slice of the whole, because the upload disposes what it opens.
        UploadItem item = new(source, () => source.Slice(0, source.Size, source.Name));
        UploadItem[] items = [item];
        await foreach (BatchUploadResult end in _upload.SendAsync(items.ToAsyncEnumerable(), progress, cancellationToken))
        {
            if (end.Failure is { } failure)
            {
                ExceptionDispatchInfo.Throw(failure);
            }

            return end.Result!;
        }

        throw new InvalidOperationException("An upload of one file ended without a result.");
    }
}
