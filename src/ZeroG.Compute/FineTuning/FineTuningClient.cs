using System.Globalization;
using System.Text;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Storage.Files;

namespace ZeroG.Compute.FineTuning;

/// <summary>
/// A user's side of one fine-tuning provider, over HTTP. Whatever only reads is tried again when the connection fails; a task is sent
/// once, and when its answer is lost the provider is asked whether it took it.
/// </summary>
/// <remarks>
/// Source of the routes: 0g-serving-broker, api/fine-tuning/internal/handler; 0g-compute-ts-sdk, src.ts/sdk/fine-tuning/provider.
/// </remarks>
public sealed class FineTuningClient : IDisposable
{
    private readonly ProviderTransport _transport;
    private readonly FineTuningClientOptions _options;
    private readonly Wallet? _wallet;
    private readonly string _userPath;

    /// <summary>Makes the client; nothing is sent yet.</summary>
    /// <param name="provider">Address of the provider.</param>
    /// <param name="uri">Where it is, as its service on chain says.</param>
    /// <param name="user">Whose tasks.</param>
    /// <param name="wallet">The user's wallet, for what has to be signed; null to only read. It stays the caller's.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="handler">Transport for tests; null for HTTP.</param>
    public FineTuningClient(
        Address provider, Uri uri, Address user, Wallet? wallet = null, FineTuningClientOptions? options = null,
        HttpMessageHandler? handler = null)
    {
        if (wallet is not null && wallet.Address != user)
        {
            throw new ArgumentException($"The wallet {wallet.Address} cannot sign for {user}.", nameof(wallet));
        }

        (Provider, User, _wallet, _options) = (provider, user, wallet, options ?? new FineTuningClientOptions());
        _transport = new ProviderTransport(uri, _options, handler);

        // Providers compare the text that was signed with the text in the path.
        _userPath = $"/v1/user/{user}";
    }

    /// <summary>The provider.</summary>
    public Address Provider { get; }

    /// <summary>Where it is.</summary>
    public Uri Uri => _transport.Uri;

    /// <summary>Whose tasks.</summary>
    public Address User { get; }

    public void Dispose() => _transport.Dispose();

    /// <summary>Goes on at another address, to which the provider has moved.</summary>
    internal void MoveTo(Uri uri) => _transport.Uri = uri;

    /// <summary>Makes sure that the provider has a report of its hardware, without which no task is given to it.</summary>
    /// <exception cref="ZeroGException"><c>ZgProviderQuoteInvalid</c>, <c>ZgProviderUnreachable</c>.</exception>
    public async Task CheckQuoteAsync(CancellationToken cancellationToken = default)
    {
        byte[] quote = await _transport.GetAsync("/v1/quote", cancellationToken);
        try
        {
            using JsonDocument document = JsonDocument.Parse(quote);
            if (document.RootElement is { ValueKind: JsonValueKind.Object } report
                && report.TryGetProperty("report_data", out JsonElement data)
                && data is { ValueKind: JsonValueKind.String } && data.GetString() is { Length: > 0 })
            {
                return;
            }
        }
        catch (JsonException)
        {
            // Said below: whatever it is, it is no report.
        }

        throw new ZeroGException(
            "ZgProviderQuoteInvalid", ErrorKind.SecurityError,
            $"Provider {Provider} sends no report of its hardware with report_data in it. Choose another provider.", Provider);
    }

    /// <summary>Tasks of all users that wait or are being trained.</summary>
    /// <exception cref="ZeroGException"><c>ZgProviderAnswerInvalid</c>, <c>ZgProviderUnreachable</c>.</exception>
    public async Task<int> GetPendingCountAsync(CancellationToken cancellationToken = default)
    {
        string text = Encoding.UTF8.GetString(await _transport.GetAsync("/v1/task/pending", cancellationToken)).Trim().Trim('"');
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            ? count
            : throw ProviderFaults.Malformed(Uri, "no number of waiting tasks");
    }

