using System.Globalization;
using System.Numerics;
using Microsoft.AspNetCore.Http;
using ZeroG.Chain;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.FineTuning;
using ZeroG.Compute.FineTuning.Training;
using ZeroG.Compute.Services;

namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>
/// Decides which tasks are taken and lets their users cancel them. The checks and their order are those of official brokers, with
/// signature, nonce and money looked at here already, so that a user hears at once what would fail later.
/// </summary>
internal sealed class TaskAdmission(
    FineTuningProviderOptions options, TaskStore store, TaskLog log, IFineTuningChain chain, TimeProvider time)
{
    // Only one is decided on at a time: two requests of a user must not both find that there is no other.
    private readonly Lock _turn = new();

    /// <summary>Takes a task into the queue.</summary>
    /// <param name="user">Whose path the request came by.</param>
    /// <param name="wanted">The request.</param>
    /// <param name="cancellationToken">Stops the questions to the chain.</param>
    /// <returns>The id of the task.</returns>
    /// <exception cref="ProviderRefusal">Why not.</exception>
    public async Task<Guid> CreateAsync(Address user, NewTaskRecord wanted, CancellationToken cancellationToken)
    {
        ServedModel model = FindModel(wanted.PreTrainedModelHash);
        CheckConfig(model, wanted.TrainingParams);
        BigInteger nonce = CheckSignature(user, wanted);
        await CheckAccountAsync(user, nonce, cancellationToken);
        lock (_turn)
        {
            int ahead = CheckQueue(user, wanted.Wait);
            return Add(user, wanted, model, nonce, ahead);
        }
    }

    /// <summary>Cancels a task that is not in training yet.</summary>
    /// <exception cref="ProviderRefusal">401, 403, 404, or 409 when it is too late.</exception>
    public void Cancel(Address user, Guid id, string signature)
    {
        if (!TaskSignatures.IsSignedBy(user, TaskSignatures.CancelTask(id), signature))
        {
            throw FineTuningRefusal.OfCancel(
                StatusCodes.Status401Unauthorized, "signature verification failed: address mismatch");
        }

        ProviderTask task = Find(user, id);
        while (!task.State.IsCancellable() || !store.TryChange(id, task.State, Failed, out _))
        {
            if (!task.State.IsCancellable())
            {
                throw FineTuningRefusal.OfCancel(
                    StatusCodes.Status409Conflict, $"task cannot be cancelled in its current state ({task.State})");
            }

            // A step has moved it between the look and the change.
            task = Find(user, id);
        }

        log.Write(id, "Cancelled by its user.");

        static ProviderTask Failed(ProviderTask task) => task with { State = FineTuningState.Failed };
    }

    /// <summary>A task of a user.</summary>
    /// <exception cref="ProviderRefusal">403 or 404.</exception>
    public ProviderTask Find(Address user, Guid id)
    {
        ProviderTask task = store.Find(id) ?? throw FineTuningRefusal.NoTask(id);
        return task.User == user ? task : throw FineTuningRefusal.ForeignTask();
    }

    private ServedModel FindModel(string hash) =>
        Hash256.TryParse(hash, out Hash256 parsed) && options.Models.FirstOrDefault(model => model.Hash == parsed) is { } found
            ? found
            : throw FineTuningRefusal.OfTask(
                $"unsupported model: {ForeignText.Clean(hash)} is not in the provider's supported model list: "
                + string.Join(", ", options.Models.Select(model => $"{model.Name} ({model.Hash})")));

    // Models of the provider's own may have keys of their own.
    private static void CheckConfig(ServedModel model, string config)
    {
        try
        {
            TrainingConfig.Parse(config, isCustomModel: !model.IsBuiltIn);
        }
        catch (ZeroGException invalid)
        {
            throw FineTuningRefusal.OfTask($"invalid training params: {invalid.Message}");
        }
    }

    private static BigInteger CheckSignature(Address user, NewTaskRecord wanted)
    {
        if (!Address.TryParse(wanted.UserAddress, out Address named) || named != user)
        {
            throw FineTuningRefusal.OfTask("the user's address in the body is not the one in the path");
        }

        return wanted.FindSigner() is not null
            ? BigInteger.Parse(wanted.Nonce, CultureInfo.InvariantCulture)
            : throw FineTuningRefusal.OfTask(
                StatusCodes.Status401Unauthorized,
                "signature verification failed: it is not the user's over address, nonce and dataset hash");
    }

    private async Task CheckAccountAsync(Address user, BigInteger nonce, CancellationToken cancellationToken)
    {
        SubAccount account = await chain.FindAccountAsync(user, cancellationToken)
            ?? throw FineTuningRefusal.OfTask(
                $"get account in contract: {user} has no fine-tuning sub-account with {chain.Provider}: insufficient balance");
        FineTuningService? service = await chain.FindServiceAsync(cancellationToken);
        AccountCheck.CheckTrust(account, service, FineTuningRefusal.OfTask);
        AccountCheck.CheckNonce(account, nonce, FineTuningRefusal.OfTask);
        if (account.Free.IsZero)
        {
            throw FineTuningRefusal.OfTask("insufficient account balance after pending refund: available 0");
        }

        // Announcing the model would be refused by the contract, after all the work.
        if (account.Deliverables is [.., { IsAcknowledged: false } last])
        {
            throw FineTuningRefusal.OfTask(
                StatusCodes.Status409Conflict,
                $"previous deliverable not acknowledged: {last.Id}"
                + (last.IsSettled ? ", which was settled with a penalty and can no longer be acknowledged" : ""));
        }
    }

    private int CheckQueue(Address user, bool wait)
    {
        if (store.Count(task => task.User == user && !task.State.IsEnd()) > 0)
        {
            throw FineTuningRefusal.OfTask("cannot create a new task while there is an unfinished task");
        }

        int pending = store.PendingCount;
        return pending > options.QueueLimit ? throw FineTuningRefusal.OfTask(StatusCodes.Status409Conflict, "task queue is full")
            : pending > 0 && !wait ? throw FineTuningRefusal.OfTask(
                StatusCodes.Status409Conflict, "cannot create a new task while there are in-progress tasks")
            : pending;
    }

    private Guid Add(Address user, NewTaskRecord wanted, ServedModel model, BigInteger nonce, int ahead)
    {
        DateTimeOffset now = time.GetUtcNow();
        ProviderTask task = new()
        {
            Id = Guid.NewGuid(),
            CreatedAt = now,
            UpdatedAt = now,
            User = user,
            ModelHash = model.Hash,
            DatasetHash = wanted.DatasetHash,
            TrainingParams = wanted.TrainingParams,
            Nonce = nonce,
            Signature = wanted.Signature,
            IsCustomModel = !model.IsBuiltIn,
            Wait = wanted.Wait,
        };
        store.Add(task);
        log.Write(task.Id, $"Taken for {model.Name}. {StandIn.Notice}");
        if (ahead > 0)
        {
            log.Write(task.Id, string.Create(CultureInfo.InvariantCulture, $"There are {ahead} tasks in the queue ahead."));
        }

        return task.Id;
    }
}
