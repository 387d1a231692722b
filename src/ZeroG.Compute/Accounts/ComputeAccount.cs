using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Chain.Transactions;
using ZeroG.Compute.Contracts;

namespace ZeroG.Compute.Accounts;

/// <summary>
/// What a user pays for. Each call waits for its receipt; a refusal is a <see cref="ZeroGException"/> in the user's terms
/// (<see cref="ComputeRefusal"/>) and costs nothing when the contract would have refused, which is tried out first.
/// </summary>
public sealed class ComputeAccount
{
    private readonly PaidCalls _calls;
    private readonly RefundCalls _refunds;
    private readonly TransactionSender _sender;

    /// <param name="client">The contracts.</param>
    /// <param name="sender">Signs and pays.</param>
    public ComputeAccount(ComputeClient client, TransactionSender sender)
    {
        Client = client;
        _sender = sender;
        _calls = new PaidCalls(client, sender);
        _refunds = new RefundCalls(this);
    }

    /// <summary>The contracts.</summary>
    public ComputeClient Client { get; }

    /// <summary>Whose account it is: the wallet's.</summary>
    public Address User => _sender.From;

    /// <summary>The most that the fee of each transaction may be; null for no limit.</summary>
    public TokenAmount? MaxFee { get; init; }

    /// <summary>Pays from the wallet into a main account, which a first deposit opens.</summary>
    /// <param name="amount">How much, exactly.</param>
    /// <param name="recipient">Whose account; null for the user's own.</param>
    /// <param name="cancellationToken">Stops before sending, or waiting.</param>
    /// <exception cref="ZeroGException"><c>ZgAmountInvalid</c>, <c>ZgRecipientInvalid</c>, <c>ZgDepositTooSmall</c>.</exception>
    public Task<TransactionReceipt> DepositAsync(
        TokenAmount amount, Address? recipient = null, CancellationToken cancellationToken = default) =>
        _calls.SendAsync(DepositRequest(amount, recipient), new(ComputeAction.Deposit, User, Amount: amount), cancellationToken);

    /// <summary>Moves money from the main account to the sub-account with a provider, which a first transfer opens. Refunds that wait
    /// there are cancelled first, the newest before the others, and only the rest is taken from the main account.</summary>
    /// <exception cref="ZeroGException"><c>ZgAmountInvalid</c>, <c>ZgProviderUnknown</c>, <c>ZgTransferTooSmall</c>,
    /// <c>ZgMainAccountTooLow</c>, <c>ZgAccountMissing</c>, <c>ZgServiceRefused</c>, <c>ZgServiceNotRegistered</c>,
    /// <c>ZgSubAccountLimit</c>.</exception>
    public async Task<TransactionReceipt> TransferAsync(
        ServiceKind kind, Address provider, TokenAmount amount, CancellationToken cancellationToken = default)
    {
        RequireAmount(amount, "transfer");
        await RequireServiceAsync(kind, provider, cancellationToken);
        string name = await Client.Ledger.GetServiceNameAsync(kind, cancellationToken);
        return await SendAsync(
            Client.Ledger.Address, LedgerContract.TransferFund, [provider, name, amount],
            new(ComputeAction.Transfer, User, kind, [provider], amount), cancellationToken);
    }

    /// <summary>Takes money from the main account back to the wallet. With the last of it the account is closed.</summary>
    /// <exception cref="ZeroGException"><c>ZgAmountInvalid</c>, <c>ZgAccountMissing</c>, <c>ZgWithdrawalTooLarge</c>,
    /// <c>ZgWithdrawalRest</c>.</exception>
    public async Task<TransactionReceipt> WithdrawAsync(TokenAmount amount, CancellationToken cancellationToken = default)
    {
        RequireAmount(amount, "withdrawal");
        return await SendAsync(
            Client.Ledger.Address, LedgerContract.Refund, [amount], new(ComputeAction.Withdraw, User, Amount: amount), cancellationToken);
    }

    /// <summary>Asks back everything that is free in sub-accounts, and with it collects what was asked back before and is unlocked.
    /// One transaction serves as many providers as the ledger allows.</summary>
    /// <returns>What it did, one for each provider, as the transactions are mined.</returns>
    /// <exception cref="ZeroGException"><c>ZgSubAccountMissing</c>, <c>ZgRefundListFull</c>, before anything is sent.</exception>
    public IAsyncEnumerable<RefundResult> RequestRefundAsync(
        ServiceKind kind, IReadOnlyList<Address> providers, CancellationToken cancellationToken = default) =>
        _refunds.RequestAsync(kind, providers, cancellationToken);

