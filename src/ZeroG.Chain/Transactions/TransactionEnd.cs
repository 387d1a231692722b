using ZeroG.Chain.Ethereum;

namespace ZeroG.Chain.Transactions;

/// <summary>The certain end of a transaction.</summary>
/// <param name="Version">The version that was mined; null when another transaction has the nonce for good.</param>
/// <param name="Receipt">What it did; null when it was not mined.</param>
/// <param name="Revert">Why the contract refused it; null when it did not.</param>
public sealed record TransactionEnd(SentTransaction? Version, TransactionReceipt? Receipt, RevertException? Revert = null)
{
    /// <summary>Another transaction has the nonce.</summary>
    public static TransactionEnd Replaced { get; } = new(null, null);
}
