using System.Numerics;
using System.Text;
using ZeroG.Chain;
using ZeroG.Compute.Contracts;
using ZeroG.Compute.Settlement;
using ZeroG.DevChain.Execution;
using ZeroG.DevChain.State;

namespace ZeroG.DevChain.Contracts.Compute;

/// <summary>The contract of inference services: what providers offer, revoked API keys, and the settlement of signed fees.</summary>
/// <remarks>Source: 0g-serving-contract, contracts/inference/InferenceServing.sol; compute.md §1.4.</remarks>
public sealed class InferenceSystemContract : ServingSystemContract
{
    private const int MaximumBatch = 500;

    // About what a settlement takes on an EVM: a signature, nonce and balance, the ledger's total and three events.
    private const ulong SettlementGas = 60_000;

    /// <summary>A contract without services.</summary>
    /// <param name="journal">Where its state lives.</param>
    /// <param name="address">Where it lives.</param>
    /// <param name="ledger">Who may touch accounts.</param>
    /// <param name="owner">Who approves signers.</param>
    /// <param name="settings">The lock time.</param>
    public InferenceSystemContract(Journal journal, Address address, Address ledger, Address owner, ComputeSettings settings)
        : base(address, "InferenceServing", journal, ledger, owner, settings, InferenceContract.Initialize)
    {
        Handle(
            InferenceContract.GetAccount,
            (_, arguments) => [ToValues(Accounts.Get((Address)arguments[0]!, (Address)arguments[1]!))]);
        HandlePages(
            InferenceContract.GetAllAccounts, InferenceContract.GetAccountsByUser, InferenceContract.GetAccountsByProvider, ToValues);
        HandleBatch(InferenceContract.GetBatchAccountsByUsers, MaximumBatch, ToValues);
        HandleServices();
        HandleTokens();
        Handle(InferenceContract.SettleFeesWithTEE, SettleAll);
        Handle(InferenceContract.PreviewSettlementResults, PreviewAll);
    }

    private protected override bool TellsSameLockTime => true;

    private protected override RevertException NotLedger(Address caller) => Revert(InferenceErrors.CallerNotLedger, caller);

    private protected override RevertException PageTooLarge(BigInteger limit) => Revert(InferenceErrors.LimitTooLarge, limit, Page.Size);

    private protected override RevertException WrongLockTime(BigInteger seconds) =>
        Revert(InferenceErrors.LockTimeOutOfRange, seconds, LockPeriod.Minimum, LockPeriod.Maximum);

    private protected override RevertException PayoutFailed() => Revert(InferenceErrors.TransferFailed);

    private protected override RevertException ReturnFailed() => Revert(InferenceErrors.TransferFailed);

    private protected override void CheckParties(Address user, Address provider)
    {
        if (user.IsZero || provider.IsZero)
        {
            throw Revert(InferenceErrors.InvalidAddress, Address.Zero);
        }

        if (user == provider)
        {
            throw Revert(InferenceErrors.ProviderCannotBeUser);
        }
    }

    /// <summary>The ledger has looked at it already.</summary>
    private protected override void CheckInfo(string additionalInfo)
    {
    }

    /// <summary>The fields in the order of the contract's struct Account.</summary>
    private static object?[] ToValues(SubAccountState account) =>
    [
        account.User, account.Provider, account.Nonce, account.Balance, account.Refunds.Pending, account.Refunds.ToValues(),
        account.AdditionalInfo, account.IsAcknowledged, account.Refunds.Valid, account.Generation, account.RevokedBitmap,
    ];

    private void HandleServices()
    {
        Handle(InferenceContract.GetService, (_, arguments) => [Services.Get((Address)arguments[0]!).ToValues()]);
        Handle(InferenceContract.ServiceExists, (_, arguments) => [Services.Contains((Address)arguments[0]!)]);
        Handle(
            InferenceContract.GetAllServices,
            (_, arguments) => PageOf(Services.Providers, arguments, provider => Services.Get(provider).ToValues()));
        HandleChange(InferenceContract.AddOrUpdateService, AddOrUpdateService, ServiceGas);
    }

    private void HandleTokens()
    {
        Handle(
            InferenceContract.IsTokenRevoked,
            (_, arguments) =>
            {
                SubAccountState account = Accounts.Get((Address)arguments[0]!, (Address)arguments[1]!);
                return [!(account.RevokedBitmap & BitOf(arguments[2])).IsZero];
            });
        HandleChange(InferenceContract.RevokeToken, (call, arguments) =>
        {
            Revoke(call, (Address)arguments[0]!, [arguments[1]]);
            call.Emit(InferenceEvents.TokenRevoked, call.Caller, arguments[0], arguments[1]);
        });
        HandleChange(InferenceContract.RevokeTokens, (call, arguments) =>
        {
            Revoke(call, (Address)arguments[0]!, (object?[])arguments[1]!);
            call.Emit(InferenceEvents.TokensRevoked, call.Caller, arguments[0], arguments[1]);
        });
        HandleChange(InferenceContract.RevokeAllTokens, (call, arguments) =>
        {
            SubAccountState account = Accounts.Get(call.Caller, (Address)arguments[0]!);
            Accounts.Put(account with { Generation = account.Generation + 1, RevokedBitmap = BigInteger.Zero });
            call.Emit(InferenceEvents.AllTokensRevoked, call.Caller, arguments[0], account.Generation + 1);
        });
    }

