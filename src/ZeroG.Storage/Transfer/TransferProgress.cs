namespace ZeroG.Storage.Transfer;

/// <summary>How far a transfer is. Reports may come from any thread; bytes never fall within a phase.</summary>
/// <param name="Phase">What is being done.</param>
/// <param name="Bytes">Bytes done in this phase.</param>
/// <param name="Total">Bytes to do in this phase; 0 where bytes are not counted.</param>
/// <param name="Detail">A sentence for a verbose log, such as the hash of the transaction sent; null for plain progress.</param>
/// <param name="Warning">A sentence that a careful colleague would mention, such as the name of a node that lies; null for none.</param>
public readonly record struct TransferProgress(
    TransferPhase Phase, long Bytes = 0, long Total = 0, string? Detail = null, string? Warning = null);
