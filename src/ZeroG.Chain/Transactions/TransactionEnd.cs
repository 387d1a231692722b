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

    /// <summary>Where it was mined and done.</summary>
    /// <param name="sent">One of its versions.</param>
    /// <exception cref="RevertException"><c>ZgTransactionReverted</c>.</exception>
    /// <exception cref="ZeroGException"><c>ZgTransactionReplaced</c>.</exception>
    public MinedPlace Require(SentTransaction sent) => Revert is { } revert ? throw revert
        : Receipt is { } receipt ? MinedPlace.Of(receipt)
        : throw new ZeroGException(
            "ZgTransactionReplaced", ErrorKind.InvalidOperation,
            $"Another transaction of {sent.From} has nonce {sent.Nonce}, so {sent.Hash} will never be mined and nothing was paid. Run the "
            + "same command again, which signs it anew.", sent.Hash);
}
