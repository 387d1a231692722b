using ZeroG.Chain;
using ZeroG.Storage.Files;
using ZeroG.Storage.Transfer;

namespace ZeroG.Compute.FineTuning.Delivery;

/// <summary>
/// Receives an encrypted model, from 0G Storage by its root, or else from the provider. It gets its name only when it is whole and what the
/// chain knows. What a broken run received stays beside it, and the next run goes on there.
/// </summary>
/// <param name="client">The provider.</param>
/// <param name="storage">Opens 0G Storage when it is needed; null where there is none.</param>
/// <param name="options">Null for the defaults.</param>
public sealed class ModelDownload(
    FineTuningClient client, Func<CancellationToken, Task<IFileFinder>>? storage, ModelDownloadOptions? options = null)
{
    // Failures of the place where the file goes, which another source would not mend.
    private static readonly string[] OfTarget = ["ZgTargetExists", "ZgTargetBusy", "ZgWriteFailed"];

    private readonly ModelDownloadOptions _options = options ?? new ModelDownloadOptions();

    /// <summary>What lies at the last destination, whatever failed after it was received; null when nothing was.</summary>
    public ReceivedModel? Received { get; private set; }

    /// <summary>Receives a model; nothing is done when it is there already.</summary>
    /// <param name="taskId">The task.</param>
    /// <param name="hash">By what the chain knows it.</param>
    /// <param name="destination">Path of the file to write, in a folder that exists.</param>
    /// <param name="progress">Receives phases, bytes and warnings; null for nobody.</param>
    /// <param name="cancellationToken">Stops it; what was received stays for the next run.</param>
    /// <exception cref="ZeroGException">
    /// <c>ZgTargetExists</c>, <c>ZgTargetBusy</c>, <c>ZgWriteFailed</c>, <c>ZgModelHashMismatch</c>, and those of storage and provider.
    /// </exception>
    public async Task<ReceivedModel> ReceiveAsync(
        Guid taskId, ModelHash hash, string destination, IProgress<TransferProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        string target = Path.GetFullPath(destination);
        Received = null;
        return Received = await FindAsync(hash, target, progress, cancellationToken)
            ?? await TryStorageAsync(hash, target, progress, cancellationToken)
            ?? await FromProviderAsync(taskId, hash, target, progress, cancellationToken);
    }

    /// <summary>The model, when an earlier run has received it.</summary>
    private async Task<ReceivedModel?> FindAsync(
        ModelHash hash, string target, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        if (Directory.Exists(target))
        {
            throw NewFile.TargetExists(target);
        }

        if (!File.Exists(target))
        {
            return null;
        }

        using (FileSource file = FileSource.Open(target))
        {
            if (await MatchAsync(hash, file, progress, cancellationToken) is var kind and not ModelHashKind.None)
            {
                return new ReceivedModel(target, file.Size, ModelSource.Disk, kind);
            }
        }

        return _options.Overwrite ? null : throw NewFile.TargetExists(target);
    }

    /// <summary>The model from 0G Storage, whose proofs make the check of the hash; null to ask the provider.</summary>
    private async Task<ReceivedModel?> TryStorageAsync(
        ModelHash hash, string target, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        if (_options.Route == TransferRoute.Provider || (storage is null && _options.Route == TransferRoute.Any))
        {
            return null;
        }

        try
        {
            IFileFinder nodes = storage is null ? throw NoStorage() : await storage(cancellationToken);
            DownloadResult result = await new FileDownload(nodes, new DownloadOptions { Force = _options.Overwrite })
                .ReceiveAsync(hash.Parts, target, progress, cancellationToken);
            return new ReceivedModel(target, result.Size, ModelSource.Storage, ModelHashKind.StorageRoot);
        }
        catch (ZeroGException failure) when (_options.Route == TransferRoute.Any && !OfTarget.Contains(failure.ErrorId))
        {
            progress?.Report(new TransferProgress(
                TransferPhase.Asking, Detail: $"0G Storage does not give the model, so that the provider is asked. {failure.Message}"));
            return null;
        }
    }

    private async Task<ReceivedModel> FromProviderAsync(
        Guid taskId, ModelHash hash, string target, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        await using PartialModel partial = PartialModel.Open(target);
        ModelHashKind kind = await FillAsync();
        if (kind == ModelHashKind.None && partial.IsResumed)
        {
            // What an earlier run left may be of another model, or torn by a power cut. It is worth one more try, from the start.
            partial.Clear();
            kind = await FillAsync();
        }

        if (kind == ModelHashKind.None && !_options.SkipHashCheck)
        {
            partial.Clear();
            throw new ZeroGException(
                "ZgModelHashMismatch", ErrorKind.SecurityError,
                $"What provider {client.Provider} sends for task {taskId} is not the model that it announced on chain as {hash}. "
                + "Receive it again, or ask the provider; acknowledge nothing before that.", taskId);
        }

        long size = partial.Size;
        partial.Keep(_options.Overwrite);
        TryDelete(target + ".download");
        return new ReceivedModel(target, size, ModelSource.Provider, kind);

        async Task<ModelHashKind> FillAsync()
        {
            await client.ReceiveLoraAsync(taskId, partial.Content, new Receiving(progress), cancellationToken);
            if (partial.Size == 0)
            {
                return ModelHashKind.None;
            }

            using FileSource file = partial.OpenRead();
            return await MatchAsync(hash, file, progress, cancellationToken);
        }
    }

    private static Task<ModelHashKind> MatchAsync(
        ModelHash hash, FileSource file, IProgress<TransferProgress>? progress, CancellationToken cancellationToken) =>
        hash.MatchAsync(file, new Verified(progress, file.Size), cancellationToken);

    private static ZeroGException NoStorage() => new(
        "ZgNoStorageNodes", ErrorKind.InvalidOperation,
        "The network names no indexer, so that nothing can be received from 0G Storage. Receive the model from its provider.");

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            // A part of what is now there whole.
        }
    }

    private sealed class Receiving(IProgress<TransferProgress>? progress) : IProgress<(long Done, long Total)>
    {
        public void Report((long Done, long Total) value) =>
            progress?.Report(new TransferProgress(TransferPhase.Receiving, value.Done, value.Total));
    }

    private sealed class Verified(IProgress<TransferProgress>? progress, long total) : IProgress<long>
    {
        public void Report(long value) => progress?.Report(new TransferProgress(TransferPhase.Verifying, value, total));
    }
}
