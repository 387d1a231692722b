using ZeroG.Chain;
using ZeroG.Compute.Accounts;

namespace ZeroG.Compute.FineTuning.Delivery;

/// <summary>A delivered model as the chain knows it, with what its user has to do and until when.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="Provider">Who delivered it.</param>
/// <param name="Deliverable">What the contract holds.</param>
/// <param name="Terms">What happens to those that nobody acknowledges.</param>
public sealed record ModelDelivery(Guid TaskId, Address Provider, Deliverable Deliverable, DeliveryTerms Terms)
{
    /// <summary>What has become of it.</summary>
    public DeliveryState State => Deliverable switch
    {
        { IsSettled: false, IsAcknowledged: false } => DeliveryState.Delivered,
        { IsSettled: false } => DeliveryState.Acknowledged,
        { IsAcknowledged: false } => DeliveryState.Penalised,
        { EncryptedSecret.Length: 0 } => DeliveryState.Abandoned,
        _ => DeliveryState.KeyPublished,
    };

    /// <summary>From when on the provider may settle it with a penalty.</summary>
    public DateTimeOffset AcknowledgeBy => Terms.AcknowledgeBy(Deliverable.DeliveredAt);

    /// <summary>Asks the chain; null when nothing was delivered for the task.</summary>
    /// <param name="compute">The contracts.</param>
    /// <param name="user">Whose task.</param>
    /// <param name="provider">Who delivers it.</param>
    /// <param name="taskId">The task.</param>
    /// <param name="terms">What is known of the terms; null to ask for them.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<ModelDelivery?> FindAsync(
        ComputeClient compute, Address user, Address provider, Guid taskId, DeliveryTerms? terms = null,
        CancellationToken cancellationToken = default) =>
        await compute.FineTuning.FindDeliverableAsync(user, provider, taskId.ToString(), cancellationToken) is { } deliverable
            ? new ModelDelivery(
                taskId, provider, deliverable, terms ?? await DeliveryTerms.ReadAsync(compute.FineTuning, cancellationToken))
            : null;

    /// <summary>What a careful colleague says of a model that waits, or has waited for too long; null for any other.</summary>
    public string? Advice => State switch
    {
        DeliveryState.Delivered =>
            $"Task {TaskId} was delivered at {ComputeRefusal.Write(Deliverable.DeliveredAt)}. Acknowledge it before "
            + $"{ComputeRefusal.Write(AcknowledgeBy)}: from then on the provider may settle it with a penalty of "
            + $"{Terms.PenaltyPercentage} % of the fee, the key is gone then, and this provider can deliver nothing more to you.",
        DeliveryState.Penalised => $"Task {TaskId}: {TooLate().Message}",
        _ => null,
    };

    /// <summary>Throws when the model can never be decrypted.</summary>
    /// <exception cref="ZeroGException"><c>ZgDeliverableTooLate</c>, <c>ZgDeliverableAbandoned</c>.</exception>
    public void ThrowIfLost()
    {
        if (State == DeliveryState.Penalised)
        {
            throw TooLate();
        }

        if (State == DeliveryState.Abandoned)
        {
            throw new ZeroGException(
                "ZgDeliverableAbandoned", ErrorKind.InvalidOperation,
                $"The provider gave task {TaskId} up: nothing was paid, and there is no key. Create the task again.", TaskId);
        }
    }

    /// <summary>The failure of a model that was not acknowledged in time: <c>ZgDeliverableTooLate</c>.</summary>
    public ZeroGException TooLate() => TooLate(TaskId, Provider);

    /// <inheritdoc cref="TooLate()"/>
    public static ZeroGException TooLate(object taskId, Address provider) => new(
        "ZgDeliverableTooLate", ErrorKind.InvalidOperation,
        $"The deadline passed and the task was settled with a penalty; the key is gone. {provider} can deliver nothing more to this "
        + "wallet: use another provider. The only other way out is to ask back the money of every sub-account, to withdraw the whole "
        + "account, and to deposit anew.", taskId);
}
