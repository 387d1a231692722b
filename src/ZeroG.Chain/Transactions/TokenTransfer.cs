using ZeroG.Chain.Ethereum;
using ZeroG.Chain.Networks;

namespace ZeroG.Chain.Transactions;

/// <summary>
/// Pays tokens from one wallet to others. A payment with a reference is made once: given again, the journal finds its signed bytes, and
/// these are looked up or sent again, never signed anew, unless the chain shows for good that they paid nothing.
/// </summary>
public sealed class TokenTransfer
{
    // Often enough that a dropped transaction is sent again soon, and long enough between two looks that a node that lags catches up.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(15);

    // A chain on this machine mines at once; nobody else is bothered by asking often.
    private static readonly TimeSpan LocalPause = TimeSpan.FromMilliseconds(50);

    // How long an earlier payment whose nonce another transaction has taken may stay undecided.
    private static readonly TimeSpan LongestDoubt = TimeSpan.FromMinutes(2);

    private readonly EthereumClient _client;
    private readonly TransactionSender _sender;
    private readonly TransactionJournal? _journal;
    private readonly Network _network;
    private readonly TransactionLookup _lookup;

    /// <param name="network">The network.</param>
    /// <param name="client">A node of its chain.</param>
    /// <param name="sender">Signs and sends.</param>
    /// <param name="journal">Of this chain; null where no payment has a reference.</param>
    public TokenTransfer(Network network, EthereumClient client, TransactionSender sender, TransactionJournal? journal)
    {
        _network = network;
        _client = client;
        _sender = sender;
        _journal = journal;
        _lookup = new TransactionLookup(client, network.Name);
    }

    private TimeProvider Time => _client.Rpc.TimeProvider;

    /// <summary>What a payment would cost; nothing is signed or sent.</summary>
    /// <exception cref="ZeroGException"><c>ZgAmountInvalid</c>, <c>ZgRecipientInvalid</c>, and what
    /// <see cref="TransactionSender.QuoteAsync"/> throws.</exception>
    public Task<TransactionQuote> QuoteAsync(TokenOrder order, CancellationToken cancellationToken = default) =>
        _sender.QuoteAsync(Request(order), cancellationToken);

    /// <summary>What an earlier order with the same reference has signed; null when there was none, or no reference is given.</summary>
    /// <exception cref="ZeroGException"><c>ZgReferenceTaken</c>: it was for another payment. <c>ZgJournalDamaged</c>.</exception>
    public SentTransaction? FindEarlier(TokenOrder order)
    {
        if (order.Reference is not { } reference || _journal?.Find(reference) is not { } earlier)
        {
            return null;
        }

        return earlier.To == order.Recipient && earlier.Value == order.Amount && earlier.From == _sender.From
            ? earlier
            : throw new ZeroGException(
                "ZgReferenceTaken", ErrorKind.ResourceExists,
                $"The reference '{reference}' belongs to another payment on {_network.Name}: {earlier.Value} from {earlier.From} to "
                + $"{earlier.To}, transaction {earlier.Hash}. Give this payment a reference of its own.", reference);
    }

    /// <summary>Pays, or finds that it was paid. Returns when a node has the transaction; <see cref="WaitAsync"/> waits for its
    /// block.</summary>
    /// <returns>The transaction, with <see cref="TransactionStatus.AlreadySent"/> when an earlier order had signed it.</returns>
    /// <exception cref="TransactionPendingException"><c>ZgTransactionPending</c>.</exception>
    /// <exception cref="ZeroGException">What <see cref="QuoteAsync"/>, <see cref="FindEarlier"/> and
    /// <see cref="TransactionSender.SendAsync"/> throw.</exception>
    public async Task<SentTransfer> SendAsync(TokenOrder order, CancellationToken cancellationToken = default)
    {
        TransactionRequest request = Request(order);
        if (order.Reference is not { } reference)
        {
            return new SentTransfer(await _sender.SendAsync(request, cancellationToken), AlreadySent: false);
        }

        TransactionJournal journal = _journal ?? throw new InvalidOperationException("A payment with a reference needs the journal.");
        using IDisposable turn = await journal.EnterAsync(cancellationToken);
        if (FindEarlier(order) is { } earlier && !await IsVoidAsync(earlier, cancellationToken))
        {
            return new SentTransfer(earlier, AlreadySent: true);
        }

        try
        {
            SentTransaction sent = await _sender.SendAsync(
                request with
                {
                    BeforeBroadcast = (transaction, _) =>
                    {
                        journal.Remember(reference, transaction);
                        return Task.CompletedTask;
                    },
                },
                cancellationToken);
            return new SentTransfer(sent, AlreadySent: false);
        }
        catch (ZeroGException refusal) when (refusal is not TransactionPendingException)
        {
            // Nothing was sent, so there is nothing to take up again.
            journal.Forget(reference);
            throw;
        }
    }

