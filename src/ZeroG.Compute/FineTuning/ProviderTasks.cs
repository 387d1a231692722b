using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.FineTuning.Delivery;
using ZeroG.Compute.FineTuning.Models;
using ZeroG.Compute.Inference;
using ZeroG.Compute.Services;

namespace ZeroG.Compute.FineTuning;

/// <summary>
/// A user's tasks at one provider: what the provider says of them over HTTP and what the chain says, as one.
/// </summary>
public sealed class ProviderTasks : IDisposable
{
    // Lines at the end of a log that a failure shows.
    private const int LastLines = 3;

    // A node of the chain may be a little behind the one that the provider asked.
    private static readonly TimeSpan ChainLag = TimeSpan.FromMinutes(1);

    private readonly ComputeClient _compute;
    private readonly TimeProvider _time;
    private readonly TimeSpan _pause;

    private IReadOnlyList<FineTuningModel>? _own;
    private DeliveryTerms? _terms;

    private ProviderTasks(
        ComputeClient compute, FineTuningService service, FineTuningClient client, FineTuningModels models, TimeProvider time)
    {
        (_compute, Service, Client, Models, _time) = (compute, service, client, models, time);
        _pause = client.Uri.IsLoopback ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromSeconds(5);
    }

    /// <summary>What the provider has registered.</summary>
    public FineTuningService Service { get; private set; }

    /// <summary>The provider over HTTP.</summary>
    public FineTuningClient Client { get; }

    /// <summary>The models that can be trained.</summary>
    public FineTuningModels Models { get; }

    /// <summary>Looks the provider up.</summary>
    /// <param name="compute">The contracts.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="user">Whose tasks.</param>
    /// <param name="wallet">The user's wallet, for what has to be signed; null to only read. It stays the caller's.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="handler">Transport for tests; null for HTTP.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="ZeroGException"><c>ZgProviderUnknown</c>, <c>ZgProviderUrlInvalid</c>.</exception>
    public static async Task<ProviderTasks> OpenAsync(
        ComputeClient compute, Address provider, Address user, Wallet? wallet = null, FineTuningClientOptions? options = null,
        HttpMessageHandler? handler = null, CancellationToken cancellationToken = default)
    {
        FineTuningService service = await compute.FineTuning.FindServiceAsync(provider, cancellationToken)
            ?? throw await new ComputeRefusal(compute).ProviderUnknownAsync(ServiceKind.FineTuning, provider, cancellationToken);
        Uri uri = new InferenceEndpoint(service.Url).Root;
        options ??= new FineTuningClientOptions();
        return new ProviderTasks(
            compute, service, new FineTuningClient(provider, uri, user, wallet, options, handler),
            new FineTuningModels(compute.Network, options, handler), options.TimeProvider);
    }

    public void Dispose() => Client.Dispose();

    /// <summary>One task.</summary>
    /// <exception cref="ZeroGException"><c>ZgTaskNotFound</c>, <c>ZgProviderUnreachable</c>.</exception>
    public async Task<FineTuningTask> GetAsync(Guid taskId, CancellationToken cancellationToken = default) =>
        await CompleteAsync(await Client.GetTaskAsync(taskId, cancellationToken), cancellationToken);

    /// <summary>
    /// What the provider says of a task; null when it does not answer, or something else answers in its place while the chain knows the
    /// model, and so what matters.
    /// </summary>
    /// <exception cref="ZeroGException"><c>ZgTaskNotFound</c>, <c>ZgProviderRefused</c>; the chain knows no model of the task either.
    /// </exception>
    public async Task<TaskRecord?> FindRecordAsync(Guid taskId, CancellationToken cancellationToken = default)
    {
        try
        {
            return await Client.GetTaskAsync(taskId, cancellationToken);
        }
        catch (ZeroGException fault)
        {
            if (!MayPass(fault) && await FindOnChainAsync(new TaskRecord { Id = taskId, Progress = "" }, cancellationToken) is null)
            {
                throw;
            }

            return null;
        }
    }

    /// <summary>All tasks, the newest first.</summary>
    /// <exception cref="ZeroGException"><c>ZgProviderUnreachable</c>.</exception>
    public async Task<IReadOnlyList<FineTuningTask>> ListAsync(CancellationToken cancellationToken = default)
    {
        List<FineTuningTask> tasks = [];
        foreach (TaskRecord record in await Client.GetTasksAsync(cancellationToken))
        {
            tasks.Add(await CompleteAsync(record, cancellationToken));
        }

        return tasks;
    }

