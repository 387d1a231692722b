using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Transactions;
using ZeroG.Storage.Contracts;

namespace ZeroG.Storage.Submissions;

/// <summary>
/// Follows one signed submission until its fate is certain: looks for the receipt of each version, sends the newest again when the chain
/// has lost it, and offers a higher fee at the same nonce when the chain passes it over.
/// </summary>
/// <param name="client">A node of the chain.</param>
/// <param name="sender">The wallet that pays.</param>
/// <param name="flow">The contract.</param>
/// <param name="patience">How long to wait, and how far the fee may rise.</param>
/// <param name="remember">Takes each further version before it is sent.</param>
internal sealed class SubmissionWatch(
    EthereumClient client, TransactionSender sender, Address flow, SubmissionPatience patience, Action<PendingSubmission> remember)
{
    // The bound of a fee that rises, where the caller names none.
    private const int HighestMultiple = 5;

    // Blocks that leave out a transaction whose turn it is.
    private const ulong BlocksPassedOver = 5;

    // Often enough that a dropped transaction is sent again soon, and long enough between two looks that a node that lags catches up.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(15);

    // As long as the official client gives a transaction before it offers more.
    private static readonly TimeSpan LeastWait = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _time = client.Rpc.TimeProvider;

    public async Task<SubmissionOutcome> WaitAsync(PendingSubmission pending, CancellationToken cancellationToken)
    {
        List<SentTransaction> versions = [.. pending.Signed.Select(raw => SentTransaction.FromRaw(raw.Span))];
        long start = _time.GetTimestamp();
        Offer offer = new(start);
        long? overtakenAt = null;
        while (true)
        {
            ZeroGException silence;
            TimeSpan rest = patience.Timeout - _time.GetElapsedTime(start);
            TimeSpan look = rest < Look ? rest : Look;
            SentTransaction current = await FindMinedAsync(versions, cancellationToken) ?? versions[^1];
            try
            {
                await sender.RebroadcastAsync(current, cancellationToken);
                return Logged(pending, current, await sender.WaitAsync(current, look, FlowContract.Errors, cancellationToken));
            }
            catch (RevertException revert)
            {
                TransactionReceipt? receipt = await client.GetReceiptAsync(current.Hash, cancellationToken);
                bool ranOut = receipt?.GasUsed >= current.GasLimit;
                return new SubmissionOutcome(
                    SubmissionFate.Reverted, [], current.Hash, (long?)receipt?.BlockNumber, TokenAmount.Zero, receipt?.Fee ?? default,
                    ranOut ? "it ran out of gas, because files of others came before it" : revert.Reason.Message);
            }
            catch (TransactionPendingException exception)
            {
                silence = exception;
            }
            catch (ZeroGException refusal) when (MayStillBeMined(refusal, versions.Count))
            {
                silence = refusal;
                await Task.Delay(look, _time, cancellationToken);
            }

            // One look is not enough, nor are two in a row: a node may know the account's new count before another can show the receipt.
            bool overtaken = await IsOvertakenAsync(versions, cancellationToken);
            overtakenAt = overtaken ? overtakenAt ?? _time.GetTimestamp() : null;
            if (overtakenAt is { } since && _time.GetElapsedTime(since) >= Look)
            {
                return SubmissionOutcome.Replaced;
            }

            if (_time.GetElapsedTime(start) >= patience.Timeout)
            {
                throw silence;
            }

            if (!overtaken && await RaiseAsync(pending, versions, offer, cancellationToken) is { } raised)
            {
                pending = raised;
                offer = new Offer(_time.GetTimestamp());
            }
        }
    }

    /// <summary>A refusal of the newest version does not touch the older ones, and one for the fee is answered with a higher fee.</summary>
    private static bool MayStillBeMined(ZeroGException refusal, int versions) =>
        refusal.ErrorId == "ZgTransactionRefused" && (versions > 1 || SubmissionRefusal.IsFeeTooLow(refusal));

    private async Task<SentTransaction?> FindMinedAsync(List<SentTransaction> versions, CancellationToken cancellationToken)
    {
        for (int i = versions.Count - 1; i >= 0 && versions.Count > 1; i--)
        {
            if (await client.GetReceiptAsync(versions[i].Hash, cancellationToken) is not null)
            {
                return versions[i];
            }
        }

        return null;
    }

    /// <summary>
    /// True when the account's nonce has passed the transaction's in a block that will not change, and no version has a receipt.
    /// </summary>
    private async Task<bool> IsOvertakenAsync(List<SentTransaction> versions, CancellationToken cancellationToken)
    {
        try
        {
            SentTransaction newest = versions[^1];
            ulong count = await client.GetTransactionCountAsync(newest.From, BlockId.Finalized, cancellationToken);
            return count > newest.Nonce
                && await client.GetReceiptAsync(newest.Hash, cancellationToken) is null
                && await FindMinedAsync(versions, cancellationToken) is null;
        }
        catch (ZeroGException)
        {
            // A node that cannot say is no proof that the transaction is lost.
            return false;
        }
    }

    private async Task<PendingSubmission?> RaiseAsync(
        PendingSubmission pending, List<SentTransaction> versions, Offer offer, CancellationToken cancellationToken)
    {
        PendingSubmission? raised = null;
        try
        {
            if (!await IsPassedOverAsync(versions[^1], offer, cancellationToken))
            {
                return null;
            }

            BigInteger highest = patience.MaxGasPrice?.Wei ?? versions[0].MaxFeePerGas * HighestMultiple;
            SentTransaction? version = await sender.RaiseAsync(
                versions[^1], highest,
                (signed, _) =>
                {
                    PendingSubmission next = pending.Raised(signed.Raw);
                    remember(next);
                    raised = next;
                    return Task.CompletedTask;
                },
                cancellationToken);
            if (version is not null)
            {
                versions.Add(version);
            }
        }
        catch (ZeroGException) when (raised is null)
        {
            // Nothing was sent, so what is out stays as it is.
        }

        return raised;
    }

    /// <summary>Whether it is this transaction's turn and the chain goes on without it.</summary>
    private async Task<bool> IsPassedOverAsync(SentTransaction transaction, Offer offer, CancellationToken cancellationToken)
    {
        if (transaction.From != sender.From || _time.GetElapsedTime(offer.At) < LeastWait
            || await client.GetTransactionCountAsync(transaction.From, BlockId.Latest, cancellationToken) != transaction.Nonce
            || await client.GetBlockAsync(BlockId.Latest, cancellationToken) is not { } head)
        {
            return false;
        }

        offer.FirstBlock ??= head.Number;
        return transaction.MaxFeePerGas < (head.BaseFee ?? BigInteger.Zero) || head.Number >= offer.FirstBlock + BlocksPassedOver;
    }

    /// <summary>The n-th entry of the receipt belongs to the n-th file of the call.</summary>
    private SubmissionOutcome Logged(PendingSubmission pending, SentTransaction mined, TransactionReceipt receipt)
    {
        SubmitLog[] logs =
        [
            .. receipt.Logs.Where(entry => entry.Address == flow)
                .Select(entry => SubmitLog.Decode(entry.Topics, entry.Data.Span)).OfType<SubmitLog>(),
        ];
        return logs.Select(log => log.Submission.File).SequenceEqual(pending.Files)
            ? new SubmissionOutcome(SubmissionFate.Logged, logs, mined.Hash, (long)receipt.BlockNumber, mined.Value, receipt.Fee)
            : throw new ZeroGException(
                "ZgSubmissionLogMissing", ErrorKind.ProtocolError,
                $"Transaction {mined.Hash} was mined, but the entries in its receipt from {MaskedUri.Of(client.Rpc.Uri)} are not those of "
                + $"the {pending.Files.Count} files that it submits. Use another node of the chain.",
                mined.Hash);
    }

    private sealed class Offer(long at)
    {
        /// <summary>When the newest version was sent.</summary>
        public long At => at;

        /// <summary>The first head of the chain that could have been without it for its fee.</summary>
        public ulong? FirstBlock { get; set; }
    }
}
