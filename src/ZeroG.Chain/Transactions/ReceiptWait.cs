using ZeroG.Chain.Abi;
using ZeroG.Chain.Ethereum;

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

    private async Task<RevertException> ExplainAsync(
        SentTransaction transaction, TransactionReceipt receipt, IReadOnlyList<AbiError> knownErrors, CancellationToken cancellationToken)
    {
        (RevertReason reason, string words) = await RevertReplay.ReadAsync(
            client, transaction.ToMessage(), receipt.BlockNumber, knownErrors, cancellationToken);
        return RevertReplay.Failure(transaction.Hash, receipt, reason, words);
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
