using ZeroG.Chain;

namespace ZeroG.Compute.Accounts;

/// <summary>Money on its way from a sub-account back to the main account. It can be collected when its lock has run out.</summary>
/// <param name="Amount">How much.</param>
/// <param name="RequestedAt">When it was asked for, by the chain's time.</param>
/// <param name="UnlocksAt">When it can be collected, by the lock time of this moment; a change of it applies to waiting refunds
/// too.</param>
public sealed record PendingRefund(TokenAmount Amount, DateTimeOffset RequestedAt, DateTimeOffset UnlocksAt)
{
    /// <summary>True when it can be collected.</summary>
    /// <param name="time">The chain's time; the contract compares its block's.</param>
    public bool IsUnlocked(DateTimeOffset time) => time >= UnlocksAt;
}
