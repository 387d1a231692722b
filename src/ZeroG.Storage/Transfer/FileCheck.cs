using ZeroG.Chain;

namespace ZeroG.Storage.Transfer;

/// <summary>Fetches every segment of a file with its proof and keeps none: shows that the nodes can give the file out.</summary>
/// <param name="nodes">The nodes to ask.</param>
/// <param name="options">Null for the defaults.</param>
public sealed class FileCheck(IFileFinder nodes, DownloadOptions? options = null)
{
    private readonly int _throttleLimit = (options ?? new DownloadOptions()).ThrottleLimit;

    /// <summary>Proves a file.</summary>
    /// <param name="root">Root of the file.</param>
    /// <param name="progress">Receives the bytes proven so far.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    /// <returns>Segments that were proven: all of the file.</returns>
    /// <exception cref="ZeroGException">
    /// As for a download of <see cref="FileDownload"/>: among others <c>ZgFileUnknown</c>, <c>ZgFileNotFinalized</c>,
    /// <c>ZgProofInvalid</c>.
    /// </exception>
    public async Task<long> ProveAsync(
        Hash256 root, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        StoredFile file = StoredFile.From(root, await nodes.FindAsync(root, cancellationToken));
        SegmentReceiver receiver = new(
            file, withProof: true, warning => progress?.Report(new TransferProgress(TransferPhase.Receiving, Warning: warning)));
        ByteProgress proven = new(progress, TransferPhase.Receiving, file.Padding.Size);
        await Parallel.ForAsync(
            0L,
            file.Padding.Segments,
            new ParallelOptions { MaxDegreeOfParallelism = _throttleLimit, CancellationToken = cancellationToken },
            async (segment, stopping) =>
            {
                using ReceivedSegment received = await receiver.ReceiveAsync(segment, stopping);
                proven.Add(file.Padding.FileLength(segment));
            });
        return file.Padding.Segments;
    }
}