    /// <summary>Says that the user trusts a provider's signer, or no longer does. Every transfer says the former by itself.</summary>
    /// <exception cref="ZeroGException"><c>ZgSubAccountMissing</c>, <c>ZgProviderHoldsMoney</c>.</exception>
    public Task<TransactionReceipt> AcknowledgeAsync(
        ServiceKind kind, Address provider, bool acknowledged, CancellationToken cancellationToken = default) => SendAsync(
            Client.Serving(kind).Address,
            kind == ServiceKind.Inference ? InferenceContract.AcknowledgeTEESigner : FineTuningContract.AcknowledgeTEESigner,
            [provider, acknowledged], new(ComputeAction.Acknowledge, User, kind, [provider]), cancellationToken);

    /// <summary>Makes API keys of the present generation void.</summary>
    /// <exception cref="ZeroGException"><c>ZgSubAccountMissing</c>.</exception>
    public Task<TransactionReceipt> RevokeTokensAsync(
        Address provider, IReadOnlyCollection<byte> tokenIds, CancellationToken cancellationToken = default) => SendAsync(
            Client.Inference.Address, InferenceContract.RevokeTokens, [provider, tokenIds],
            new(ComputeAction.RevokeTokens, User, ServiceKind.Inference, [provider]), cancellationToken);

    /// <summary>Makes all API keys void, those of which nothing is known any more too.</summary>
    /// <exception cref="ZeroGException"><c>ZgSubAccountMissing</c>.</exception>
    public Task<TransactionReceipt> RevokeAllTokensAsync(Address provider, CancellationToken cancellationToken = default) => SendAsync(
        Client.Inference.Address, InferenceContract.RevokeAllTokens, [provider],
        new(ComputeAction.RevokeTokens, User, ServiceKind.Inference, [provider]), cancellationToken);

    /// <summary>Takes a trained model, so that the provider is paid and publishes its key.</summary>
    /// <exception cref="ZeroGException"><c>ZgSubAccountMissing</c>, <c>ZgDeliverableUnknown</c>, <c>ZgDeliverableTooLate</c>,
    /// <c>ZgDeliverableSettled</c>.</exception>
    public Task<TransactionReceipt> AcknowledgeDeliverableAsync(
        Address provider, string id, CancellationToken cancellationToken = default) => SendAsync(
            Client.FineTuning.Address, FineTuningContract.AcknowledgeDeliverable, [provider, id],
            new(ComputeAction.AcknowledgeDeliverable, User, ServiceKind.FineTuning, [provider], DeliverableId: id), cancellationToken);

    /// <summary>Throws unless a provider has a service in a market; the contracts would take money for one that has none.</summary>
    /// <exception cref="ZeroGException"><c>ZgProviderUnknown</c>.</exception>
    public async Task RequireServiceAsync(ServiceKind kind, Address provider, CancellationToken cancellationToken = default)
    {
        if (!await Client.Serving(kind).IsOfferedAsync(provider, cancellationToken))
        {
            throw await new ComputeRefusal(Client).ProviderUnknownAsync(kind, provider, cancellationToken);
        }
    }

    internal Task<TransactionReceipt> SendAsync(
        Address contract, AbiFunction function, object?[] arguments, ComputeCall call, CancellationToken cancellationToken,
        ulong extraGas = 0, int? gasReservePercent = null)
    {
        TransactionRequest request = new() { To = contract, Data = function.EncodeCall(arguments), MaxFee = MaxFee, ExtraGas = extraGas };
        return _calls.SendAsync(
            gasReservePercent is { } percent ? request with { GasReservePercent = percent } : request, call, cancellationToken);
    }

    private static void RequireAmount(TokenAmount amount, string what)
    {
        if (amount <= TokenAmount.Zero)
        {
            throw new ZeroGException(
                "ZgAmountInvalid", ErrorKind.InvalidArgument, $"An amount of {amount} is no {what}. Give an amount above zero.", amount);
        }
    }

    private TransactionRequest DepositRequest(TokenAmount amount, Address? recipient)
    {
        RequireAmount(amount, "deposit");
        if (recipient is { IsZero: true })
        {
            throw new ZeroGException(
                "ZgRecipientInvalid", ErrorKind.InvalidArgument,
                $"The recipient {recipient} is nobody's, and what is deposited there is lost. Check the address.", recipient);
        }

        return new TransactionRequest
        {
            To = Client.Ledger.Address,
            Value = amount,
            MaxFee = MaxFee,
            Data = recipient is { } other ? LedgerContract.DepositFundFor.EncodeCall(other) : LedgerContract.DepositFund.EncodeCall(),
        };
    }
}
