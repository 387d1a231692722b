using System.Globalization;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Chain.Ethereum;
using ZeroG.Compute.Contracts;
using static ZeroG.Compute.Contracts.AbiFields;

namespace ZeroG.Compute.Accounts;

/// <summary>Says what a refusal of the compute contracts means to the user, with the figures that the user needs to act.</summary>
/// <param name="client">Is asked for the figures.</param>
public sealed class ComputeRefusal(ComputeClient client)
{
    /// <summary>All errors that the three contracts have.</summary>
    public static IReadOnlyList<AbiError> KnownErrors { get; } = [.. LedgerErrors.All, .. InferenceErrors.All, .. FineTuningErrors.All];

    /// <summary>The failure to throw; the refusal as it came where it has no meaning of its own.</summary>
    /// <param name="refusal">What the contract said.</param>
    /// <param name="call">What was asked of it.</param>
    /// <param name="cancellationToken">Stops the questions for figures.</param>
    public async Task<ZeroGException> ExplainAsync(
        RevertException refusal, ComputeCall call, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<object?> said = refusal.Reason.Arguments;
        switch (refusal.Reason.Definition?.Name)
        {
            case nameof(LedgerErrors.LedgerNotExists):
                return await AccountMissingAsync((Address)said[0]!, refusal, cancellationToken);
            case nameof(LedgerErrors.MinimumDepositRequired):
                return await TooSmallAsync(Amount(said[0]), Amount(said[1]), call, refusal, cancellationToken);
            case nameof(LedgerErrors.InsufficientAvailableBalance):
                return MainAccountTooLow(Amount(said[0]), Amount(said[1]), refusal);
            case nameof(LedgerErrors.InsufficientBalance):
                return await WithdrawalTooLargeAsync((Address)said[0]!, refusal, cancellationToken);
            case nameof(LedgerErrors.CallFailed):
                return new ZeroGException(
                    "ZgServiceRefused", ErrorKind.InvalidOperation,
                    "The service contract refused the transfer. Usual causes: you are the provider yourself, or the provider address is "
                    + "zero.", call.Providers?[0], refusal);
            case nameof(LedgerErrors.ServiceNotFound) when call.Service is { } kind:
                return await client.Ledger.NotRegisteredAsync(ServiceKinds.NameOf(kind), cancellationToken);
            case nameof(LedgerErrors.TooManyProvidersForService) when call.Service is { } kind:
                return new ZeroGException(
                    "ZgSubAccountLimit", ErrorKind.LimitsExceeded,
                    $"You have {said[0]} {ServiceKinds.NameOf(kind)} sub-accounts, and the ledger keeps no more. Use one of them, or "
                    + "withdraw everything, which closes them.", call.Providers?[0], refusal);
            case nameof(InferenceErrors.AccountNotExists) when call.Service is { } kind:
                return await SubAccountMissingAsync(kind, (Address)said[0]!, (Address)said[1]!, cancellationToken);
            case nameof(InferenceErrors.TooManyRefunds) when call.Service is { } kind:
                return await client.Serving(kind).FindAccountAsync((Address)said[0]!, (Address)said[1]!, cancellationToken)
                    is { } full ? RefundListFull(full, refusal) : refusal;
            case nameof(InferenceErrors.ServiceNotExist) when call.Service is { } kind:
                return await ProviderUnknownAsync(kind, (Address)said[0]!, cancellationToken);
            case nameof(InferenceErrors.CannotRevokeWithNonZeroBalance):
                return ProviderHoldsMoney((Address)said[1]!, Amount(said[2]), refusal);
            default:
                return await DeliverableAsync(refusal, call, cancellationToken);
        }
    }

    /// <summary><c>ZgProviderHoldsMoney</c>: trust ends only where no money lies.</summary>
    public static ZeroGException ProviderHoldsMoney(Address provider, TokenAmount balance, Exception? cause = null) => new(
        "ZgProviderHoldsMoney", ErrorKind.InvalidOperation, $"Retrieve the {balance} from this provider before revoking trust.", provider,
        cause);

