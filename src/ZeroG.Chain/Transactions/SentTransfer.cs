namespace ZeroG.Chain.Transactions;

/// <summary>A payment that a node has.</summary>
/// <param name="Transaction">Its transaction.</param>
/// <param name="AlreadySent">True when an earlier order with the same reference had signed it.</param>
public readonly record struct SentTransfer(SentTransaction Transaction, bool AlreadySent);
