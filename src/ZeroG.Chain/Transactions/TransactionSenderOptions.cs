namespace ZeroG.Chain.Transactions;

/// <summary>How long a <see cref="TransactionSender"/> waits.</summary>
public sealed record TransactionSenderOptions
{
    /// <summary>The defaults.</summary>
    public static TransactionSenderOptions Default { get; } = new();

    /// <summary>Time between two questions for a receipt; 1 second by default.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long to wait for a receipt when the caller does not say; 120 seconds by default.</summary>
    public TimeSpan WaitTimeout { get; init; } = TimeSpan.FromSeconds(120);
}
