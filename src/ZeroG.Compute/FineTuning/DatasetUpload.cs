using ZeroG.Chain;
using ZeroG.Storage.Files;
using ZeroG.Storage.Transfer;

namespace ZeroG.Compute.FineTuning;

/// <summary>
/// Brings a dataset where a provider finds it: to 0G Storage, where it is paid once and found again by every later task, or else to the
/// provider itself.
/// </summary>
/// <param name="client">The provider.</param>
/// <param name="storage">Opens 0G Storage when it is needed; null where there is none.</param>
/// <param name="route">Which way to go.</param>
public sealed class DatasetUpload(
    FineTuningClient client, Func<CancellationToken, Task<FileUpload>>? storage, TransferRoute route = TransferRoute.Any)
{
    // Failures after which money may be under way, or that the other way would not mend.
    private static readonly string[] Final =
        ["ZgTransactionPending", "ZgFeeTooHigh", "ZgFeeAboveLimit", "ZgFileChanged", "ZgTransferTimeout"];

    /// <summary>Brings it there. After a failure the same call pays nothing twice.</summary>
    /// <param name="dataset">The file; stays the caller's to dispose.</param>
    /// <param name="progress">Receives phases, bytes and remarks; null for nobody.</param>
    /// <param name="cancellationToken">Stops it; what was sent or paid stays.</param>
    /// <exception cref="ZeroGException">Those of <see cref="FileUpload"/> and of <see cref="FineTuningClient"/>.</exception>
    public async Task<DatasetLocation> SendAsync(
        FileSource dataset, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (route != TransferRoute.Provider)
        {
            try
            {
                FileUpload upload = storage is null ? throw NoStorage() : await storage(cancellationToken);
                UploadResult stored = await upload.SendAsync(dataset, progress, cancellationToken);
                return new DatasetLocation(stored.Root.ToString(), TransferRoute.Storage, stored.Fee + stored.GasFee);
            }
            catch (ZeroGException failure) when (
                route == TransferRoute.Any && !Final.Contains(failure.ErrorId) && dataset.Size <= FineTuningClientOptions.LargestDataset)
            {
                progress?.Report(new TransferProgress(
                    TransferPhase.Sending,
                    Detail: $"0G Storage does not take the dataset, so that it goes to the provider. {failure.Message}"));
            }
        }

        string hash = await client.UploadDatasetAsync(dataset, new Sent(progress, dataset.Size), cancellationToken);
        return new DatasetLocation(hash, TransferRoute.Provider, TokenAmount.Zero);
    }

    private static ZeroGException NoStorage() => new(
        "ZgNoStorageNodes", ErrorKind.InvalidOperation,
        "The network names no indexer, so that nothing can be stored on 0G Storage. Hand the dataset to the provider.");

    private sealed class Sent(IProgress<TransferProgress>? progress, long total) : IProgress<long>
    {
        public void Report(long value) => progress?.Report(new TransferProgress(TransferPhase.Sending, value, total));
    }
}
