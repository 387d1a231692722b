using ZeroG.Chain.Transactions;

namespace ZeroG.DevChain.Blocks;

/// <summary>A transaction in its block.</summary>
/// <param name="Transaction">The transaction.</param>
/// <param name="Receipt">What came of it.</param>
internal sealed record MinedTransaction(ChainTransaction Transaction, TransactionReceipt Receipt);
