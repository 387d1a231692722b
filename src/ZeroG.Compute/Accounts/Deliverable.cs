using static ZeroG.Compute.Contracts.AbiFields;

namespace ZeroG.Compute.Accounts;

/// <summary>A trained model that a provider has delivered.</summary>
/// <param name="Id">The task's id.</param>
/// <param name="ModelRootHash">Names the encrypted model, usually its 32-byte storage root.</param>
/// <param name="EncryptedSecret">The model's key, encrypted to the user; empty until the task is settled.</param>
/// <param name="IsAcknowledged">True when the user has taken it, or the provider has given it up.</param>
/// <param name="IsSettled">True when it was paid for. Settled without acknowledgement means a penalty, and that the key never
/// comes.</param>
/// <param name="DeliveredAt">When it was delivered, by the chain's time.</param>
public sealed record Deliverable(
    string Id, byte[] ModelRootHash, byte[] EncryptedSecret, bool IsAcknowledged, bool IsSettled, DateTimeOffset DeliveredAt)
{
    /// <summary>Takes the fields of the contract's struct.</summary>
    public static Deliverable FromAbi(object?[] fields) => new(
        (string)fields[0]!, (byte[])fields[1]!, (byte[])fields[2]!, (bool)fields[3]!, (bool)fields[5]!, Time(fields[4]));
}
