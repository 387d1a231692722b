using ZeroG.Chain.Ethereum;
using ZeroG.Chain.Transactions;

namespace ZeroG.Compute.Accounts;

/// <summary>
/// Sends calls to the compute contracts and waits for their blocks, those with a reference once; see <see cref="ReferencedSends"/>.
/// </summary>
internal sealed class PaidCalls(ComputeClient client, TransactionSender sender, TransactionJournal? journal)
{
    /// <summary>The longest wait for a block.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private readonly ComputeRefusal _refusal = new(client);
    private readonly ReferencedSends _sends = new(client.Network, client.Chain, sender, journal);

    /// <summary>What a call would cost.</summary>
    public Task<TransactionQuote> QuoteAsync(TransactionRequest request, ComputeCall call, CancellationToken cancellationToken) =>
        ExplainAsync(() => sender.QuoteAsync(WithErrors(request), cancellationToken), call, cancellationToken);

    /// <inheritdoc cref="ReferencedSends.FindEarlier"/>
    public SentTransaction? FindEarlier(TransactionRequest request, string? reference) => _sends.FindEarlier(request, reference);

    /// <summary>Sends, or finds what was sent under the reference, and waits.</summary>
    public Task<PaidCall> SendAsync(
        TransactionRequest request, ComputeCall call, string? reference, CancellationToken cancellationToken) =>
        ExplainAsync(
            async () =>
            {
                SentTransfer sent;
                try
                {
                    sent = await _sends.SendAsync(WithErrors(request), reference, cancellationToken);
                }
                catch (TransactionPendingException unsure) when (reference is null)
                {
                    // It may have arrived. Waiting finds out, and sends the same bytes again if not.
                    sent = new SentTransfer(new JournalEntry([unsure.Transaction]), AlreadySent: false, MaxFee: request.MaxFee);
                }

                MinedPlace place = await _sends.WaitAsync(sent, Longest, ComputeRefusal.KnownErrors, cancellationToken);
                return new PaidCall(place, sent.AlreadySent);
            },
            call, cancellationToken);

    /// <summary>Sends as the next for a purpose, and waits.</summary>
    public Task<MinedPlace> SendNextAsync(
        TransactionRequest request, ComputeCall call, SuccessiveSends sends, string purpose, CancellationToken cancellationToken) =>
        ExplainAsync(() => sends.SendAsync(purpose, WithErrors(request), Longest, cancellationToken), call, cancellationToken);

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
}
