using System.Globalization;
using ZeroG.Chain;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.FineTuning;
using ZeroG.Compute.FineTuning.Training;

namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>Fetches the dataset, counts its tokens, sets the fee, and makes sure that the user can pay it.</summary>
internal sealed class SetupStep(
    FineTuningProviderOptions options, TaskStore store, TaskLog log, TaskFolder folder, DatasetShelf shelf, IModelStorage storage,
    IFineTuningChain chain)
    : TaskStep(options, store, log, FineTuningState.Init, FineTuningState.SettingUp, FineTuningState.SetUp)
{
    private readonly FineTuningProviderOptions _options = options;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(ProviderTask task, CancellationToken cancellationToken)
    {
        ServedModel model = _options.Models.FirstOrDefault(model => model.Hash == task.ModelHash)
            ?? throw new TaskFailedException($"unsupported model: {task.ModelHash} is not served any more.");
        long tokens = await CountAsync(task, cancellationToken);
        int epochs = TrainingConfig.Parse(task.TrainingParams, isCustomModel: true).Epochs ?? 1;
        TokenAmount fee = new TrainingCost(tokens, epochs, _options.PricePerToken, model.StorageReserve).Total;

        // Kept before the money is looked at, so that a user who has too little sees how much it takes.
        task = Note(task, counted => counted with { Fee = fee });
        Log.Write(task.Id, string.Create(
            CultureInfo.InvariantCulture,
            $"{tokens} tokens (an estimate: characters / 4), {epochs} epochs, {_options.PricePerToken.ToShortString()} each, "
            + $"{model.StorageReserve.ToShortString()} for storage: the fee is {fee}."));

        SubAccount account = await chain.FindAccountAsync(task.User, cancellationToken)
            ?? throw new TaskFailedException("get account in contract: the sub-account is gone.");
        AccountCheck.CheckBalance(account, fee, Failure);
        AccountCheck.CheckNonce(account, task.Nonce, Failure);
        AccountCheck.CheckTrust(account, await chain.FindServiceAsync(cancellationToken), Failure);

        static TaskFailedException Failure(string message) => new(message);
    }

    private async Task<long> CountAsync(ProviderTask task, CancellationToken cancellationToken)
    {
        if (shelf.Find(task.User, task.DatasetHash) is { } uploaded)
        {
            return await DatasetReading.CountTokensAsync(uploaded, cancellationToken);
        }

        if (!Hash256.TryParse(task.DatasetHash, out Hash256 root))
        {
            throw new TaskFailedException(
                $"dataset {ForeignText.Clean(task.DatasetHash)} was not uploaded to this provider and is no root of 0G Storage.");
        }

        string path = folder.Dataset(task.Id);
        if (!File.Exists(path))
        {
            await storage.FetchAsync(root, path, _options.MaximumStoredDatasetSize, cancellationToken);
        }

        try
        {
            return await DatasetReading.CountTokensAsync(path, cancellationToken);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
