using ZeroG.Chain.Abi;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.Networks;

namespace ZeroG.Chain.Transactions;

/// <summary>
/// Sends transactions and follows them to their end, those with a reference once however often they are ordered: given again, the journal
/// finds the signed bytes, and these are looked up or sent again, never signed anew, unless the chain shows for good that they paid
/// nothing. A fee that is too low is raised at the same nonce, so that at most one version is ever mined.
/// </summary>
public sealed class ReferencedSends
{
    // How long an earlier transaction whose nonce is used may stay undecided.
    private static readonly TimeSpan LongestDoubt = TimeSpan.FromMinutes(2);

    private readonly Network _network;
    private readonly EthereumClient _client;
    private readonly TransactionSender _sender;
    private readonly TransactionJournal? _journal;

    /// <param name="network">The network.</param>
    /// <param name="client">A node of its chain.</param>
    /// <param name="sender">Signs and sends.</param>
    /// <param name="journal">Of this chain; null where nothing has a reference.</param>
    public ReferencedSends(Network network, EthereumClient client, TransactionSender sender, TransactionJournal? journal)
    {
        _network = network;
        _client = client;
        _sender = sender;
        _journal = journal;
    }

    private TimeProvider Time => _client.Rpc.TimeProvider;

    private TransactionJournal Journal => _journal ?? throw new InvalidOperationException("A reference needs the journal.");

    /// <summary>What an earlier order with the same reference has signed; null when there was none, or no reference is given.</summary>
    /// <exception cref="ZeroGException"><c>ZgReferenceTaken</c>: it was for something else. <c>ZgJournalDamaged</c>.</exception>
    public SentTransaction? FindEarlier(TransactionRequest request, string? reference) => FindEntry(request, reference)?.Newest;

    /// <summary>Sends, or finds that it was sent. Returns when a node has the transaction; <see cref="WaitAsync"/> waits for its
    /// block.</summary>
    /// <exception cref="TransactionPendingException"><c>ZgTransactionPending</c>.</exception>
    /// <exception cref="ZeroGException">What <see cref="FindEarlier"/> and <see cref="TransactionSender.SendAsync"/> throw.</exception>
    public async Task<SentTransfer> SendAsync(
        TransactionRequest request, string? reference, CancellationToken cancellationToken = default)
    {
        if (reference is null)
        {
            SentTransaction plain = await _sender.SendAsync(request, cancellationToken);
            return new SentTransfer(new JournalEntry([plain]), AlreadySent: false, MaxFee: request.MaxFee);
        }

        using IDisposable turn = await Journal.EnterAsync(cancellationToken);
        if (FindEntry(request, reference) is { } earlier
            && await TakeUpAsync(new SentTransfer(earlier, AlreadySent: true, reference, request.MaxFee), cancellationToken) is { } alive)
        {
            return alive;
        }

        try
        {
            SentTransaction sent = await _sender.SendAsync(
                request with
                {
                    BeforeBroadcast = (transaction, _) =>
                    {
                        Journal.Remember(reference, new JournalEntry([transaction]));
                        return Task.CompletedTask;
                    },
                },
                cancellationToken);
            return new SentTransfer(new JournalEntry([sent]), AlreadySent: false, reference, request.MaxFee);
        }
        catch (ZeroGException refusal) when (refusal is not TransactionPendingException)
        {
            // Nothing was sent, so there is nothing to take up again.
            Journal.Forget(reference);
            throw;
        }
    }

    /// <summary>Waits until it is in a block. Bytes that the network dropped are sent again, and a fee that became too low is
    /// raised.</summary>
    /// <exception cref="RevertException"><c>ZgTransactionReverted</c>.</exception>
    /// <exception cref="ZeroGException"><c>ZgTransactionPending</c>: not in a block within the time. <c>ZgTransactionReplaced</c>: another
    /// transaction of the account has its nonce, so that nothing was paid.</exception>
    public async Task<MinedPlace> WaitAsync(
        SentTransfer transfer, TimeSpan timeout, IReadOnlyList<AbiError>? knownErrors = null, CancellationToken cancellationToken = default)
    {
        if (transfer.Entry.Mined is { } seen)
        {
            return seen;
        }

        IReadOnlyList<SentTransaction> versions = transfer.Entry.Versions;
        TransactionPatience patience = TransactionPatience.Of(timeout, transfer.MaxFee, versions[0]);
        TransactionWatch watch = new(
            _client, _sender, patience,
            (version, cancel) => transfer.Reference is { } name
                ? RememberAsync(name, versions[0], now => now with { Versions = [.. now.Versions, version] }, cancel)
                : Task.CompletedTask);
        TransactionEnd end = await watch.WaitAsync(versions, knownErrors, cancellationToken);
        while (end.Version is null && transfer.Reference is { } reference && Journal.Find(reference) is { } now
            && now.Newest.Nonce == versions[0].Nonce && now.Versions.Count > versions.Count)
        {
            // Replaced by a version of its own, which another process has signed.
            versions = now.Versions;
            end = await watch.WaitAsync(versions, knownErrors, cancellationToken);
        }

        MinedPlace place = end.Require(transfer.Transaction);
        await NoteAsync(transfer, place, cancellationToken);
        return place;
    }

