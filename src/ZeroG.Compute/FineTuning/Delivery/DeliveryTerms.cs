using ZeroG.Compute.Services;

namespace ZeroG.Compute.FineTuning.Delivery;

/// <summary>What happens to a model that nobody acknowledges.</summary>
/// <param name="PenaltyPercentage">The part of the fee that is taken then, by the contract.</param>
/// <param name="LockTime">How long refunds are locked, by the contract; a provider waits at most half of it.</param>
public sealed record DeliveryTerms(int PenaltyPercentage, TimeSpan LockTime)
{
    // What brokers wait when nothing else is configured. The public documentation says 48 hours; the shorter time is the safe one.
    private static readonly TimeSpan UsualWait = TimeSpan.FromHours(6);

    /// <summary>Asks the contract.</summary>
    public static async Task<DeliveryTerms> ReadAsync(FineTuningServing serving, CancellationToken cancellationToken = default) => new(
        await serving.GetPenaltyPercentageAsync(cancellationToken), await serving.GetLockTimeAsync(cancellationToken));

    /// <summary>From when on a provider may settle with the penalty: after six hours, and at the latest after half of the lock
    /// time.</summary>
    /// <remarks>Source: 0g-serving-broker, api/fine-tuning/internal/services/settlement.go.</remarks>
    public DateTimeOffset AcknowledgeBy(DateTimeOffset deliveredAt) =>
        deliveredAt + (LockTime / 2 < UsualWait ? LockTime / 2 : UsualWait);
}