    /// <summary>Hands a dataset to the provider, for when 0G Storage cannot take it.</summary>
    /// <param name="dataset">At most <see cref="FineTuningClientOptions.LargestDataset"/>; stays the caller's to dispose.</param>
    /// <param name="sent">Receives the bytes sent so far; null for nobody.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What a task calls the dataset.</returns>
    /// <exception cref="ZeroGException">
    /// <c>ZgDatasetTooLarge</c>, <c>ZgFileChanged</c>, <c>ZgProviderRefused</c>, <c>ZgProviderUnreachable</c>.
    /// </exception>
    public async Task<string> UploadDatasetAsync(
        FileSource dataset, IProgress<long>? sent = null, CancellationToken cancellationToken = default)
    {
        CheckSize(dataset);
        byte[] answer = await _transport.RepeatAsync(
            async stopping =>
            {
                long timestamp = _options.TimeProvider.GetUtcNow().ToUnixTimeSeconds();
                string signature = TaskSignatures.Sign(Wallet, TaskSignatures.UploadDataset(User.ToString(), timestamp));
                return await _transport.PostAsync(
                    _userPath + "/dataset", DatasetContent.Create(dataset, signature, timestamp, sent),
                    FineTuningClientOptions.UploadTimeout(dataset.Size), stopping);
            },
            null, cancellationToken);
        return Read(answer, "no dataset hash", static json => DatasetRecord.Parse(json)).DatasetHash;
    }

    /// <summary>
    /// Gives the provider a task. It is sent once: when the answer is lost, the provider's list says whether it was taken.
    /// </summary>
    /// <param name="task">From <see cref="NewTaskRecord.Sign"/>.</param>
    /// <param name="model">The model as the user called it, for messages.</param>
    /// <param name="offered">The models that the provider has, for messages.</param>
    /// <param name="cancellationToken">Stops waiting; the provider may have taken the task all the same.</param>
    /// <returns>Id of the task.</returns>
    /// <exception cref="ZeroGException">
    /// <c>ZgTaskUnfinished</c>, <c>ZgTaskQueueBusy</c>, <c>ZgModelNotOffered</c>, <c>ZgProviderNotAcknowledged</c>,
    /// <c>ZgDeliverableNotAcknowledged</c>, <c>ZgSignerNotApproved</c>, <c>ZgFineTuningFundsMissing</c>,
    /// <c>ZgTrainingConfigInvalid</c>, <c>ZgProviderRefused</c>, <c>ZgProviderUnreachable</c>.
    /// </exception>
    public async Task<Guid> CreateTaskAsync(
        NewTaskRecord task, string? model = null, IReadOnlyList<string>? offered = null, CancellationToken cancellationToken = default)
    {
        try
        {
            byte[] answer = await _transport.PostAsync(_userPath + "/task", task.ToJson(), cancellationToken);
            return Read(answer, "no id of the task", static json => CreatedTaskRecord.Parse(json)).Id;
        }
        catch (ProviderFault fault) when (fault.MayHaveArrived || fault.Words is not null)
        {
            IReadOnlyList<TaskRecord> known = await TryGetAsync(() => GetTasksAsync(cancellationToken)) ?? [];
            if (fault.MayHaveArrived && known.FirstOrDefault(other => other.Nonce == task.Nonce) is { } taken)
            {
                return taken.Id;
            }

            int? waiting = fault.Words is null ? null : await TryCountAsync(cancellationToken);
            throw TaskRefusal.Translate(
                fault, Provider, model ?? task.PreTrainedModelHash, offered ?? [], waiting,
                known.FirstOrDefault(other => !other.State.IsEnd()));
        }
    }

    /// <summary>All tasks of the user, the newest first.</summary>
    public Task<IReadOnlyList<TaskRecord>> GetTasksAsync(CancellationToken cancellationToken = default) =>
        GetTasksAsync("/task", cancellationToken);

    /// <summary>The user's newest task; null when there is none.</summary>
    public async Task<TaskRecord?> FindLatestTaskAsync(CancellationToken cancellationToken = default) =>
        await GetTasksAsync("/task?latest=true", cancellationToken) is [var latest, ..] ? latest : null;

    /// <summary>One task.</summary>
    /// <exception cref="ZeroGException"><c>ZgTaskNotFound</c>, <c>ZgProviderUnreachable</c>.</exception>
    public async Task<TaskRecord> GetTaskAsync(Guid taskId, CancellationToken cancellationToken = default)
    {
        try
        {
            byte[] answer = await _transport.GetAsync($"{_userPath}/task/{taskId}", cancellationToken);
            return Read(answer, "no task", static json => TaskRecord.Parse(json));
        }
        catch (ProviderFault fault) when (IsNotFound(fault))
        {
            throw TaskNotFound(taskId, fault);
        }
    }

    /// <summary>What the provider has written about a task so far; null when there is nothing yet.</summary>
    public async Task<string?> FindLogAsync(Guid taskId, CancellationToken cancellationToken = default)
    {
        try
        {
            // 500 is how a provider says that the file is not there yet.
            byte[] log = await _transport.GetAsync(
                $"{_userPath}/task/{taskId}/log", cancellationToken, static fault => fault.IsTransient && fault.Status != 500);
            return Encoding.UTF8.GetString(log);
        }
        catch (ProviderFault fault) when (IsNotFound(fault))
        {
            throw TaskNotFound(taskId, fault);
        }
        catch (ProviderFault fault) when (fault.Status == 500)
        {
            return null;
        }
    }

