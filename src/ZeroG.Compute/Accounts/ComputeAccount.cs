using System.Runtime.CompilerServices;
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
    /// <param name="journal">Of this chain; null where no call has a reference.</param>
    public ComputeAccount(ComputeClient client, TransactionSender sender, TransactionJournal? journal = null)
    {
        Client = client;
        _sender = sender;
        _calls = new PaidCalls(client, sender, journal);
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
    /// <exception cref="ZeroGException"><c>ZgAmountInvalid</c>, <c>ZgRecipientInvalid</c>; the call itself <c>ZgDepositTooSmall</c>.
    /// </exception>
    public PreparedCall PrepareDeposit(TokenAmount amount, Address? recipient = null)
    {
        RequireAmount(amount, "deposit");
        if (recipient is { IsZero: true })
        {
            throw new ZeroGException(
                "ZgRecipientInvalid", ErrorKind.InvalidArgument,
                $"The recipient {recipient} is nobody's, and what is deposited there is lost. Check the address.", recipient);
        }

        TransactionRequest request = recipient is { } other
            ? Request(Client.Ledger.Address, LedgerContract.DepositFundFor, [other])
            : Request(Client.Ledger.Address, LedgerContract.DepositFund, []);
        return Prepare(request with { Value = amount }, new(ComputeAction.Deposit, User, Amount: amount));
    }

    /// <inheritdoc cref="PrepareDeposit"/>
    public Task<TransactionReceipt> DepositAsync(
        TokenAmount amount, Address? recipient = null, CancellationToken cancellationToken = default) =>
        PrepareDeposit(amount, recipient).SendAsync(cancellationToken);

    /// <summary>Moves money from the main account to the sub-account with a provider, which a first transfer opens. Refunds that wait
    /// there are cancelled first, the newest before the others, and only the rest is taken from the main account.</summary>
    /// <exception cref="ZeroGException"><c>ZgAmountInvalid</c>, <c>ZgProviderUnknown</c>, <c>ZgServiceNotRegistered</c>; the call itself
    /// <c>ZgTransferTooSmall</c>, <c>ZgMainAccountTooLow</c>, <c>ZgAccountMissing</c>, <c>ZgServiceRefused</c>,
    /// <c>ZgSubAccountLimit</c>.</exception>
    public async Task<PreparedCall> PrepareTransferAsync(
        ServiceKind kind, Address provider, TokenAmount amount, CancellationToken cancellationToken = default)
    {
        RequireAmount(amount, "transfer");
        if (!await Client.Serving(kind).IsOfferedAsync(provider, cancellationToken))
        {
            // The contracts would take money for a provider that has no service.
            throw await new ComputeRefusal(Client).ProviderUnknownAsync(kind, provider, cancellationToken);
        }

        string name = await Client.Ledger.GetServiceNameAsync(kind, cancellationToken);
        return Prepare(
            Request(Client.Ledger.Address, LedgerContract.TransferFund, [provider, name, amount]),
            new(ComputeAction.Transfer, User, kind, [provider], amount));
    }

    /// <inheritdoc cref="PrepareTransferAsync"/>
    public async Task<TransactionReceipt> TransferAsync(
        ServiceKind kind, Address provider, TokenAmount amount, CancellationToken cancellationToken = default) =>
        await (await PrepareTransferAsync(kind, provider, amount, cancellationToken)).SendAsync(cancellationToken);

    /// <summary>Takes money from the main account back to the wallet. With the last of it the account is closed.</summary>
    /// <exception cref="ZeroGException"><c>ZgAmountInvalid</c>; the call itself <c>ZgAccountMissing</c>, <c>ZgWithdrawalTooLarge</c>,
    /// <c>ZgWithdrawalRest</c>.</exception>
    public PreparedCall PrepareWithdrawal(TokenAmount amount)
    {
        RequireAmount(amount, "withdrawal");
        return Prepare(
            Request(Client.Ledger.Address, LedgerContract.Refund, [amount]), new(ComputeAction.Withdraw, User, Amount: amount));
    }

    /// <inheritdoc cref="PrepareWithdrawal"/>
    public Task<TransactionReceipt> WithdrawAsync(TokenAmount amount, CancellationToken cancellationToken = default) =>
        PrepareWithdrawal(amount).SendAsync(cancellationToken);

    /// <summary>What a request for refunds would do to a sub-account now.</summary>
    /// <exception cref="ZeroGException"><c>ZgSubAccountMissing</c>.</exception>
    public Task<RefundPlan> PlanRefundAsync(ServiceKind kind, Address provider, CancellationToken cancellationToken = default) =>
        _refunds.PlanAsync(kind, provider, cancellationToken);

    /// <summary>Throws unless there is something to ask back, and room for it.</summary>
    /// <exception cref="ZeroGException"><c>ZgRefundLocked</c>, <c>ZgSubAccountEmpty</c>, <c>ZgRefundListFull</c>.</exception>
    public static void RequireRequestable(RefundPlan plan)
    {
        if (plan.IsFull)
        {
            throw ComputeRefusal.RefundListFull(plan.Account);
        }

        if (plan.Free.IsZero && plan.Unlocked.IsZero)
        {
            throw plan.NothingToMove();
        }
    }

    /// <summary>Throws unless there is something to collect.</summary>
    /// <exception cref="ZeroGException"><c>ZgRefundLocked</c>, <c>ZgSubAccountEmpty</c>.</exception>
    public static void RequireCollectable(RefundPlan plan)
    {
        if (plan.Unlocked.IsZero)
        {
            throw plan.NothingToMove();
        }
    }

    /// <summary>Asks back everything that is free, and with it collects what was asked back before and is unlocked. One transaction
    /// serves as many providers as the ledger allows.</summary>
    /// <returns>What it did, one for each provider, as the transactions are mined.</returns>
    public IAsyncEnumerable<RefundResult> RequestRefundAsync(
        IReadOnlyList<RefundPlan> plans, CancellationToken cancellationToken = default) =>
        _refunds.RetrieveAsync(plans, keepFree: false, cancellationToken);

    /// <inheritdoc cref="RequestRefundAsync(IReadOnlyList{RefundPlan}, CancellationToken)"/>
    /// <exception cref="ZeroGException"><c>ZgSubAccountMissing</c>, <c>ZgRefundListFull</c>, <c>ZgRefundLocked</c>,
    /// <c>ZgSubAccountEmpty</c>, before anything is sent.</exception>
    public async IAsyncEnumerable<RefundResult> RequestRefundAsync(
        ServiceKind kind, IReadOnlyList<Address> providers, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        List<RefundPlan> plans = [];
        foreach (Address provider in providers.Distinct())
        {
            RefundPlan plan = await PlanRefundAsync(kind, provider, cancellationToken);
            RequireRequestable(plan);
            plans.Add(plan);
        }

        await foreach (RefundResult result in RequestRefundAsync(plans, cancellationToken))
        {
            yield return result;
        }
    }

    /// <summary>Collects what is unlocked and leaves free what is free: the contract asks that back in the same call, which a second
    /// transaction undoes.</summary>
    /// <inheritdoc cref="RequestRefundAsync(IReadOnlyList{RefundPlan}, CancellationToken)"/>
    public IAsyncEnumerable<RefundResult> CompleteRefundAsync(
        IReadOnlyList<RefundPlan> plans, CancellationToken cancellationToken = default) =>
        _refunds.RetrieveAsync(plans, keepFree: true, cancellationToken);

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

    /// <summary>Transactions of this wallet for purposes that a journal keeps.</summary>
    internal SuccessiveSends SendsUnder(TransactionJournal journal) => new(Client.Chain, _sender, journal);

    internal TransactionRequest Request(Address contract, AbiFunction function, object?[] arguments) =>
        new() { To = contract, Data = function.EncodeCall(arguments), MaxFee = MaxFee };

    internal PreparedCall Prepare(TransactionRequest request, ComputeCall call) => new(_calls, request, call);

    private static void RequireAmount(TokenAmount amount, string what)
    {
        if (amount <= TokenAmount.Zero)
        {
            throw new ZeroGException(
                "ZgAmountInvalid", ErrorKind.InvalidArgument, $"An amount of {amount} is no {what}. Give an amount above zero.", amount);
        }
    }

    private Task<TransactionReceipt> SendAsync(
        Address contract, AbiFunction function, object?[] arguments, ComputeCall call, CancellationToken cancellationToken) =>
        Prepare(Request(contract, function, arguments), call).SendAsync(cancellationToken);
}
