using System.Numerics;
using System.Text;
using ZeroG.Chain;
using ZeroG.Compute.Contracts;
using ZeroG.Compute.Settlement;
using ZeroG.DevChain.Execution;
using ZeroG.DevChain.State;

namespace ZeroG.DevChain.Contracts.Compute;

/// <summary>
/// The contract of fine-tuning services: what providers offer, the models that they deliver one after the other, and the settlement of
/// their fees, a part of which is due as penalty for a model that the user never acknowledged.
/// </summary>
/// <remarks>Source: 0g-serving-contract, contracts/fine-tuning/FineTuningServing.sol; compute.md §1.5.</remarks>
public sealed class FineTuningSystemContract : ServingSystemContract
{
    private const int MaximumBatch = 50;

    // About what they take on an EVM: a deliverable with name and root; a settlement with the encrypted key.
    private const ulong DeliverableGas = 180_000;
    private const ulong SettlementGas = 200_000;

    private readonly JournaledValue<BigInteger> _penaltyPercentage;

    /// <summary>A contract without services.</summary>
    /// <param name="journal">Where its state lives.</param>
    /// <param name="address">Where it lives.</param>
    /// <param name="ledger">Who may touch accounts.</param>
    /// <param name="owner">Who approves signers.</param>
    /// <param name="settings">The lock time and the penalty.</param>
    public FineTuningSystemContract(Journal journal, Address address, Address ledger, Address owner, ComputeSettings settings)
        : base(address, "FineTuningServing", journal, ledger, owner, settings, FineTuningContract.Initialize)
    {
        _penaltyPercentage = new JournaledValue<BigInteger>(journal, settings.PenaltyPercentage);
        Handle(
            FineTuningContract.GetAccount,
            (_, arguments) => [Details(Accounts.Get((Address)arguments[0]!, (Address)arguments[1]!))]);
        HandlePages(
            FineTuningContract.GetAllAccounts, FineTuningContract.GetAccountsByUser, FineTuningContract.GetAccountsByProvider, Summary);
        HandleBatch(FineTuningContract.GetBatchAccountsByUsers, MaximumBatch, Summary);
        HandleServices();
        HandleDeliverables();
    }

    private protected override bool TellsSameLockTime => false;

    private protected override RevertException NotLedger(Address caller) => Revert(FineTuningErrors.CallerNotLedger);

    private protected override RevertException PageTooLarge(BigInteger limit) => Revert(FineTuningErrors.LimitTooLarge, limit);

    private protected override RevertException WrongLockTime(BigInteger seconds) => Revert(FineTuningErrors.LockTimeOutOfRange, seconds);

    private protected override RevertException PayoutFailed() => Revert(FineTuningErrors.ETHTransferFailed);

    private protected override RevertException ReturnFailed() => Revert(FineTuningErrors.TransferToLedgerFailed);

    /// <summary>This contract takes anybody, even a provider as its own user.</summary>
    private protected override void CheckParties(Address user, Address provider)
    {
    }

    private protected override void CheckInfo(string additionalInfo)
    {
        if (Encoding.UTF8.GetByteCount(additionalInfo) > LedgerSystemContract.MaximumInfoLength)
        {
            throw Revert(FineTuningErrors.AdditionalInfoTooLong);
        }
    }

    /// <summary>The fields in the order of the contract's struct AccountDetails.</summary>
    private static object?[] Details(SubAccountState account) =>
    [
        account.User, account.Provider, account.Nonce, account.Balance, account.Refunds.Pending, account.Refunds.ToValues(),
        account.AdditionalInfo, account.Deliverables.ToValues(), account.Refunds.Valid, account.Deliverables.Head,
        account.Deliverables.Count, account.IsAcknowledged,
    ];

    /// <summary>The fields in the order of the contract's struct AccountSummary.</summary>
    private static object?[] Summary(SubAccountState account) =>
    [
        account.User, account.Provider, account.Nonce, account.Balance, account.Refunds.Pending, account.AdditionalInfo,
        account.Refunds.Valid, account.Deliverables.Count, account.IsAcknowledged,
    ];

    private void HandleServices()
    {
        Handle(FineTuningContract.GetService, (_, arguments) => [Services.Get((Address)arguments[0]!).ToValues()]);
        Handle(
            FineTuningContract.GetAllServices,
            (_, _) => [Services.Providers.Select(provider => Services.Get(provider).ToValues()).ToArray()]);
        HandleChange(FineTuningContract.AddOrUpdateService, AddOrUpdateService, ServiceGas);
        Handle(FineTuningContract.PenaltyPercentage, () => _penaltyPercentage.Value);
        HandleOwner(FineTuningContract.UpdatePenaltyPercentage, (_, arguments) =>
        {
            BigInteger percentage = (BigInteger)arguments[0]!;
            _penaltyPercentage.Value = percentage <= 100
                ? percentage
                : throw Revert(FineTuningErrors.PenaltyPercentageTooHigh, percentage);
        });
    }

    private void HandleDeliverables()
    {
        Handle(
            FineTuningContract.GetDeliverables,
            (_, arguments) => [Accounts.Get((Address)arguments[0]!, (Address)arguments[1]!).Deliverables.ToValues()]);
        Handle(
            FineTuningContract.GetDeliverable,
            (_, arguments) =>
                [Accounts.Get((Address)arguments[0]!, (Address)arguments[1]!).Deliverables.Get((string)arguments[2]!).ToValues()]);
        HandleChange(FineTuningContract.AddDeliverable, AddDeliverable, DeliverableGas);
        HandleChange(FineTuningContract.AcknowledgeDeliverable, AcknowledgeDeliverable);
        HandleChange(FineTuningContract.AbandonDeliverable, AbandonDeliverable);
        HandleChange(
            FineTuningContract.SettleFees,
            (call, arguments) =>
            {
                (FineTuningSettlement settlement, byte[] signature) = SignedFee.ReadFineTuning((object?[])arguments[0]!);
                Settle(call, settlement, signature);
            },
            SettlementGas);
    }