    /// <summary>Cancels a task that is not being trained yet.</summary>
    /// <exception cref="ZeroGException"><c>ZgTaskNotCancellable</c>, <c>ZgTaskNotFound</c>, <c>ZgProviderUnreachable</c>.</exception>
    public async Task CancelTaskAsync(Guid taskId, CancellationToken cancellationToken = default)
    {
        TaskSignatureRecord signed = new() { Signature = TaskSignatures.Sign(Wallet, TaskSignatures.CancelTask(taskId)) };
        try
        {
            await _transport.PostAsync($"{_userPath}/task/{taskId}/cancel", signed.ToJson(), cancellationToken);
        }
        catch (ProviderFault fault)
        {
            // An answer may be lost, and of a refusal the task itself says the reason.
            TaskRecord task = await GetTaskAsync(taskId, cancellationToken);
            if (task.State == FineTuningState.Failed && fault.MayHaveArrived)
            {
                return;
            }

            throw task.State.IsCancellable() ? fault : NotCancellable(taskId, task.State, fault);
        }
    }

    /// <summary>Receives the encrypted model from the provider itself.</summary>
    /// <param name="taskId">The task.</param>
    /// <param name="destination">What an earlier run received, or nothing; filled up to the end of the model. Nothing of it is checked
    /// here.</param>
    /// <param name="received">Receives the bytes that are there and the whole, zero when that is not known; null for nobody.</param>
    /// <param name="cancellationToken">Stops it; what was received stays.</param>
    /// <exception cref="ZeroGException"><c>ZgProviderRefused</c>, <c>ZgProviderUnreachable</c>, <c>ZgWriteFailed</c>.</exception>
    public Task ReceiveLoraAsync(
        Guid taskId, Stream destination, IProgress<(long Done, long Total)>? received = null,
        CancellationToken cancellationToken = default) =>
        new LoraDownload(_transport, Wallet, _options).FillAsync(
            $"{_userPath}/task/{taskId}/lora", taskId, destination, received, cancellationToken);

    /// <summary>The failure of a task that is too far to be cancelled: <c>ZgTaskNotCancellable</c>.</summary>
    internal static ZeroGException NotCancellable(Guid taskId, FineTuningState state, Exception? cause = null) => new(
        "ZgTaskNotCancellable", ErrorKind.InvalidOperation,
        $"Task {taskId} is {state}; only a task that is not being trained yet can be cancelled. "
        + (state.IsEnd() ? "There is nothing left to cancel." : "Wait until it is delivered, and acknowledge it then."), taskId, cause);

    private Wallet Wallet => _wallet ?? throw new InvalidOperationException("This client was made without a wallet, to read only.");

    private async Task<IReadOnlyList<TaskRecord>> GetTasksAsync(string route, CancellationToken cancellationToken) => Read(
        await _transport.GetAsync(_userPath + route, cancellationToken), "no list of tasks", static json => TaskRecord.ParseList(json));

    private T Read<T>(byte[] answer, string otherwise, Func<byte[], T> parse)
    {
        try
        {
            return parse(answer);
        }
        catch (JsonException e)
        {
            throw ProviderFaults.Malformed(Uri, otherwise, e);
        }
    }

    private async Task<int?> TryCountAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await GetPendingCountAsync(cancellationToken);
        }
        catch (ZeroGException)
        {
            return null;
        }
    }

    private static async Task<T?> TryGetAsync<T>(Func<Task<T>> ask)
        where T : class
    {
        try
        {
            return await ask();
        }
        catch (ZeroGException)
        {
            // What led here says more.
            return null;
        }
    }

    private static bool IsNotFound(ProviderFault fault) =>
        fault.Status == 404 || fault.Words?.Contains("record not found", StringComparison.OrdinalIgnoreCase) == true;

    private ZeroGException TaskNotFound(Guid taskId, Exception cause) => new(
        "ZgTaskNotFound", ErrorKind.ObjectNotFound,
        $"Provider {Provider} knows no task {taskId}. Check the id and the provider.", taskId, cause);

    private static void CheckSize(FileSource dataset)
    {
        if (dataset.Size > FineTuningClientOptions.LargestDataset)
        {
            throw new ZeroGException(
                "ZgDatasetTooLarge", ErrorKind.LimitsExceeded,
                $"'{dataset.Name}' is larger than the {FineTuningClientOptions.LargestDataset >> 20} MiB that a provider takes. "
                + "Store it on 0G Storage and name its root.", dataset.Path ?? dataset.Name);
        }
    }
}