    /// <summary><c>ZgProviderUnknown</c>: the provider offers nothing in this market, but perhaps in the other.</summary>
    public async Task<ZeroGException> ProviderUnknownAsync(
        ServiceKind kind, Address provider, CancellationToken cancellationToken = default)
    {
        ServiceKind other = ServiceKinds.OtherThan(kind);
        string hint = await client.Serving(other).IsOfferedAsync(provider, cancellationToken)
            ? $"It offers {ServiceKinds.NameOf(other)}: ask for that, or use another provider."
            : "Check the address and the network.";
        return new ZeroGException(
            "ZgProviderUnknown", ErrorKind.ObjectNotFound,
            $"{provider} offers no {ServiceKinds.NameOf(kind)} service on {client.Network}. {hint}", provider);
    }

    /// <summary><c>ZgSubAccountMissing</c>, which says so when the money lies in the other market.</summary>
    public async Task<ZeroGException> SubAccountMissingAsync(
        ServiceKind kind, Address user, Address provider, CancellationToken cancellationToken = default) => new(
            "ZgSubAccountMissing", ErrorKind.ObjectNotFound,
            $"No sub-account with {provider} for {ServiceKinds.NameOf(kind)}. Transfer funds to it first."
            + await HintOfOtherMoneyAsync(kind, user, provider, cancellationToken), provider);

    /// <summary>A sentence, with a space before it, when the user's money with a provider lies in the other market; empty when
    /// none does.</summary>
    public async Task<string> HintOfOtherMoneyAsync(
        ServiceKind kind, Address user, Address provider, CancellationToken cancellationToken = default)
    {
        ServiceKind other = ServiceKinds.OtherThan(kind);
        return await client.Serving(other).FindAccountAsync(user, provider, cancellationToken) is { Balance.IsZero: false } account
            ? $" Your {ServiceKinds.NameOf(other)} sub-account with it has {account.Balance}, which does not count for "
                + $"{ServiceKinds.NameOf(kind)}."
            : "";
    }

    /// <summary><c>ZgAccountMissing</c>.</summary>
    public async Task<ZeroGException> AccountMissingAsync(
        Address user, Exception? cause = null, CancellationToken cancellationToken = default) => new(
            "ZgAccountMissing", ErrorKind.ObjectNotFound,
            $"No compute account exists for {user} on {client.Network}. Deposit at least "
            + $"{await client.Ledger.GetMinimumDepositAsync(cancellationToken)} first.", user, cause);

    /// <summary><c>ZgRefundListFull</c>.</summary>
    internal static ZeroGException RefundListFull(SubAccount account, Exception? cause = null)
    {
        string count = account.Refunds.Count == 5 ? "Five" : account.Refunds.Count.ToString(CultureInfo.InvariantCulture);
        return new ZeroGException(
            "ZgRefundListFull", ErrorKind.LimitsExceeded,
            $"{count} refunds are already waiting. The oldest unlocks at {Write(account.Refunds.Min(refund => refund.UnlocksAt))}.",
            account.Provider, cause);
    }