    private static BigInteger BitOf(object? tokenId) => BigInteger.One << (int)(BigInteger)tokenId!;

    private void Revoke(CallContext call, Address provider, IEnumerable<object?> tokenIds)
    {
        SubAccountState account = Accounts.Get(call.Caller, provider);
        BigInteger bits = tokenIds.Aggregate(account.RevokedBitmap, (bitmap, id) => bitmap | BitOf(id));
        Accounts.Put(account with { RevokedBitmap = bits });
    }

    private void AddOrUpdateService(CallContext call, object?[] arguments)
    {
        Services.TakeStake(call);
        InferenceServiceRecord next = InferenceServiceRecord.Read(call.Caller, (object?[])arguments[0]!, call.Block.Timestamp);
        if (Encoding.UTF8.GetByteCount(next.AdditionalInfo) > LedgerSystemContract.MaximumInfoLength)
        {
            throw Revert(InferenceErrors.AdditionalInfoTooLong);
        }

        if (Services.Contains(call.Caller) && Services.Get(call.Caller) is InferenceServiceRecord present && present.Keeps(next))
        {
            next = next with { IsAcknowledged = present.IsAcknowledged };
        }

        Services.Put(next);
        call.Emit(
            InferenceEvents.ServiceUpdated, next.Provider, next.ServiceType, next.Url, next.InputPrice, next.OutputPrice, next.UpdatedAt,
            next.Model, next.Verifiability);
    }

    private object?[] SettleAll(CallContext call, object?[] arguments)
    {
        List<object?> statuses = [];
        BigInteger sum = BigInteger.Zero;
        foreach ((InferenceSettlement settlement, byte[] signature) in ReadSettlements(arguments))
        {
            call.UseGas(SettlementGas);
            (SettlementStatus status, BigInteger unsettled) = Judge(call, settlement, signature);
            if (status is SettlementStatus.Success or SettlementStatus.Partial)
            {
                BigInteger settled = settlement.TotalFee.Wei - unsettled;
                SubAccountState account = Accounts.Get(settlement.User, call.Caller) with { Nonce = settlement.Nonce };
                Accounts.Put(account);
                if (!settled.IsZero)
                {
                    Spend(call, account, settled);
                }

                sum += settled;
            }

            statuses.Add((int)status);
            call.Emit(InferenceEvents.TEESettlementResult, settlement.User, (int)status, unsettled);
        }

        if (!sum.IsZero)
        {
            Pay(call, sum);
        }

        return [statuses];
    }

    /// <summary>Every settlement is judged on its own: two of one user both see the balance before either.</summary>
    private object?[] PreviewAll(CallContext call, object?[] arguments)
    {
        List<object?> failedUsers = [];
        List<object?> reasons = [];
        List<object?> partialUsers = [];
        List<object?> amounts = [];
        foreach ((InferenceSettlement settlement, byte[] signature) in ReadSettlements(arguments))
        {
            (SettlementStatus status, BigInteger unsettled) = Judge(call, settlement, signature);
            if (status == SettlementStatus.Partial)
            {
                partialUsers.Add(settlement.User);
                amounts.Add(unsettled);
            }
            else if (status != SettlementStatus.Success)
            {
                failedUsers.Add(settlement.User);
                reasons.Add((int)status);
            }
        }

        return [failedUsers, reasons, partialUsers, amounts];
    }

    private static (InferenceSettlement Terms, byte[] Signature)[] ReadSettlements(object?[] arguments)
    {
        object?[] settlements = (object?[])arguments[0]!;
        return settlements.Length == 0 ? throw Revert(InferenceErrors.NoSettlementsProvided)
            : settlements.Length > InferenceSettlement.MaximumPerCall
                ? throw Revert(InferenceErrors.TooManySettlements, settlements.Length, InferenceSettlement.MaximumPerCall)
            : [.. settlements.Select(fields => SignedFee.ReadInference((object?[])fields!))];
    }

    /// <summary>What would become of a settlement now, and the wei that would stay unpaid.</summary>
    private (SettlementStatus Status, BigInteger Unsettled) Judge(
        CallContext call, InferenceSettlement settlement, byte[] signature)
    {
        Address provider = call.Caller;
        BigInteger fee = settlement.TotalFee.Wei;
        if (settlement.Provider != provider)
        {
            return (SettlementStatus.ProviderMismatch, fee);
        }

        if (!Accounts.Contains(settlement.User, provider))
        {
            return (SettlementStatus.InvalidSignature, fee);
        }

        if (!Services.Contains(provider))
        {
            return (SettlementStatus.ProviderMismatch, fee);
        }

        SubAccountState account = Accounts.Get(settlement.User, provider);
        ServiceRecord service = Services.Get(provider);
        BigInteger unsettled = BigInteger.Max(fee - account.Balance, BigInteger.Zero);
        return !service.CanSettle(account) ? (SettlementStatus.NoTeeSigner, fee)
            : account.Nonce >= settlement.Nonce ? (SettlementStatus.InvalidNonce, fee)
            : !SignedFee.IsFrom(service.TeeSigner, settlement.Message(call.ChainId, Address), signature)
                ? (SettlementStatus.InvalidSignature, fee)
            : (unsettled.IsZero ? SettlementStatus.Success : SettlementStatus.Partial, unsettled);
    }
}
