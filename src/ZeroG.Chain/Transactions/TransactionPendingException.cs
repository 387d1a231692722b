namespace ZeroG.Chain.Transactions;

/// <summary>
/// <c>ZgTransactionPending</c>: a transaction left this machine and nobody could say yet what became of it. It may still be mined, so
/// sending another one in its place may pay twice; wait for this one or send its very bytes again.
/// </summary>
public sealed class TransactionPendingException : ZeroGException
{
    internal TransactionPendingException(SentTransaction transaction, string detail, Exception? innerException = null)
        : base(
            "ZgTransactionPending", ErrorKind.OperationTimeout,
            $"Transaction {transaction.Hash} (nonce {transaction.Nonce} of {transaction.From}) was sent but is not confirmed: {detail}. "
            + "Wait for this hash; do not send the same again.",
            transaction.Hash, innerException) => Transaction = transaction;

    /// <summary>The transaction.</summary>
    public SentTransaction Transaction { get; }
}