    /// <summary>A time as messages write it.</summary>
    public static string Write(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static ZeroGException MainAccountTooLow(TokenAmount available, TokenAmount required, RevertException refusal) => new(
        "ZgMainAccountTooLow", ErrorKind.LimitsExceeded,
        $"Main account has {available} free, {required} needed. Deposit {required - available} more.", null, refusal);

    private static string Write(TimeSpan lockTime) => lockTime.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{lockTime.TotalHours:0.#} hours")
        : string.Create(CultureInfo.InvariantCulture, $"{lockTime.TotalMinutes:0.#} minutes");

    private async Task<ZeroGException> TooSmallAsync(
        TokenAmount provided, TokenAmount required, ComputeCall call, RevertException refusal, CancellationToken cancellationToken)
    {
        switch (call.Action)
        {
            case ComputeAction.Transfer:
                Address provider = call.Providers![0];
                return new ZeroGException(
                    "ZgTransferTooSmall", ErrorKind.InvalidArgument,
                    $"A new sub-account with {provider} needs at least {required}; got {provided}. Transfer more."
                    + await HintOfOtherMoneyAsync(call.Service!.Value, call.User, provider, cancellationToken), provider, refusal);
            case ComputeAction.Withdraw:
                return new ZeroGException(
                    "ZgWithdrawalRest", ErrorKind.InvalidArgument,
                    $"After this withdrawal {provided} would stay. Keep at least {required} or withdraw everything "
                    + $"({call.Amount + provided}).", call.User, refusal);
            default:
                return new ZeroGException(
                    "ZgDepositTooSmall", ErrorKind.InvalidArgument,
                    $"The first deposit must be at least {required} on {client.Network}; got {provided}. Deposit more.", call.User,
                    refusal);
        }
    }

    private async Task<ZeroGException> WithdrawalTooLargeAsync(Address user, RevertException refusal, CancellationToken cancellationToken)
    {
        Ledger? ledger = await client.Ledger.GetAsync(user, cancellationToken);
        TokenAmount available = ledger?.Available ?? TokenAmount.Zero;
        TokenAmount locked = ledger?.Locked ?? TokenAmount.Zero;
        string rest = locked.IsZero
            ? "nothing is in sub-accounts."
            : $"{locked} is in sub-accounts. Retrieve it first (lock {await DescribeLockAsync(cancellationToken)}).";
        return new ZeroGException(
            "ZgWithdrawalTooLarge", ErrorKind.LimitsExceeded, $"Only {available} can be withdrawn; {rest}", user, refusal);
    }

    private async Task<string> DescribeLockAsync(CancellationToken cancellationToken)
    {
        TimeSpan inference = await client.Inference.GetLockTimeAsync(cancellationToken);
        TimeSpan fineTuning = await client.FineTuning.GetLockTimeAsync(cancellationToken);
        return inference == fineTuning
            ? Write(inference)
            : $"{Write(inference)} for inference, {Write(fineTuning)} for fine-tuning";
    }

    private async Task<ZeroGException> DeliverableAsync(RevertException refusal, ComputeCall call, CancellationToken cancellationToken)
    {
        // Ids are the provider's words.
        string id = refusal.Reason.Arguments is [string said, ..] ? ForeignText.Clean(said) : "";
        switch (refusal.Reason.Definition?.Name)
        {
            case nameof(FineTuningErrors.CannotAcknowledgeSettledDeliverable):
                bool taken = call.Providers is [{ } provider, ..]
                    && await client.FineTuning.FindDeliverableAsync(
                        call.User, provider, (string)refusal.Reason.Arguments[0]!, cancellationToken) is { IsAcknowledged: true };
                return taken
                    ? new ZeroGException(
                        "ZgDeliverableSettled", ErrorKind.InvalidOperation,
                        $"Deliverable {id} is acknowledged and settled already. Nothing is left to do but to fetch and decrypt it.", id,
                        refusal)
                    : new ZeroGException(
                        "ZgDeliverableTooLate", ErrorKind.InvalidOperation,
                        "The deadline passed and the task was settled with a penalty; the key is gone. This provider can take no further "
                        + "task of yours; use another one.", id, refusal);
            case nameof(FineTuningErrors.PreviousDeliverableNotAcknowledged):
                return new ZeroGException(
                    "ZgDeliverableNotAcknowledged", ErrorKind.InvalidOperation,
                    $"Deliverable {id} was never acknowledged and blocks new tasks. Acknowledge it.", id, refusal);
            case nameof(FineTuningErrors.DeliverableNotExists):
                return new ZeroGException(
                    "ZgDeliverableUnknown", ErrorKind.ObjectNotFound,
                    $"The provider has delivered no {id} on {client.Network}. Check the task's id and the provider.", id, refusal);
            default:
                return refusal;
        }
    }
}
