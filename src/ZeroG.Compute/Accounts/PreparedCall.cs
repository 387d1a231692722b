using ZeroG.Chain.Transactions;

namespace ZeroG.Compute.Accounts;

/// <summary>A call that a user is about to pay for. Nothing is signed before it is sent.</summary>
public sealed class PreparedCall
{
    private readonly PaidCalls _calls;
    private readonly TransactionRequest _request;
    private readonly ComputeCall _call;

    internal PreparedCall(PaidCalls calls, TransactionRequest request, ComputeCall call)
    {
        _calls = calls;
        _request = request;
        _call = call;
    }

    /// <summary>What it would cost. The contract is asked, so a call that it would refuse fails here as it would when sent.</summary>
    /// <exception cref="Chain.ZeroGException">As <see cref="SendAsync"/>.</exception>
    public Task<TransactionQuote> QuoteAsync(CancellationToken cancellationToken = default) =>
        _calls.QuoteAsync(_request, _call, cancellationToken);

    /// <summary>Sends it and waits for its block.</summary>
    /// <exception cref="Chain.ZeroGException">What <see cref="ComputeRefusal"/> makes of a refusal, and what
    /// <see cref="TransactionSender"/> throws.</exception>
    public async Task<TransactionReceipt> SendAsync(CancellationToken cancellationToken = default) =>
        (await SendOnceAsync(null, cancellationToken)).Place.Receipt!;

    /// <inheritdoc cref="ReferencedSends.FindEarlier"/>
    public SentTransaction? FindEarlier(string? reference) => _calls.FindEarlier(_request, reference);

    /// <summary>Sends it, or finds what was sent under the reference, and waits for its block.</summary>
    /// <param name="reference">Names the call on its chain: given again, it is not made again. Null for a call that is made each
    /// time.</param>
    /// <param name="cancellationToken">Stops waiting; what was sent goes its way.</param>
    /// <exception cref="Chain.ZeroGException">As <see cref="SendAsync"/>, and <c>ZgReferenceTaken</c>.</exception>
    public Task<PaidCall> SendOnceAsync(string? reference, CancellationToken cancellationToken = default) =>
        _calls.SendAsync(_request, _call, reference, cancellationToken);

    /// <summary>Sends it as the next for a purpose, and waits for its block.</summary>
    internal Task<MinedPlace> SendNextAsync(SuccessiveSends sends, string purpose, CancellationToken cancellationToken) =>
        _calls.SendNextAsync(_request, _call, sends, purpose, cancellationToken);
}
