using ZeroG.Chain;

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

    /// <summary>The reference under which it was moved; null for none.</summary>
    public string? Reference { get; init; }

    /// <summary>True when an earlier command with the same reference had sent it.</summary>
    public bool AlreadySent { get; init; }

    /// <summary>Name of the network.</summary>
    public required string Network { get; init; }

    /// <summary>What a call that is in a block has moved.</summary>
    public static FundMovement Of(
        FundMovementKind kind, TokenAmount amount, Address from, Address to, PaidCall paid, string network) => new()
        {
            Kind = kind,
            Amount = amount,
            From = from,
            To = to,
            Transaction = paid.Place.Transaction,
            Fee = paid.Place.Fee,
            Block = paid.Place.Block,
            AlreadySent = paid.AlreadySent,
            Network = network,
        };
}
