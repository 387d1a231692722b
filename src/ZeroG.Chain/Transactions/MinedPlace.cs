namespace ZeroG.Chain.Transactions;

/// <summary>Where a transaction was seen to be done. Nodes forget receipts before they forget blocks.</summary>
/// <param name="Transaction">The version that was mined.</param>
/// <param name="Block">Number of its block.</param>
/// <param name="BlockHash">The block.</param>
/// <param name="Fee">What it cost besides the value it sent.</param>
public sealed record MinedPlace(Hash256 Transaction, long Block, Hash256 BlockHash, TokenAmount Fee)
{
    /// <summary>What a node shows of it; null when only the journal tells.</summary>
    public TransactionReceipt? Receipt { get; private init; }

    /// <summary>The place that a receipt names.</summary>
    public static MinedPlace Of(TransactionReceipt receipt) =>
        new(receipt.TransactionHash, checked((long)receipt.BlockNumber), receipt.BlockHash, receipt.Fee) { Receipt = receipt };
}
