using ZeroG.Chain;

namespace ZeroG.Compute.FineTuning;

/// <summary>Tells why a provider does not take a task, from its words.</summary>
/// <remarks>Source of the words: 0g-serving-broker, api/fine-tuning/internal/ctrl/task.go.</remarks>
internal static class TaskRefusal
{
    /// <summary>The refusal in the words of this project; the fault itself when its words say nothing that is known.</summary>
    /// <param name="fault">What the provider said.</param>
    /// <param name="provider">Who.</param>
    /// <param name="model">The model that was asked for, as the user called it.</param>
    /// <param name="offered">The models that the provider has on chain and in its own list.</param>
    /// <param name="waiting">Tasks that wait at the provider; null when not known.</param>
    /// <param name="unfinished">The user's task that is in the way; null when not known.</param>
    public static ZeroGException Translate(
        ProviderFault fault, Address provider, string model, IReadOnlyList<string> offered, int? waiting, TaskRecord? unfinished)
    {
        string words = fault.Words ?? "";
        return Has("unfinished task") ? Unfinished(provider, unfinished?.Id, unfinished?.State)
            : Has("in-progress tasks") || Has("task queue is full") ? QueueBusy(provider, waiting, Has("queue is full"), fault)
            : Has("unsupported model") ? ModelNotOffered(provider, model, offered)
            : Has("not acknowledge the tee signer") ? SignerNotApproved(provider)
            : Has("previous deliverable") ? DeliverableInTheWay(words, fault)
            : Has("acknowledge") ? NotAcknowledged(provider)
            : Has("insufficient") ? FundsMissing(provider, words)
            : Has("after JSON") || Has("training param") ? new ZeroGException(
                "ZgTrainingConfigInvalid", ErrorKind.InvalidData,
                $"The provider cannot read the training configuration: {words}. Use decimal notation (0.0002) and no keys but its own.",
                provider, fault)
            : fault;

        bool Has(string part) => words.Contains(part, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The failure of a provider at which others wait: <c>ZgTaskQueueBusy</c>.</summary>
    public static ZeroGException QueueBusy(Address provider, int? waiting, bool isFull, Exception? cause = null) => new(
        "ZgTaskQueueBusy", ErrorKind.ResourceBusy,
        $"Provider has {(waiting is null ? "other" : $"{waiting}")} tasks waiting; use the wait switch or another provider."
        + (isFull ? " Its queue is full: waiting is possible only once it is shorter." : ""), provider, cause);

    /// <summary>The failure of a model that nobody acknowledged: <c>ZgDeliverableNotAcknowledged</c>.</summary>
    public static ZeroGException DeliverableNotAcknowledged(string id, Exception? cause = null) => new(
        "ZgDeliverableNotAcknowledged", ErrorKind.InvalidOperation,
        $"Deliverable {ForeignText.Clean(id)} was never acknowledged and blocks new tasks. Acknowledge it.", id, cause);

    /// <summary>The failure of a second task: <c>ZgTaskUnfinished</c>.</summary>
    public static ZeroGException Unfinished(Address provider, Guid? task, FineTuningState? state) => new(
        "ZgTaskUnfinished", ErrorKind.InvalidOperation,
        (task is null ? "A task with this provider is not finished." : $"Task {task} with this provider is {state}.")
        + " Wait, cancel it, or choose another provider.", (object?)task ?? provider);

    /// <summary>The failure of a model that a provider does not train: <c>ZgModelNotOffered</c>.</summary>
    public static ZeroGException ModelNotOffered(Address provider, string model, IReadOnlyList<string> offered) => new(
        "ZgModelNotOffered", ErrorKind.ObjectNotFound,
        $"{ForeignText.Clean(model)} is not offered by {provider}. Names are written without `Qwen/`. "
        + $"Offered: {(offered.Count == 0 ? "none" : ForeignText.Clean(string.Join(", ", offered)))}.", model);

    /// <summary>The failure of a provider that the user does not trust yet: <c>ZgProviderNotAcknowledged</c>.</summary>
    public static ZeroGException NotAcknowledged(Address provider) => new(
        "ZgProviderNotAcknowledged", ErrorKind.PermissionDenied,
        $"You have not acknowledged {provider}. Acknowledge it; the provider notices within about two minutes.", provider);

    /// <summary>The failure of a provider that the network's operator does not vouch for: <c>ZgSignerNotApproved</c>.</summary>
    public static ZeroGException SignerNotApproved(Address provider) => new(
        "ZgSignerNotApproved", ErrorKind.PermissionDenied,
        "The network operator has not approved this provider's TEE signer. Use another provider.", provider);

    /// <summary>The failure of a sub-account without money: <c>ZgFineTuningFundsMissing</c>.</summary>
    /// <param name="provider">Whose sub-account.</param>
    /// <param name="detail">How much there is and how much is wanted; null for nothing more.</param>
    public static ZeroGException FundsMissing(Address provider, string? detail) => new(
        "ZgFineTuningFundsMissing", ErrorKind.LimitsExceeded,
        $"Transfer funds to the fine-tuning sub-account of {provider} (inference money does not count)."
        + (detail is null ? "" : $" {detail.TrimEnd('.')}."), provider);

    private static ZeroGException DeliverableInTheWay(string words, ProviderFault fault)
    {
        string? id = words.Split([' ', ':', ',', '.'], StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(part => Guid.TryParse(part, out _));
        return DeliverableNotAcknowledged(id ?? "of an earlier task", fault);
    }
}
