namespace ZeroG.Chain.Transactions;

/// <summary>A log of a mined transaction.</summary>
/// <param name="Address">The contract that wrote it.</param>
/// <param name="Topics">Up to four topics.</param>
/// <param name="Data">The data.</param>
/// <param name="BlockNumber">The number of its block.</param>
/// <param name="BlockHash">The hash of its block.</param>
/// <param name="TransactionHash">The hash of its transaction.</param>
/// <param name="TransactionIndex">The place of the transaction in the block, from 0.</param>
/// <param name="LogIndex">The place of the log in the block, from 0.</param>
/// <param name="Removed">True when a reorganisation has taken the block away.</param>
public sealed record LogEntry(
    Address Address,
    IReadOnlyList<Hash256> Topics,
    ReadOnlyMemory<byte> Data,
    ulong BlockNumber,
    Hash256 BlockHash,
    Hash256 TransactionHash,
    int TransactionIndex,
    int LogIndex,
    bool Removed = false);
