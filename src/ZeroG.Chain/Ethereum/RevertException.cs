using ZeroG.Chain.Abi;
using ZeroG.Chain.Transactions;

namespace ZeroG.Chain.Ethereum;

/// <summary>
/// A contract said no: <c>ZgCallReverted</c> when a call was only tried out and cost nothing, <c>ZgTransactionReverted</c> when a
/// transaction was mined and its fee is spent.
/// </summary>
public sealed class RevertException : ZeroGException
{
    internal RevertException(string errorId, string message, RevertReason reason, object? target, Exception? innerException = null)
        : base(errorId, ErrorKind.InvalidOperation, message, target, innerException) => Reason = reason;

    /// <summary>What the contract said.</summary>
    public RevertReason Reason { get; }

    /// <summary>What the transaction did; null for a call that was only tried out.</summary>
    public TransactionReceipt? Receipt { get; internal init; }
}
