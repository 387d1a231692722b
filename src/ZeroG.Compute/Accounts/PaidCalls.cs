using ZeroG.Chain.Ethereum;
using ZeroG.Chain.Transactions;

namespace ZeroG.Compute.Accounts;

/// <summary>
/// Sends calls to the compute contracts and waits for their receipts. A call is signed once: when a fault hides whether it arrived, its
/// very bytes are sent again, never another call in its place.
/// </summary>
internal sealed class PaidCalls(ComputeClient client, TransactionSender sender)
{
    // Often enough that a dropped transaction is sent again soon, and long enough between two looks that a node that lags catches up.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private readonly ComputeRefusal _refusal = new(client);

    /// <summary>What a call would cost.</summary>
    public Task<TransactionQuote> QuoteAsync(TransactionRequest request, ComputeCall call, CancellationToken cancellationToken) =>
        ExplainAsync(() => sender.QuoteAsync(WithErrors(request), cancellationToken), call, cancellationToken);

    /// <summary>Sends and waits.</summary>
    public Task<TransactionReceipt> SendAsync(TransactionRequest request, ComputeCall call, CancellationToken cancellationToken) =>
        ExplainAsync(
            async () =>
            {
                SentTransaction sent;
                try
                {
                    sent = await sender.SendAsync(WithErrors(request), cancellationToken);
                }
                catch (TransactionPendingException unsure)
                {
                    // It may have arrived. Waiting finds out, and sends the same bytes again if not.
                    sent = unsure.Transaction;
                }

                return await WaitAsync(sent, cancellationToken);
            },
            call, cancellationToken);

    private static TransactionRequest WithErrors(TransactionRequest request) =>
        request with { KnownErrors = ComputeRefusal.KnownErrors };

    private async Task<T> ExplainAsync<T>(Func<Task<T>> body, ComputeCall call, CancellationToken cancellationToken)
    {
        try
        {
            return await body();
        }
        catch (RevertException refusal)
        {
            throw await _refusal.ExplainAsync(refusal, call, cancellationToken);
        }
    }

    private async Task<TransactionReceipt> WaitAsync(SentTransaction sent, CancellationToken cancellationToken)
    {
        TimeProvider time = client.Chain.Rpc.TimeProvider;
        long start = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await sender.WaitAsync(sent, Look, ComputeRefusal.KnownErrors, cancellationToken);
            }
            catch (TransactionPendingException) when (time.GetElapsedTime(start) < Longest)
            {
                await sender.RebroadcastAsync(sent, cancellationToken);
            }
        }
    }
}
