using ZeroG.Chain.Ethereum;
using ZeroG.Chain.Http;
using ZeroG.Chain.JsonRpc;

namespace ZeroG.Chain.Transactions;

/// <summary>
/// Hands one signed transaction to a node. After a fault nobody knows whether it arrived, so the node is asked for its hash before the very
/// same bytes go out again; another transaction is never made here.
/// </summary>
internal sealed class TransactionBroadcast(EthereumClient client, NonceOwner owners)
{
    private const int MaxAttempts = 4;

    // How often a node that may lag is asked for a hash before its silence counts, a second apart; one of this machine counts at once.
    private const int PatientLooks = 16;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private TimeProvider Time => client.Rpc.TimeProvider;

    public async Task<BroadcastOutcome> SendAsync(SentTransaction transaction, CancellationToken cancellationToken)
    {
        ZeroGException? fault = null;
        bool maybeSent = false;
        for (int attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            try
            {
                if (attempt > 1)
                {
                    await Task.Delay(Pause, Time, cancellationToken);
                    if (maybeSent && await IsKnownAsync(transaction, cancellationToken))
                    {
                        return BroadcastOutcome.Accepted;
                    }
                }

                await client.SendRawTransactionAsync(transaction.Raw, cancellationToken);
                return BroadcastOutcome.Accepted;
            }
            catch (JsonRpcException refusal) when (SendRefusal.IsAlreadyKnown(refusal.RemoteMessage))
            {
                return BroadcastOutcome.Accepted;
            }
            catch (JsonRpcException failure) when (SendRefusal.IsNoVerdict(failure.RemoteMessage))
            {
                fault = failure;
                maybeSent = true;
            }
            catch (JsonRpcException refusal) when (!refusal.IsRateLimit)
            {
                // A gateway may have tried the bytes on a second machine after the first had taken them; then the nonce that is taken is
                // taken by this very transaction.
                return maybeSent || SendRefusal.IsNonceTaken(refusal.RemoteMessage)
                    ? await JudgeAsync(transaction, refusal, maybeSent, cancellationToken)
                    : new BroadcastOutcome(refusal, null, false);
            }
            catch (ZeroGException e)
            {
                fault = e;
                maybeSent |= MayHaveArrived(e);
            }
        }

        return new BroadcastOutcome(null, fault, maybeSent);
    }

    /// <summary>True for every fault that does not exclude that the request reached the node.</summary>
    private static bool MayHaveArrived(ZeroGException fault) =>
        fault is not JsonRpcException
        && fault.ErrorId is not ("ZgRpcRateLimited" or "ZgRpcForbidden")
        && !ConnectionFault.IsBeforeSending(fault);

    /// <summary>
    /// A refusal that an earlier copy may be the very reason for. After a fault, silence about the hash decides nothing. Without one, no
    /// copy is known to have gone out before, and the nonce is another's when a block that will not change shows it.
    /// </summary>
    private async Task<BroadcastOutcome> JudgeAsync(
        SentTransaction transaction, JsonRpcException refusal, bool maybeSent, CancellationToken cancellationToken)
    {
        bool mayBeItself = !client.Rpc.Uri.IsLoopback && SendRefusal.IsNoncePassed(refusal.RemoteMessage);
        for (int look = 1; ; look++)
        {
            try
            {
                if (await IsKnownAsync(transaction, cancellationToken))
                {
                    return BroadcastOutcome.Accepted;
                }
            }
            catch (ZeroGException e)
            {
                return new BroadcastOutcome(null, e, true);
            }

            if (maybeSent)
            {
                return new BroadcastOutcome(null, refusal, true);
            }

            if (!mayBeItself)
            {
                return new BroadcastOutcome(refusal, null, false);
            }

            if (await owners.FindAsync(transaction.From, transaction.Nonce, cancellationToken) is { } owner)
            {
                return owner == transaction.Hash ? BroadcastOutcome.Accepted : new BroadcastOutcome(refusal, null, false);
            }

            if (look == PatientLooks)
            {
                return new BroadcastOutcome(null, refusal, true);
            }

            await Task.Delay(Pause, Time, cancellationToken);
        }
    }

    private async Task<bool> IsKnownAsync(SentTransaction transaction, CancellationToken cancellationToken) =>
        await client.GetTransactionAsync(transaction.Hash, cancellationToken) is not null;
}