    private JournalEntry? FindEntry(TransactionRequest request, string? reference)
    {
        if (reference is null || _journal?.Find(reference) is not { } earlier)
        {
            return null;
        }

        SentTransaction sent = earlier.Newest;
        return sent.To == request.To && sent.Value == request.Value && sent.From == _sender.From
            && sent.Fields.Data.Span.SequenceEqual(request.Data.Span)
            ? earlier
            : throw new ZeroGException(
                "ZgReferenceTaken", ErrorKind.ResourceExists,
                $"The reference '{reference}' belongs to another payment on {_network.Name}: {sent.Value} from {sent.From} to {sent.To}, "
                + $"transaction {sent.Hash}. Give this one a reference of its own.", reference);
    }

    private async Task NoteAsync(SentTransfer transfer, MinedPlace place, CancellationToken cancellationToken)
    {
        try
        {
            if (transfer.Reference is { } reference)
            {
                await RememberAsync(reference, transfer.Entry.Versions[0], now => now with { Mined = place }, cancellationToken);
            }
        }
        catch (ZeroGException)
        {
            // It is paid all the same; the note only spares a later run from asking nodes that have forgotten the receipt.
        }
    }

    /// <summary>Changes an entry as it is now, unless it has come to be about another transaction.</summary>
    private async Task RememberAsync(
        string reference, SentTransaction mine, Func<JournalEntry, JournalEntry> change, CancellationToken cancellationToken)
    {
        using IDisposable turn = await Journal.EnterAsync(cancellationToken);
        if (Journal.Find(reference) is { } now && now.Versions[0].Hash == mine.Hash)
        {
            Journal.Remember(reference, change(now));
        }
    }

    /// <summary>
    /// An earlier transaction that was mined or still can be, and is with the nodes; null when the chain shows for good that it paid
    /// nothing: reverted, or its nonce used by another transaction.
    /// </summary>
    private async Task<SentTransfer?> TakeUpAsync(SentTransfer earlier, CancellationToken cancellationToken)
    {
        IReadOnlyList<SentTransaction> versions = earlier.Entry.Versions;
        long start = Time.GetTimestamp();
        while (true)
        {
            TransactionReceipt? receipt = await FindReceiptAsync(versions, cancellationToken);
            if (receipt is { Succeeded: true })
            {
                return earlier with { Entry = earlier.Entry with { Mined = null } };
            }

            if (receipt is null && earlier.Entry.Mined is { } place && await IsThereAsync(place, cancellationToken))
            {
                return earlier;
            }

            earlier = earlier with { Entry = earlier.Entry with { Mined = null } };
            if (receipt is not null)
            {
                BlockHeader? final = await _client.GetBlockAsync(BlockId.Finalized, cancellationToken);
                if (final?.Number >= receipt.BlockNumber)
                {
                    return null;
                }
            }
            else if (await _client.GetTransactionCountAsync(versions[0].From, BlockId.Latest, cancellationToken) <= versions[0].Nonce)
            {
                return await SendAgainAsync(earlier, cancellationToken);
            }
            else if (await _sender.FindNonceOwnerAsync(versions[0], cancellationToken) is { } owner)
            {
                return versions.Any(version => version.Hash == owner) ? earlier : null;
            }

            if (Time.GetElapsedTime(start) >= LongestDoubt)
            {
                throw new TransactionPendingException(
                    earlier.Transaction, "it was sent earlier, and the chain does not yet show for good what became of it");
            }

            await Task.Delay(TimeSpan.FromSeconds(1), Time, cancellationToken);
        }
    }

    private async Task<SentTransfer> SendAgainAsync(SentTransfer earlier, CancellationToken cancellationToken)
    {
        try
        {
            await _sender.RebroadcastAsync(earlier.Transaction, cancellationToken);
            return earlier;
        }
        catch (ZeroGException refusal) when (SendRefusal.IsPassing(refusal))
        {
            // Waiting sends it again.
            return earlier;
        }
        catch (ZeroGException refusal) when (SendRefusal.IsFeeTooLow(refusal))
        {
            if (await RaiseAsync(earlier, cancellationToken) is { } raised)
            {
                return raised;
            }

            throw;
        }
    }

    private async Task<SentTransfer?> RaiseAsync(SentTransfer earlier, CancellationToken cancellationToken)
    {
        JournalEntry entry = earlier.Entry;
        TransactionPatience patience = TransactionPatience.Of(TimeSpan.Zero, earlier.MaxFee, entry.Versions[0]);
        SentTransaction? raised = await _sender.RaiseAsync(
            earlier.Transaction, patience.HighestFor(entry.Versions[0]).Wei,
            (version, _) =>
            {
                entry = entry with { Versions = [.. entry.Versions, version] };
                Journal.Remember(earlier.Reference!, entry);
                return Task.CompletedTask;
            },
            cancellationToken);
        return raised is null ? null : earlier with { Entry = entry };
    }

    private async Task<TransactionReceipt?> FindReceiptAsync(
        IReadOnlyList<SentTransaction> versions, CancellationToken cancellationToken)
    {
        foreach (SentTransaction version in versions.Reverse())
        {
            if (await _client.GetReceiptAsync(version.Hash, cancellationToken) is { } receipt)
            {
                return receipt;
            }
        }

        return null;
    }

    /// <summary>Whether a block is still what it was.</summary>
    private async Task<bool> IsThereAsync(MinedPlace place, CancellationToken cancellationToken) =>
        (await _client.GetBlockAsync(BlockId.Number((ulong)place.Block), cancellationToken))?.Hash == place.BlockHash;
}