    /// <summary>
    /// Waits until a task is in a state or past it. A provider that does not answer for a while is waited for, also where it has moved to;
    /// what the chain says of the model counts meanwhile, since its deadline does not wait. Once it says something, no answer over HTTP
    /// ends the wait: what is left of a dead provider may be a host that knows nothing.
    /// </summary>
    /// <param name="taskId">The task.</param>
    /// <param name="state">The state.</param>
    /// <param name="timeout">The longest to wait.</param>
    /// <param name="seen">Receives each look at the task; null for nobody.</param>
    /// <param name="trouble">Receives what went wrong while waiting; null for nobody.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ZeroGException"><c>ZgTaskFailed</c>, <c>ZgTaskNotFound</c>, <c>ZgTimeout</c>.</exception>
    public async Task<FineTuningTask> WaitAsync(
        Guid taskId, FineTuningState state, TimeSpan timeout, IProgress<TaskRecord>? seen = null, Action<string>? trouble = null,
        CancellationToken cancellationToken = default)
    {
        long start = _time.GetTimestamp();
        FineTuningState last = FineTuningState.Unknown;
        TaskRecord known = new() { Id = taskId, Progress = $"{last}" };
        while (true)
        {
            TaskRecord? record;
            Uri asked = Client.Uri;
            try
            {
                record = known = await Client.GetTaskAsync(taskId, cancellationToken);
            }
            catch (ZeroGException fault)
            {
                trouble?.Invoke(fault.Message);
                await FollowProviderAsync(cancellationToken);
                record = await FindOnChainAsync(known, cancellationToken);
                if (record is null && !MayPass(fault) && Client.Uri == asked)
                {
                    throw;
                }
            }

            if (record is not null)
            {
                seen?.Report(record);
                last = record.State;
                if (last.HasReached(state))
                {
                    return await CompleteAsync(record, cancellationToken);
                }

                if (last.IsEnd())
                {
                    throw await FailedAsync(record, cancellationToken);
                }
            }

            if (_time.GetElapsedTime(start) >= timeout)
            {
                throw new ZeroGException(
                    "ZgTimeout", ErrorKind.OperationTimeout,
                    $"Task {taskId} is {last}, not {state}, after {timeout}. The provider goes on; the same command waits again.", taskId);
            }

            await PauseAsync(cancellationToken);
        }
    }

    /// <summary>The delivered model of a task.</summary>
    /// <exception cref="ZeroGException"><c>ZgModelNotDelivered</c>, <c>ZgTaskNotFound</c>, <c>ZgTaskFailed</c>.</exception>
    public async Task<ModelDelivery> GetDeliveryAsync(Guid taskId, CancellationToken cancellationToken = default)
    {
        long start = _time.GetTimestamp();
        while (true)
        {
            if (await FindDeliveryAsync(taskId, cancellationToken) is { } delivery)
            {
                return delivery;
            }

            TaskRecord record = await Client.GetTaskAsync(taskId, cancellationToken);
            if (!record.State.HasReached(FineTuningState.Delivered) || _time.GetElapsedTime(start) >= ChainLag)
            {
                throw record.State == FineTuningState.Failed
                    ? await FailedAsync(record, cancellationToken)
                    : new ZeroGException(
                        "ZgModelNotDelivered", ErrorKind.InvalidOperation,
                        $"Task {taskId} is {record.State}; there is no model on chain yet. Wait until it is Delivered.", taskId);
            }

            await PauseAsync(cancellationToken);
        }
    }

    /// <summary>Waits until the provider has settled and the key of a model is on chain.</summary>
    /// <exception cref="ZeroGException"><c>ZgTimeout</c>, <c>ZgDeliverableTooLate</c>, <c>ZgDeliverableAbandoned</c>.</exception>
    public async Task<ModelDelivery> WaitForKeyAsync(Guid taskId, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        long start = _time.GetTimestamp();
        while (true)
        {
            ModelDelivery delivery = await GetDeliveryAsync(taskId, cancellationToken);
            delivery.ThrowIfLost();
            if (delivery.State == DeliveryState.KeyPublished)
            {
                return delivery;
            }

            if (_time.GetElapsedTime(start) >= timeout)
            {
                throw new ZeroGException(
                    "ZgTimeout", ErrorKind.OperationTimeout,
                    $"The provider has not published the key of task {taskId} after {timeout}. It does so within about a minute of the "
                    + "acknowledgement; the same command waits again.", taskId);
            }

            await PauseAsync(cancellationToken);
        }
    }

    /// <summary>The pause between two looks: short where the provider is on this machine and nobody is bothered.</summary>
    internal Task PauseAsync(CancellationToken cancellationToken) => Task.Delay(_pause, _time, cancellationToken);

