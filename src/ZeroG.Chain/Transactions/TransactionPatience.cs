namespace ZeroG.Chain.Transactions;

/// <summary>How long a transaction is waited for, and what may be offered meanwhile.</summary>
/// <param name="Timeout">The longest wait.</param>
/// <param name="MaxGasPrice">The most per gas that a raised fee may offer; null for five times the first offer.</param>
public sealed record TransactionPatience(TimeSpan Timeout, TokenAmount? MaxGasPrice = null)
{
    // The bound of a fee that rises, where the caller names none.
    private const int HighestMultiple = 5;

    /// <summary>The patience of one whose whole fee has a limit.</summary>
    /// <param name="timeout">The longest wait.</param>
    /// <param name="maxFee">The most that the fee may be; null for five times the first offer.</param>
    /// <param name="transaction">What was signed.</param>
    public static TransactionPatience Of(TimeSpan timeout, TokenAmount? maxFee, SentTransaction transaction) =>
        new(timeout, maxFee is { } most ? new TokenAmount(most.Wei / transaction.GasLimit) : null);

    /// <summary>The most per gas that may be offered.</summary>
    /// <param name="first">What was signed first.</param>
    public TokenAmount HighestFor(SentTransaction first) => MaxGasPrice ?? new TokenAmount(first.MaxFeePerGas * HighestMultiple);
}
