using ZeroG.Chain.Transactions;

namespace ZeroG.Compute.Accounts;

/// <summary>A call that is in a block.</summary>
/// <param name="Place">Where.</param>
/// <param name="AlreadySent">True when an earlier call with the same reference had sent it.</param>
public sealed record PaidCall(MinedPlace Place, bool AlreadySent);
