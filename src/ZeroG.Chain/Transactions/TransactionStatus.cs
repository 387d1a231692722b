namespace ZeroG.Chain.Transactions;

/// <summary>A transaction as a user asks for it: what it was to do, and what became of it.</summary>
public sealed record TransactionStatus
{
    /// <summary>The hash.</summary>
    public required Hash256 Transaction { get; init; }

    /// <summary>What became of it.</summary>
    public required TransactionState State { get; init; }

    /// <summary>The sender; null when no node knows the transaction any more.</summary>
    public Address? From { get; init; }

    /// <summary>The account called; null for the creation of a contract.</summary>
    public Address? To { get; init; }

    /// <summary>The value sent along.</summary>
    public TokenAmount? Amount { get; init; }

    /// <summary>What it cost besides the value; null while it is not mined.</summary>
    public TokenAmount? Fee { get; init; }

    /// <summary>Its number among those of the sender.</summary>
    public ulong? Nonce { get; init; }

    /// <summary>Its block; null while it is not mined.</summary>
    public long? Block { get; init; }

    /// <summary>Blocks from its own to the newest, both counted; 0 while it is not mined.</summary>
    public long Confirmations { get; init; }

    /// <summary>When its block was made; null while it is not mined.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Why the contract refused it; null when it did not.</summary>
    public string? Reason { get; init; }

    /// <summary>The contract that it created; null for none.</summary>
    public Address? Contract { get; init; }

    /// <summary>What its contracts wrote to the log; empty while it is not mined.</summary>
    public IReadOnlyList<LogEntry> Logs { get; init; } = [];

    /// <summary>The reference under which it was paid; null for none.</summary>
    public string? Reference { get; init; }

    /// <summary>True when an earlier order with the same reference had sent it.</summary>
    public bool AlreadySent { get; init; }

    /// <summary>Name of the network.</summary>
    public required string Network { get; init; }

    /// <summary>What is known of a transaction that was just sent.</summary>
    public static TransactionStatus Of(SentTransaction transaction, string network) => new()
    {
        Transaction = transaction.Hash,
        State = TransactionState.Pending,
        From = transaction.From,
        To = transaction.To,
        Amount = transaction.Value,
        Nonce = transaction.Nonce,
        Network = network,
    };
}
