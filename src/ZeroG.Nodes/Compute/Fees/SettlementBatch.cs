using ZeroG.Chain.Transactions;

namespace ZeroG.Nodes.Compute.Fees;

/// <summary>
/// A settlement that was signed and may be on its way: until its fate is known, nothing else is signed for the same requests, and it is
/// sent again byte for byte.
/// </summary>
/// <param name="Transaction">The signed call.</param>
/// <param name="Items">What it settles.</param>
internal sealed record SettlementBatch(SentTransaction Transaction, IReadOnlyList<SettlementItem> Items);
