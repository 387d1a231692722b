using ZeroG.Chain.Abi;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;

namespace ZeroG.Chain.Transactions;

/// <summary>
/// Waits for a receipt. A node that answers null, or cannot be reached for a while, says nothing about the transaction; only a receipt
/// does.
/// </summary>
internal sealed class ReceiptWait(EthereumClient client, TransactionSenderOptions options)
{
    private TimeProvider Time => client.Rpc.TimeProvider;

    public async Task<TransactionReceipt> WaitAsync(
        SentTransaction transaction, TimeSpan? timeout, IReadOnlyList<AbiError> knownErrors, CancellationToken cancellationToken)
    {
        TimeSpan limit = timeout ?? options.WaitTimeout;
        long start = Time.GetTimestamp();
        ZeroGException? silence = null;
        while (true)
        {
            try
            {
                if (await client.GetReceiptAsync(transaction.Hash, cancellationToken) is { } receipt)
                {
                    return receipt.Succeeded ? receipt : throw await ExplainAsync(transaction, receipt, knownErrors, cancellationToken);
                }
            }
            catch (ZeroGException e) when (e is not RevertException)
            {
                silence = e;
            }

            if (Time.GetElapsedTime(start) >= limit)
            {
                throw new TransactionPendingException(transaction, await DescribeAsync(transaction, limit, cancellationToken), silence);
            }

            await Task.Delay(options.PollInterval, Time, cancellationToken);
        }
    }

    /// <summary>Tries the call again at the end of its block, to hear the contract's reason.</summary>
    private async Task<RevertException> ExplainAsync(
        SentTransaction transaction, TransactionReceipt receipt, IReadOnlyList<AbiError> knownErrors, CancellationToken cancellationToken)
    {
        RevertReason reason = RevertReason.Decode([]);
        string words = "it gives no reason";
        try
        {
            await client.CallAsync(transaction.ToMessage(), BlockId.Number(receipt.BlockNumber), knownErrors, cancellationToken);
        }
        catch (RevertException e)
        {
            reason = e.Reason;
            words = reason.Kind == RevertKind.Empty && e.InnerException is JsonRpcException refusal
                ? refusal.RemoteMessage
                : reason.Message;
        }
        catch (ZeroGException e)
        {
            words = $"the reason could not be read ({e.ErrorId})";
        }

        return new RevertException(
            "ZgTransactionReverted",
            $"Transaction {transaction.Hash} was mined in block {receipt.BlockNumber} but the contract refused it: {words}. "
            + $"Its fee of {receipt.Fee} is spent; change what the reason names before sending again.",
            reason, transaction.Hash);
    }

    private async Task<string> DescribeAsync(SentTransaction transaction, TimeSpan limit, CancellationToken cancellationToken)
    {
        string waited = $"no receipt within {limit.TotalSeconds:0.#} seconds";
        try
        {
            ulong mined = await client.GetTransactionCountAsync(transaction.From, BlockId.Latest, cancellationToken);
            return mined > transaction.Nonce
                ? $"{waited}, though the account's nonce has passed it: the node lags, or another transaction took its place"
                : $"{waited}, and the account's nonce has not reached it: it waits in the pool or was dropped";
        }
        catch (ZeroGException)
        {
            return $"{waited}, and the node does not answer";
        }
    }
}
