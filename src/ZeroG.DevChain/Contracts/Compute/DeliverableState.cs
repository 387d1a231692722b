namespace ZeroG.DevChain.Contracts.Compute;

/// <summary>A trained model that a provider has delivered.</summary>
/// <param name="Id">Its name, which is that of the task.</param>
/// <param name="ModelRootHash">Where the encrypted model is stored.</param>
/// <param name="EncryptedSecret">The key to it, encrypted for the user; empty until it is settled.</param>
/// <param name="IsAcknowledged">Whether the user has taken it.</param>
/// <param name="DeliveredAt">Unix seconds.</param>
/// <param name="IsSettled">Whether its fee is paid, or given up.</param>
internal sealed record DeliverableState(
    string Id, byte[] ModelRootHash, byte[] EncryptedSecret, bool IsAcknowledged, ulong DeliveredAt, bool IsSettled)
{
    /// <summary>The fields in the order of the contract's struct Deliverable.</summary>
    public object?[] ToValues() => [Id, ModelRootHash, EncryptedSecret, IsAcknowledged, DeliveredAt, IsSettled];
}