    /// <summary>Waits until a payment is in a block, and sends its very bytes again when the network seems to have dropped them.</summary>
    /// <exception cref="RevertException"><c>ZgTransactionReverted</c>: the recipient is a contract that refused.</exception>
    /// <exception cref="ZeroGException"><c>ZgTransactionPending</c>: not in a block within the time.</exception>
    public async Task<TransactionStatus> WaitAsync(SentTransfer transfer, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        SentTransaction transaction = transfer.Transaction;
        long start = Time.GetTimestamp();
        while (true)
        {
            TimeSpan rest = timeout - Time.GetElapsedTime(start);
            try
            {
                await _sender.WaitAsync(transaction, rest < Look ? rest : Look, cancellationToken: cancellationToken);
                TransactionStatus mined = await _lookup.FindAsync(transaction.Hash, cancellationToken: cancellationToken)
                    ?? TransactionStatus.Of(transaction, _network.Name);
                return mined with { Amount = transaction.Value, Nonce = transaction.Nonce, AlreadySent = transfer.AlreadySent };
            }
            catch (TransactionPendingException) when (Time.GetElapsedTime(start) < timeout)
            {
                await _sender.RebroadcastAsync(transaction, cancellationToken);
            }
        }
    }

    private TransactionRequest Request(TokenOrder order)
    {
        if (order.Amount <= TokenAmount.Zero)
        {
            throw new ZeroGException(
                "ZgAmountInvalid", ErrorKind.InvalidArgument,
                $"An amount of {order.Amount} is no payment. Give an amount above zero.", order.Reference ?? order.Recipient.ToString());
        }

        if (order.Recipient.IsZero || order.Recipient == _sender.From)
        {
            string what = order.Recipient.IsZero ? "is nobody's, and what is sent there is lost" : "is the wallet that pays";
            throw new ZeroGException(
                "ZgRecipientInvalid", ErrorKind.InvalidArgument, $"The recipient {order.Recipient} {what}. Check the address.",
                order.Recipient);
        }

        return new TransactionRequest { To = order.Recipient, Value = order.Amount, MaxFee = order.MaxFee };
    }

    /// <summary>
    /// False when an earlier payment was mined or still can be, and is with the nodes; true when the chain shows for good that it paid
    /// nothing: reverted, or its nonce used by another transaction.
    /// </summary>
    private async Task<bool> IsVoidAsync(SentTransaction earlier, CancellationToken cancellationToken)
    {
        long start = Time.GetTimestamp();
        long? passedAt = null;
        while (true)
        {
            TransactionReceipt? receipt = await _client.GetReceiptAsync(earlier.Hash, cancellationToken);
            if (receipt is { Succeeded: true })
            {
                return false;
            }

            if (receipt is not null)
            {
                passedAt = null;
                BlockHeader? final = await _client.GetBlockAsync(BlockId.Finalized, cancellationToken);
                if (final?.Number >= receipt.BlockNumber)
                {
                    return true;
                }
            }
            else if (await _client.GetTransactionCountAsync(earlier.From, BlockId.Latest, cancellationToken) <= earlier.Nonce)
            {
                await _sender.RebroadcastAsync(earlier, cancellationToken);
                return false;
            }
            else if (await _client.GetTransactionCountAsync(earlier.From, BlockId.Finalized, cancellationToken) > earlier.Nonce)
            {
                // One look is not enough: a machine may know the account's new count before it can show the receipt.
                passedAt ??= Time.GetTimestamp();
                if (Time.GetElapsedTime(passedAt.Value) >= (_client.Rpc.Uri.IsLoopback ? LocalPause : Look))
                {
                    return true;
                }
            }

            if (Time.GetElapsedTime(start) >= LongestDoubt)
            {
                throw new TransactionPendingException(
                    earlier, "it was sent earlier, and the chain does not yet show for good what became of it");
            }

            await Task.Delay(_client.Rpc.Uri.IsLoopback ? LocalPause : TimeSpan.FromSeconds(1), Time, cancellationToken);
        }
    }
}
