using ZeroG.Chain;

namespace ZeroG.Compute.Accounts;

/// <summary>What a request for refunds did to one sub-account.</summary>
public sealed record RefundResult
{
    /// <summary>The market.</summary>
    public required ServiceKind Service { get; init; }

    /// <summary>The provider.</summary>
    public required Address Provider { get; init; }

    /// <summary>What came back to the main account, because its lock had run out.</summary>
    public required TokenAmount Collected { get; init; }

    /// <summary>What was asked back anew and is locked from now on.</summary>
    public required TokenAmount Requested { get; init; }

    /// <summary>All that is still locked, what was just asked back included.</summary>
    public required TokenAmount Locked { get; init; }

    /// <summary>When the next of it unlocks; null when nothing is locked.</summary>
    public DateTimeOffset? UnlocksAt { get; init; }

    /// <summary>What stays with the provider to be used.</summary>
    public required TokenAmount Free { get; init; }

    /// <summary>The transaction, which may serve several providers.</summary>
    public required Hash256 Transaction { get; init; }

    /// <summary>What was paid for it: an equal share of the transaction's fee, and the fee of a second one that kept what is free
    /// free.</summary>
    public required TokenAmount Fee { get; init; }

    /// <summary>Name of the network.</summary>
    public required string Network { get; init; }

    /// <summary>What went otherwise than it should, and what to do about it; null for nothing.</summary>
    public string? Warning { get; init; }
}
