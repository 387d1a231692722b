using ZeroG.Chain;
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

    /// <summary>Sends and waits.</summary>
    /// <exception cref="ZeroGException">What <see cref="ComputeRefusal"/> makes of a refusal, and what <see cref="TransactionSender"/>
    /// throws.</exception>
    public async Task<TransactionReceipt> SendAsync(TransactionRequest request, ComputeCall call, CancellationToken cancellationToken)
    {
        try
        {
            request = request with { KnownErrors = ComputeRefusal.KnownErrors };
            SentTransaction sent;
            try
            {
                sent = await sender.SendAsync(request, cancellationToken);
            }
            catch (TransactionPendingException unsure)
            {
                sent = unsure.Transaction;
            }

            return await WaitAsync(sent, cancellationToken);
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