    /// <summary>
    /// Looks where the provider is now: one that was started again may have registered another address. Where the chain does not say,
    /// nothing changes.
    /// </summary>
    internal async Task FollowProviderAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await _compute.FineTuning.FindServiceAsync(Client.Provider, cancellationToken) is { } service && service.Url != Service.Url)
            {
                Client.MoveTo(new InferenceEndpoint(service.Url).Root);
                Service = service;
            }
        }
        catch (ZeroGException)
        {
            // That the provider is silent is known already, and the next look asks again.
        }
    }

    /// <summary>A task with what the chain says of its model.</summary>
    internal async Task<FineTuningTask> CompleteAsync(TaskRecord record, CancellationToken cancellationToken)
    {
        ModelDelivery? delivery = record.State.HasReached(FineTuningState.Delivered)
            ? await FindDeliveryAsync(record.Id, cancellationToken)
            : null;
        bool waits = delivery?.State == DeliveryState.Delivered;
        return new FineTuningTask
        {
            TaskId = record.Id,
            Provider = Client.Provider,
            State = record.State,
            Model = await NameOfAsync(record.PreTrainedModelHash, cancellationToken),
            Fee = record.Amount is { IsZero: false } fee ? fee : null,
            CreatedAt = record.CreatedAt,
            UpdatedAt = record.UpdatedAt,
            DeliveredAt = delivery?.Deliverable.DeliveredAt,
            AcknowledgeBy = waits ? delivery!.AcknowledgeBy : null,
            PenaltyPercentage = waits ? delivery!.Terms.PenaltyPercentage : null,
            Delivery = delivery?.State,
            Advice = delivery?.Advice,
            DatasetHash = record.DatasetHash,
            ModelHash = record.PreTrainedModelHash,
            TrainingConfig = record.TrainingParams,
            User = Client.User,
            Network = _compute.Network.Name,
        };
    }

    /// <summary>Name of a model; its hash where neither this program nor the provider knows it.</summary>
    internal async Task<string> NameOfAsync(string hash, CancellationToken cancellationToken)
    {
        if (Find(FineTuningModels.BuiltIn(_compute.Network)) is { } known)
        {
            return known;
        }

        try
        {
            _own ??= await Models.GetOwnAsync(Service, cancellationToken);
        }
        catch (ZeroGException)
        {
            // A name is a courtesy; the task matters.
            _own = [];
        }

        return Find(_own) ?? ForeignText.Clean(hash);

        string? Find(IReadOnlyList<FineTuningModel> models) =>
            models.FirstOrDefault(model => string.Equals(model.Hash, hash, StringComparison.OrdinalIgnoreCase))?.Name;
    }

    /// <summary>A task as far as the chain alone knows it; null where it knows no model of it, or does not answer.</summary>
    private async Task<TaskRecord?> FindOnChainAsync(TaskRecord known, CancellationToken cancellationToken)
    {
        try
        {
            return await FindDeliveryAsync(known.Id, cancellationToken) is { } delivery
                ? known with
                {
                    Progress = delivery.State switch
                    {
                        DeliveryState.Delivered => nameof(FineTuningState.Delivered),
                        DeliveryState.Acknowledged => nameof(FineTuningState.UserAcknowledged),
                        DeliveryState.Abandoned => nameof(FineTuningState.Failed),
                        _ => nameof(FineTuningState.Finished),
                    },
                }
                : null;
        }
        catch (ZeroGException)
        {
            return null;
        }
    }

    // Any other answer will be the same in a minute.
    private static bool MayPass(ZeroGException fault) => fault is ProviderFault { IsTransient: true };

    /// <summary>The model as the chain has it now; the terms, which hardly ever change, are asked for once.</summary>
    private async Task<ModelDelivery?> FindDeliveryAsync(Guid taskId, CancellationToken cancellationToken)
    {
        ModelDelivery? delivery =
            await ModelDelivery.FindAsync(_compute, Client.User, Client.Provider, taskId, _terms, cancellationToken);
        _terms ??= delivery?.Terms;
        return delivery;
    }

    private async Task<ZeroGException> FailedAsync(TaskRecord record, CancellationToken cancellationToken)
    {
        string end;
        try
        {
            string[] lines = (await Client.FindLogAsync(record.Id, cancellationToken))?
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
            end = lines.Length == 0
                ? "It has no log. Create the task again."
                : $"Its log ends: {ForeignText.Clean(string.Join(" | ", lines.TakeLast(LastLines)))} "
                    + "Change what it names and create the task again.";
        }
        catch (ZeroGException)
        {
            // That it failed is the news; why would have been welcome.
            end = "Its provider does not give its log. Create the task again, with another provider if this one stays silent.";
        }

        return new ZeroGException(
            "ZgTaskFailed", ErrorKind.InvalidOperation, $"Task {record.Id} failed or was cancelled. {end}", record.Id);
    }
}
