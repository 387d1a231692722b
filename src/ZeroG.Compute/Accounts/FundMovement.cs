using ZeroG.Chain;
using ZeroG.Chain.Transactions;

namespace ZeroG.Compute.Accounts;

/// <summary>Money that moved, and what that cost.</summary>
public sealed record FundMovement
{
    /// <summary>Which way.</summary>
    public required FundMovementKind Kind { get; init; }

    /// <summary>How much.</summary>
    public required TokenAmount Amount { get; init; }

    /// <summary>The part of a transfer that came from refunds that were cancelled, and not from the main account.</summary>
    public TokenAmount Cancelled { get; init; }

    /// <summary>The wallet that paid.</summary>
    public required Address From { get; init; }

    /// <summary>Whose account it is in now: the user of a main account, the provider of a sub-account, or the wallet.</summary>
    public required Address To { get; init; }

    /// <summary>The market of a sub-account; null otherwise.</summary>
    public ServiceKind? Service { get; init; }

    /// <summary>The provider of a sub-account; null otherwise.</summary>
    public Address? Provider { get; init; }

    /// <summary>The transaction.</summary>
    public required Hash256 Transaction { get; init; }

    /// <summary>What the transaction cost.</summary>
    public required TokenAmount Fee { get; init; }

    /// <summary>Its block.</summary>
    public required long Block { get; init; }

    /// <summary>Name of the network.</summary>
    public required string Network { get; init; }

    /// <summary>What a mined transaction has moved.</summary>
    public static FundMovement Of(
        FundMovementKind kind, TokenAmount amount, Address to, TransactionReceipt receipt, string network) => new()
        {
            Kind = kind,
            Amount = amount,
            From = receipt.From,
            To = to,
            Transaction = receipt.TransactionHash,
            Fee = receipt.Fee,
            Block = checked((long)receipt.BlockNumber),
            Network = network,
        };
}
