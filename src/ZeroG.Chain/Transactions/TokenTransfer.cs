using ZeroG.Chain.Ethereum;
using ZeroG.Chain.Networks;

namespace ZeroG.Chain.Transactions;

/// <summary>Pays tokens from one wallet to others, each payment with a reference once; see <see cref="ReferencedSends"/>.</summary>
public sealed class TokenTransfer
{
    private readonly TransactionSender _sender;
    private readonly ReferencedSends _sends;
    private readonly Network _network;
    private readonly TransactionLookup _lookup;

    /// <param name="network">The network.</param>
    /// <param name="client">A node of its chain.</param>
    /// <param name="sender">Signs and sends.</param>
    /// <param name="journal">Of this chain; null where no payment has a reference.</param>
    public TokenTransfer(Network network, EthereumClient client, TransactionSender sender, TransactionJournal? journal)
    {
        _network = network;
        _sender = sender;
        _sends = new ReferencedSends(network, client, sender, journal);
        _lookup = new TransactionLookup(client, network.Name);
    }

    /// <summary>What a payment would cost; nothing is signed or sent.</summary>
    /// <exception cref="ZeroGException"><c>ZgAmountInvalid</c>, <c>ZgRecipientInvalid</c>, and what
    /// <see cref="TransactionSender.QuoteAsync"/> throws.</exception>
    public Task<TransactionQuote> QuoteAsync(TokenOrder order, CancellationToken cancellationToken = default) =>
        _sender.QuoteAsync(Request(order), cancellationToken);

    /// <inheritdoc cref="ReferencedSends.FindEarlier"/>
    public SentTransaction? FindEarlier(TokenOrder order) => _sends.FindEarlier(Request(order), order.Reference);

    /// <summary>Pays, or finds that it was paid. Returns when a node has the transaction; <see cref="WaitAsync"/> waits for its
    /// block.</summary>
    /// <exception cref="TransactionPendingException"><c>ZgTransactionPending</c>.</exception>
    /// <exception cref="ZeroGException">What <see cref="QuoteAsync"/> and <see cref="ReferencedSends.SendAsync"/> throw.</exception>
    public Task<SentTransfer> SendAsync(TokenOrder order, CancellationToken cancellationToken = default) =>
        _sends.SendAsync(Request(order), order.Reference, cancellationToken);

    /// <inheritdoc cref="ReferencedSends.WaitAsync"/>
    public async Task<TransactionStatus> WaitAsync(SentTransfer transfer, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        MinedPlace place = await _sends.WaitAsync(transfer, timeout, cancellationToken: cancellationToken);
        SentTransaction sent = transfer.Transaction;
        TransactionStatus status = TransactionStatus.Of(sent, _network.Name) with
        {
            Transaction = place.Transaction,
            State = TransactionState.Succeeded,
            Block = place.Block,
            Fee = place.Fee,
            Confirmations = 1,
        };
        if (place.Receipt is not null
            && await _lookup.FindAsync(place.Transaction, cancellationToken: cancellationToken) is { State: not TransactionState.Pending } full)
        {
            status = full;
        }

        return status with { Amount = sent.Value, Nonce = sent.Nonce, AlreadySent = transfer.AlreadySent };
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
}