    private void AddOrUpdateService(CallContext call, object?[] arguments)
    {
        Services.TakeStake(call);
        FineTuningServiceRecord next = FineTuningServiceRecord.Read(call.Caller, arguments);
        if (Services.Contains(call.Caller))
        {
            ServiceRecord present = Services.Get(call.Caller);
            next = next with { IsAcknowledged = present.IsAcknowledged && present.TeeSigner == next.TeeSigner };
        }

        Services.Put(next);
        call.Emit(
            FineTuningEvents.ServiceUpdated, next.Provider, next.Url, next.Quota, next.PricePerToken, next.TeeSigner, next.IsOccupied);
    }

    private void AddDeliverable(CallContext call, object?[] arguments)
    {
        Address user = (Address)arguments[0]!;
        string id = (string)arguments[1]!;
        byte[] root = (byte[])arguments[2]!;
        DeliverableList.CheckId(id);
        SubAccountState account = Accounts.Get(user, call.Caller);
        DeliverableList deliverables = account.Deliverables.Add(id, root, call.Block.Timestamp, out DeliverableState? evicted);
        Accounts.Put(account with { Deliverables = deliverables });
        if (evicted is not null)
        {
            call.Emit(FineTuningEvents.DeliverableEvicted, call.Caller, user, evicted.Id, id, call.Block.Timestamp);
        }

        call.Emit(FineTuningEvents.DeliverableAdded, user, call.Caller, id, root, call.Block.Timestamp);
    }

    private void AcknowledgeDeliverable(CallContext call, object?[] arguments)
    {
        SubAccountState account = Accounts.Get(call.Caller, (Address)arguments[0]!);
        DeliverableState deliverable = account.Deliverables.Get((string)arguments[1]!);
        if (deliverable.IsSettled)
        {
            throw Revert(FineTuningErrors.CannotAcknowledgeSettledDeliverable, deliverable.Id);
        }

        Put(account, deliverable with { IsAcknowledged = true });
        call.Emit(FineTuningEvents.DeliverableAcknowledged, call.Caller, account.Provider, deliverable.Id, call.Block.Timestamp);
    }

    /// <summary>The provider gives up its fee, so that the next deliverable can come.</summary>
    private void AbandonDeliverable(CallContext call, object?[] arguments)
    {
        SubAccountState account = Accounts.Get((Address)arguments[0]!, call.Caller);
        DeliverableState deliverable = account.Deliverables.Get((string)arguments[1]!);
        if (deliverable.IsSettled)
        {
            throw Revert(FineTuningErrors.CannotAbandonSettledDeliverable, deliverable.Id);
        }

        Put(account, deliverable with { IsAcknowledged = true, IsSettled = true });
        call.Emit(FineTuningEvents.DeliverableAbandoned, account.User, call.Caller, deliverable.Id, call.Block.Timestamp);
    }

    private void Settle(CallContext call, FineTuningSettlement settlement, byte[] signature)
    {
        SubAccountState account = Accounts.Get(settlement.User, call.Caller);
        ServiceRecord service = Services.Get(call.Caller);
        Require(service.CanSettle(account), "TEE signer not acknowledged");
        Require(account.Nonce < settlement.Nonce, "nonce should larger than the current nonce");
        Require(account.Balance >= settlement.TaskFee.Wei, "insufficient balance");
        DeliverableState deliverable = account.Deliverables.Get(settlement.Id);
        if (deliverable.IsSettled)
        {
            throw Revert(FineTuningErrors.DeliverableAlreadySettled, deliverable.Id);
        }

        Require(deliverable.ModelRootHash.AsSpan().SequenceEqual(settlement.ModelRootHash), "model root hash mismatch");
        Require(
            SignedFee.IsFrom(service.TeeSigner, settlement.Message(call.ChainId, Address), signature), "TEE settlement validation failed");

        // Who took the model gets its key; who did not pays a penalty, and the key stays with the provider.
        bool hasSecret = settlement.EncryptedSecret.Length > 0;
        if (hasSecret != deliverable.IsAcknowledged)
        {
            throw Revert(hasSecret ? FineTuningErrors.SecretShouldBeEmpty : FineTuningErrors.SecretShouldNotBeEmpty);
        }

        BigInteger whole = settlement.TaskFee.Wei;
        BigInteger fee = deliverable.IsAcknowledged ? whole : whole * _penaltyPercentage.Value / 100;
        account = Put(
            account with { Nonce = settlement.Nonce },
            deliverable with { EncryptedSecret = settlement.EncryptedSecret, IsSettled = true });
        call.Emit(
            FineTuningEvents.FeesSettled, account.User, call.Caller, deliverable.Id, fee, deliverable.IsAcknowledged, settlement.Nonce);
        Spend(call, account, fee);
        Pay(call, fee);
    }

    private SubAccountState Put(SubAccountState account, DeliverableState deliverable) =>
        Accounts.Put(account with { Deliverables = account.Deliverables.Replace(deliverable) });

    private static void Require(bool holds, string reason)
    {
        if (!holds)
        {
            throw Revert(FineTuningErrors.InvalidVerifierInput, reason);
        }
    }
}
