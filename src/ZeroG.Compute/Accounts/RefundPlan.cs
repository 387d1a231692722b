using ZeroG.Chain;

namespace ZeroG.Compute.Accounts;

/// <summary>What asking a sub-account for refunds would do at a time.</summary>
/// <param name="Account">The sub-account.</param>
/// <param name="Time">The chain's time.</param>
public sealed record RefundPlan(SubAccount Account, DateTimeOffset Time)
{
    // MAX_REFUNDS_PER_ACCOUNT of the account libraries; the contracts have no function that tells it.
    private const int MaxRefunds = 5;

    /// <summary>What is unlocked and would come back to the main account.</summary>
    public TokenAmount Unlocked => Sum(Account.Refunds.Where(refund => refund.IsUnlocked(Time)));

    /// <summary>What was asked back and has to wait longer.</summary>
    public TokenAmount Locked => Sum(Waiting);

    /// <summary>What is free, and would be asked back.</summary>
    public TokenAmount Free => Account.Free;

    /// <summary>When the next refund unlocks; null when none waits.</summary>
    public DateTimeOffset? NextUnlock => Waiting.Any() ? Waiting.Min(refund => refund.UnlocksAt) : null;

    /// <summary>True when the list of refunds has no room for another, so that the contract would refuse to ask back what is
    /// free.</summary>
    public bool IsFull => !Free.IsZero && WaitingCount >= MaxRefunds;

    /// <summary>How many refunds have to wait longer.</summary>
    internal int WaitingCount => Waiting.Count();

    private IEnumerable<PendingRefund> Waiting => Account.Refunds.Where(refund => !refund.IsUnlocked(Time));

    /// <summary><c>ZgRefundLocked</c>: nothing would move. <c>ZgSubAccountEmpty</c>: there is nothing to move.</summary>
    internal ZeroGException NothingToMove()
    {
        if (NextUnlock is not { } next)
        {
            string which = $"{ServiceKinds.NameOf(Account.Service)} sub-account with {Account.Provider}";
            return new ZeroGException(
                "ZgSubAccountEmpty", ErrorKind.InvalidOperation,
                Free.IsZero
                    ? $"The {which} is empty. Nothing can come back from it."
                    : $"Nothing was asked back from the {which}. Ask for the {Free} that are free there first.",
                Account.Provider);
        }

        TokenAmount first = Sum(Waiting.Where(refund => refund.UnlocksAt == next));
        string amount = first == Locked ? $"{first} stays locked until" : $"{Locked} stays locked, {first} of it until";
        return new ZeroGException(
            "ZgRefundLocked", ErrorKind.ResourceBusy,
            $"{amount} {ComputeRefusal.Write(next)}. Run the same command again after that.", Account.Provider);
    }

    private static TokenAmount Sum(IEnumerable<PendingRefund> refunds) =>
        refunds.Aggregate(TokenAmount.Zero, (sum, refund) => sum + refund.Amount);
}
