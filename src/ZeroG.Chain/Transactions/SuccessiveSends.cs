using ZeroG.Chain.Abi;
using ZeroG.Chain.Ethereum;

namespace ZeroG.Chain.Transactions;

/// <summary>
/// Sends transactions for standing purposes, for each one after another: while nobody knows what became of the last, in whichever process
/// it was signed, no other is signed, and that one is followed to its end. What is signed is in the journal before it leaves, each version
/// with a higher fee too.
/// </summary>
/// <param name="client">A node of the chain.</param>
/// <param name="sender">The wallet that signs.</param>
/// <param name="journal">What was signed last for each purpose. Who may meet other processes there holds its turn meanwhile. Null to
/// remember nothing beyond a call.</param>
/// <param name="raised">Hears of each higher fee, with the purpose.</param>
public sealed class SuccessiveSends(
    EthereumClient client, TransactionSender sender, TransactionJournal? journal, Action<string, SentTransaction>? raised = null)
{
    /// <summary>Waits for what was sent last for a purpose, where its end is not known yet.</summary>
    /// <param name="purpose">Names what the transactions do.</param>
    /// <param name="timeout">The longest wait; zero for one look.</param>
    /// <param name="maxFee">The most that its fee may rise to; null for five times the first offer.</param>
    /// <param name="cancellationToken">Stops waiting; what was sent goes its way.</param>
    /// <returns>Where it is. Null when nothing was sent, or it came to nothing.</returns>
    /// <exception cref="ZeroGException"><c>ZgTransactionPending</c>, <c>ZgTransactionRefused</c>, <c>ZgJournalDamaged</c>.</exception>
    public async Task<MinedPlace?> FinishAsync(
        string purpose, TimeSpan timeout, TokenAmount? maxFee = null, CancellationToken cancellationToken = default)
    {
        JournalEntry? last = journal?.Find(purpose);
        if (last is not { Mined: null })
        {
            return last?.Mined;
        }

        TransactionEnd end = await FollowAsync(
            purpose, last, TransactionPatience.Of(timeout, maxFee, last.Versions[0]), [], cancellationToken);
        return end is { Receipt: { } receipt, Revert: null } ? MinedPlace.Of(receipt) : null;
    }

    /// <summary>Sends, and waits for its block. What was sent before for this purpose has come to its end; see
    /// <see cref="FinishAsync"/>.</summary>
    /// <param name="purpose">Names what the transactions do.</param>
    /// <param name="request">The call.</param>
    /// <param name="timeout">The longest wait.</param>
    /// <param name="cancellationToken">Stops waiting; what was sent is found again by <see cref="FinishAsync"/>.</param>
    /// <exception cref="RevertException">The contract refuses it, before or after it was sent.</exception>
    /// <exception cref="ZeroGException"><c>ZgTransactionPending</c>, <c>ZgTransactionReplaced</c>, and what
    /// <see cref="TransactionSender.SendAsync"/> throws when nothing was sent.</exception>
    public async Task<MinedPlace> SendAsync(
        string purpose, TransactionRequest request, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        JournalEntry? last = journal?.Find(purpose);
        if (last is { Mined: null })
        {
            throw new TransactionPendingException(last.Newest, $"nothing else is sent for '{purpose}' before its end is known");
        }

        SentTransaction sent = await SignAsync(purpose, request, last, cancellationToken);
        TransactionEnd end = await FollowAsync(
            purpose, new JournalEntry([sent]), TransactionPatience.Of(timeout, request.MaxFee, sent), request.KnownErrors,
            cancellationToken);
        return end.Require(sent);
    }

    private async Task<SentTransaction> SignAsync(
        string purpose, TransactionRequest request, JournalEntry? last, CancellationToken cancellationToken)
    {
        bool isNoted = false;
        try
        {
            return await sender.SendAsync(
                request with
                {
                    BeforeBroadcast = (transaction, _) =>
                    {
                        isNoted = true;
                        journal?.Remember(purpose, new JournalEntry([transaction]));
                        return Task.CompletedTask;
                    },
                },
                cancellationToken);
        }
        catch (TransactionPendingException unsure)
        {
            // It may have arrived. Waiting finds out, and sends the same bytes again if not.
            return unsure.Transaction;
        }
        catch (ZeroGException) when (isNoted)
        {
            // Nothing was sent, so the last is what it was before. Where that cannot be written down, the caller has to know: these bytes
            // would be sent by the next look.
            Keep(purpose, last);
            throw;
        }
    }

    private async Task<TransactionEnd> FollowAsync(
        string purpose, JournalEntry entry, TransactionPatience patience, IReadOnlyList<AbiError> knownErrors,
        CancellationToken cancellationToken)
    {
        TransactionWatch watch = new(client, sender, patience, (version, _) =>
        {
            JournalEntry risen = entry with { Versions = [.. entry.Versions, version] };
            journal?.Remember(purpose, risen);
            entry = risen;
            raised?.Invoke(purpose, version);
            return Task.CompletedTask;
        });
        TransactionEnd end = await watch.WaitAsync(entry.Versions, knownErrors, cancellationToken);
        try
        {
            Keep(purpose, end is { Receipt: { } receipt, Revert: null } ? entry with { Mined = MinedPlace.Of(receipt) } : null);
        }
        catch (ZeroGException)
        {
            // The chain tells the same whenever it is asked again.
        }

        return end;
    }

    private void Keep(string purpose, JournalEntry? entry)
    {
        if (entry is null)
        {
            journal?.Forget(purpose);
        }
        else
        {
            journal?.Remember(purpose, entry);
        }
    }
}
