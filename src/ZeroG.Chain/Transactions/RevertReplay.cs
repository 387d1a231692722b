using ZeroG.Chain.Abi;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;

namespace ZeroG.Chain.Transactions;

/// <summary>Why a mined transaction was reverted. A receipt does not say it; the same call at the end of its block does.</summary>
internal static class RevertReplay
{
    /// <summary>The reason, and words for people; never fails because a node cannot say it.</summary>
    public static async Task<(RevertReason Reason, string Words)> ReadAsync(
        EthereumClient client, CallMessage call, ulong block, IReadOnlyList<AbiError> knownErrors, CancellationToken cancellationToken)
    {
        RevertReason silent = RevertReason.Decode([]);
        try
        {
            await client.CallAsync(call, BlockId.Number(block), knownErrors, cancellationToken);
            return (silent, "it gives no reason");
        }
        catch (RevertException e)
        {
            return (e.Reason, e.Reason.Kind == RevertKind.Empty && e.InnerException is JsonRpcException refusal
                ? refusal.ShownWords
                : e.Reason.Message);
        }
        catch (ZeroGException e)
        {
            return (silent, $"the reason could not be read ({e.ErrorId})");
        }
    }

    /// <summary><c>ZgTransactionReverted</c>.</summary>
    public static RevertException Failure(Hash256 transaction, TransactionReceipt receipt, RevertReason reason, string words) => new(
        "ZgTransactionReverted",
        $"Transaction {transaction} was mined in block {receipt.BlockNumber} but the contract refused it: {words}. "
        + $"Its fee of {receipt.Fee} is spent; change what the reason names before sending again.",
        reason, transaction)
    {
        Receipt = receipt,
    };
}
