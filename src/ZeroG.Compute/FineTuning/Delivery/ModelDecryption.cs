using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.Accounts;
using ZeroG.Storage.Encryption;
using ZeroG.Storage.Files;

namespace ZeroG.Compute.FineTuning.Delivery;

/// <summary>
/// Makes the plain model of an encrypted one: the key from the chain, the signature by the provider's TEE, then the files. Neither the
/// provider nor storage is asked.
/// </summary>
/// <param name="compute">The contracts.</param>
/// <param name="wallet">The wallet that signed the task.</param>
public sealed class ModelDecryption(ComputeClient compute, Wallet wallet)
{
    private const string Zip = ".zip";

    /// <summary>Decrypts a model and unpacks it.</summary>
    /// <param name="path">The encrypted file.</param>
    /// <param name="provider">Who trained it.</param>
    /// <param name="taskId">The task.</param>
    /// <param name="destination">The folder for the files, made when it is missing; the zip itself for a name that ends so.</param>
    /// <param name="signer">Who signed the file; null for the present signer of the provider's service.</param>
    /// <param name="overwrite">Whether files that are there may be replaced.</param>
    /// <param name="progress">Receives phases and bytes; null for nobody.</param>
    /// <param name="cancellationToken">Stops at once and leaves nothing behind.</param>
    /// <exception cref="ZeroGException">
    /// <c>ZgDeliverableUnknown</c>, <c>ZgModelKeyNotPublished</c>, <c>ZgDeliverableTooLate</c>, <c>ZgDeliverableAbandoned</c>,
    /// <c>ZgProviderUnknown</c>, <c>ZgModelHashMismatch</c>, and those of <see cref="ModelKeyEnvelope.Open"/>,
    /// <see cref="ModelFile.DecryptAsync"/> and <see cref="ModelArchive.ExtractAsync"/>.
    /// </exception>
    public async Task<DecryptedModel> RunAsync(
        string path, Address provider, Guid taskId, string destination, Address? signer = null, bool overwrite = false,
        IProgress<DecryptionProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        string target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(destination));
        bool keepsZip = target.EndsWith(Zip, StringComparison.OrdinalIgnoreCase) && !Directory.Exists(target);
        CheckTarget(target, keepsZip, overwrite);
        using FileSource file = FileSource.Open(path);
        Deliverable deliverable = await FindAsync(provider, taskId, cancellationToken);
        using SymmetricKey key = ModelKeyEnvelope.Open(deliverable.EncryptedSecret, wallet);
        Address by = signer ?? await SignerOfAsync(provider, cancellationToken);
        string zip = keepsZip ? target : TemporaryName.Beside(target, Zip);
        try
        {
            long size = await DecryptAsync(file, zip, key, by, overwrite, progress, deliverable, taskId, cancellationToken);
            IReadOnlyList<string> files = keepsZip
                ? [zip]
                : await ModelArchive.ExtractAsync(
                    zip, target, overwrite, Report(progress, "Unpacking", total: 0), cancellationToken);
            return new DecryptedModel(taskId, provider, target, size, files, by, file.Path ?? path);
        }
        finally
        {
            if (!keepsZip)
            {
                File.Delete(zip);
            }
        }
    }

    private static void CheckTarget(string target, bool keepsZip, bool overwrite)
    {
        if (!keepsZip)
        {
            ModelArchive.CheckFree(target, overwrite);
        }
        else if (!overwrite && File.Exists(target))
        {
            throw NewFile.TargetExists(target);
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target) ?? target);
        }
        catch (Exception failure) when (FileFault.IsRefusal(failure))
        {
            throw NewFile.WriteFailed(target, failure);
        }
    }

    private static Relay? Report(IProgress<DecryptionProgress>? progress, string phase, long total) =>
        progress is null ? null : new Relay(progress, phase, total);

    private async Task<Deliverable> FindAsync(Address provider, Guid taskId, CancellationToken cancellationToken)
    {
        ModelDelivery? delivery = await ModelDelivery.FindAsync(
            compute, wallet.Address, provider, taskId, cancellationToken: cancellationToken);
        delivery?.ThrowIfLost();
        return delivery switch
        {
            null => throw new ZeroGException(
                "ZgDeliverableUnknown", ErrorKind.ObjectNotFound,
                $"{provider} has delivered nothing to {wallet.Address} for task {taskId}. Check the task, the wallet and the network; "
                + "Get-ZgFineTuningTask says how far it is.", taskId),
            { State: DeliveryState.KeyPublished } => delivery.Deliverable,
            { State: DeliveryState.Acknowledged } => throw NotPublished(taskId, FineTuningState.UserAcknowledged, ""),
            _ => throw NotPublished(taskId, FineTuningState.Delivered, " Acknowledge it first: Receive-ZgFineTunedModel does that."),
        };
    }

    private static ZeroGException NotPublished(Guid taskId, FineTuningState state, string advice) => new(
        "ZgModelKeyNotPublished", ErrorKind.InvalidOperation,
        $"Task is {state}; the provider has not published the key yet. Try again when it is Finished (about a minute).{advice}", taskId);

    private async Task<Address> SignerOfAsync(Address provider, CancellationToken cancellationToken) =>
        await compute.FineTuning.FindServiceAsync(provider, cancellationToken) is { } service
            ? service.TeeSigner
            : throw await new ComputeRefusal(compute).ProviderUnknownAsync(ServiceKind.FineTuning, provider, cancellationToken);

    private static async Task<long> DecryptAsync(
        FileSource file, string zip, SymmetricKey key, Address signer, bool overwrite, IProgress<DecryptionProgress>? progress,
        Deliverable deliverable, Guid taskId, CancellationToken cancellationToken)
    {
        try
        {
            return await ModelFile.DecryptAsync(
                file, zip, key, signer, overwrite, Report(progress, "Decrypting", file.Size), cancellationToken);
        }
        catch (ZeroGException failure) when (failure.ErrorId == "ZgModelKeyWrong")
        {
            // The key from the chain has proven itself, so it is the file: another task's of the same provider, or an altered one.
            ModelHash hash = ModelHash.Read(deliverable.ModelRootHash, taskId);
            if (await hash.MatchAsync(file, Report(progress, "Comparing", file.Size), cancellationToken) != ModelHashKind.None)
            {
                throw;
            }

            throw new ZeroGException(
                "ZgModelHashMismatch", ErrorKind.SecurityError,
                $"'{file.Path}' is not the model of task {taskId}: the chain knows another file. It is another task's, or was altered. "
                + "Receive it again.", file.Path, failure);
        }
    }

    private sealed class Relay(IProgress<DecryptionProgress> progress, string phase, long total) : IProgress<long>
    {
        public void Report(long value) => progress.Report(new DecryptionProgress(phase, value, total));
    }
}
