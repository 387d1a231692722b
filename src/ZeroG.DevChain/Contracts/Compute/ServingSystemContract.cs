using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Compute.Contracts;
using ZeroG.DevChain.Execution;
using ZeroG.DevChain.State;

namespace ZeroG.DevChain.Contracts.Compute;

/// <summary>
/// What both service contracts share: sub-accounts that only the ledger opens, fills and empties, refunds that wait for their lock, and
/// providers with a stake whose signer the owner approves.
/// </summary>
/// <remarks>
/// Source: 0g-serving-contract, contracts/inference/InferenceServing.sol and contracts/fine-tuning/FineTuningServing.sol. Where both
/// declare the same, the declarations of inference stand for both.
/// </remarks>
public abstract class ServingSystemContract : ComputeSystemContract
{
    // About what they take on an EVM: an account with its three indexes, a first service with its texts.
    private const ulong AccountGas = 180_000;

    /// <summary>Gas of adding a service, which is mostly its texts.</summary>
    private protected const ulong ServiceGas = 250_000;

    private readonly Address _ledger;
    private readonly LockPeriod _lock;

    private protected ServingSystemContract(
        Address address, string name, Journal journal, Address ledger, Address owner, ComputeSettings settings, AbiFunction initialize)
        : base(address, name, journal, owner, initialize)
    {
        _ledger = ledger;
        _lock = new LockPeriod(journal, settings.LockTime);
        Accounts = new AccountBook(journal);
        Services = new ServiceBook(journal);
        HandleSetup();
        HandleAccounts();
        HandleServices();
    }

    private protected AccountBook Accounts { get; }

    private protected ServiceBook Services { get; }

    /// <summary>Whether setting the lock time that is set already makes an event.</summary>
    private protected abstract bool TellsSameLockTime { get; }

    /// <summary>The refusal of a caller that is not the ledger.</summary>
    private protected abstract RevertException NotLedger(Address caller);

    /// <summary>The refusal of a page that is too large.</summary>
    private protected abstract RevertException PageTooLarge(BigInteger limit);

    /// <summary>The refusal of a lock time.</summary>
    private protected abstract RevertException WrongLockTime(BigInteger seconds);

    /// <summary>The refusal when a provider does not take its money.</summary>
    private protected abstract RevertException PayoutFailed();

    /// <summary>The refusal when the ledger does not take what is released.</summary>
    private protected abstract RevertException ReturnFailed();

    /// <summary>Looks at who wants to be user and provider.</summary>
    private protected abstract void CheckParties(Address user, Address provider);

    /// <summary>Looks at the text of a new account.</summary>
    private protected abstract void CheckInfo(string additionalInfo);

    /// <summary>Lists accounts in pages.</summary>
    private protected void HandlePages(AbiFunction all, AbiFunction ofUser, AbiFunction ofProvider, Func<SubAccountState, object?[]> values)
    {
        Handle(all, (_, arguments) => AccountPage(Accounts.All, arguments));
        Handle(ofUser, (_, arguments) => AccountPage(Accounts.OfUser((Address)arguments[0]!), arguments[1..]));
        Handle(ofProvider, (_, arguments) => AccountPage(Accounts.OfProvider((Address)arguments[0]!), arguments[1..]));
        object?[] AccountPage(IReadOnlyList<(Address User, Address Provider)> keys, object?[] arguments) =>
            PageOf(keys, arguments, key => values(Accounts.Get(key.User, key.Provider)));
    }

    /// <summary>One page of a list, offset and limit being the arguments.</summary>
    private protected object?[] PageOf<T>(IReadOnlyList<T> items, object?[] arguments, Func<T, object?[]> values)
    {
        BigInteger limit = (BigInteger)arguments[1]!;
        return limit <= Page.Size ? Page.Of(items, (BigInteger)arguments[0]!, limit, values) : throw PageTooLarge(limit);
    }

    /// <summary>Shows a provider its accounts with some users, zeros where there is none.</summary>
    private protected void HandleBatch(AbiFunction function, int most, Func<SubAccountState, object?[]> values) =>
        Handle(function, (call, arguments) =>
        {
            object?[] users = (object?[])arguments[0]!;
            return users.Length <= most
                ? [users.Select(user => (object?)values(Accounts.GetOrNone((Address)user!, call.Caller))).ToArray()]
                : throw Revert(InferenceErrors.BatchSizeTooLarge, users.Length, most);
        });

    /// <summary>Takes a fee from an account and from the user's ledger; the caller pays it out.</summary>
    private protected void Spend(CallContext call, SubAccountState account, BigInteger fee)
    {
        SubAccountState left = Accounts.Put(account.Spend(fee));
        call.Call(_ledger, LedgerContract.SpendFund, account.User, fee);
        EmitBalance(call, left);
    }

    /// <exception cref="RevertException">The provider does not take it.</exception>
    private protected void Pay(CallContext call, BigInteger amount)
    {
        if (!call.TryTransfer(call.Caller, amount))
        {
            throw PayoutFailed();
        }
    }

    private void HandleSetup()
    {
        Handle(InferenceContract.MinLocktime, () => LockPeriod.Minimum);
        Handle(InferenceContract.MaxLocktime, () => LockPeriod.Maximum);
        Handle(InferenceContract.MinProviderStake, () => ServiceBook.MinimumStake);
        Handle(InferenceContract.LockTime, () => _lock.Seconds);
        Handle(InferenceContract.LedgerAddress, () => _ledger);
        Handle(
            InferenceContract.SupportsInterface,
            (_, arguments) => [ServingInterface.IsSupported((byte[])arguments[0]!)]);
        HandleOwner(InferenceContract.UpdateLockTime, UpdateLockTime);
    }

    private void HandleAccounts()
    {
        Handle(
            InferenceContract.AccountExists,
            (_, arguments) => [Accounts.Contains((Address)arguments[0]!, (Address)arguments[1]!)]);
        Handle(InferenceContract.GetPendingRefund, (_, arguments) => [AccountOf(arguments).Refunds.Pending]);
        Handle(
            InferenceContract.AcknowledgeTEESigner,
            (call, arguments) =>
            {
                Accounts.Put(Accounts.Get(call.Caller, (Address)arguments[0]!).Acknowledge((bool)arguments[1]!));
                return [];
            });
        HandleLedger(InferenceContract.AddAccount, AddAccount, AccountGas);
        HandleLedger(InferenceContract.DepositFund, DepositFund);
        HandleLedger(InferenceContract.DeleteAccount, DeleteAccount);
        HandleLedger(InferenceContract.RequestRefundAll, RequestRefundAll);
        HandleLedger(InferenceContract.ProcessRefund, ProcessRefund);
    }

    private void HandleServices()
    {
        HandleOwner(
            InferenceContract.AcknowledgeTEESignerByOwner, (call, arguments) => Approve(call, (Address)arguments[0]!, approved: true));
        HandleOwner(
            InferenceContract.RevokeTEESignerAcknowledgement, (call, arguments) => Approve(call, (Address)arguments[0]!, approved: false));
        HandleChange(InferenceContract.RemoveService, (call, _) => RemoveService(call));
    }

    private void HandleLedger(AbiFunction function, SystemCall body, ulong gas = 0) => Handle(
        function,
        (call, arguments) => call.Caller == _ledger ? body(call, arguments) : throw NotLedger(call.Caller),
        gas);

    private SubAccountState AccountOf(object?[] arguments) => Accounts.Get((Address)arguments[0]!, (Address)arguments[1]!);

    private void UpdateLockTime(CallContext call, object?[] arguments)
    {
        BigInteger seconds = (BigInteger)arguments[0]!;
        if (!LockPeriod.IsAllowed(seconds))
        {
            throw WrongLockTime(seconds);
        }

        BigInteger before = _lock.Seconds;
        _lock.Seconds = seconds;
        if (before != seconds || TellsSameLockTime)
        {
            call.Emit(InferenceEvents.LockTimeUpdated, before, seconds);
        }
    }

    private object?[] AddAccount(CallContext call, object?[] arguments)
    {
        Address user = (Address)arguments[0]!;
        Address provider = (Address)arguments[1]!;
        string info = (string)arguments[2]!;
        CheckParties(user, provider);
        CheckInfo(info);
        EmitBalance(call, Accounts.Add(user, provider, call.Value, info));
        return [];
    }

    /// <summary>Whoever pays in trusts the provider again.</summary>
    private object?[] DepositFund(CallContext call, object?[] arguments)
    {
        CheckParties((Address)arguments[0]!, (Address)arguments[1]!);
        SubAccountState account = AccountOf(arguments).Deposit(call.Value, (BigInteger)arguments[2]!);
        EmitBalance(call, Accounts.Put(account.Acknowledge(true)));
        return [];
    }

    private object?[] DeleteAccount(CallContext call, object?[] arguments)
    {
        Address user = (Address)arguments[0]!;
        Address provider = (Address)arguments[1]!;
        call.Emit(InferenceEvents.AccountDeleted, user, provider, Accounts.Delete(user, provider));
        return [];
    }

    /// <summary>The event tells of the newest refund that waits, also when none was added.</summary>
    private object?[] RequestRefundAll(CallContext call, object?[] arguments)
    {
        SubAccountState account = Accounts.Put(AccountOf(arguments).RequestRefund(call.Block.Timestamp));
        if (account.Refunds.Valid > 0)
        {
            call.Emit(
                InferenceEvents.RefundRequested, account.User, account.Provider, account.Refunds.Valid - 1, call.Block.Timestamp);
        }

        return [];
    }

    private object?[] ProcessRefund(CallContext call, object?[] arguments)
    {
        SubAccountState account = AccountOf(arguments).Release(call.Block.Timestamp, _lock.Seconds, out BigInteger released);
        if (!released.IsZero)
        {
            Accounts.Put(account);
            EmitBalance(call, account);
            if (!call.TryTransfer(call.Caller, released))
            {
                throw ReturnFailed();
            }
        }

        return [released, account.Balance, account.Refunds.Pending];
    }

    private void Approve(CallContext call, Address provider, bool approved)
    {
        ServiceRecord service = Services.Get(provider);
        Services.Put(service with { IsAcknowledged = approved });
        call.Emit(InferenceEvents.ProviderTEESignerAcknowledged, provider, service.TeeSigner, approved);
    }

    private void RemoveService(CallContext call)
    {
        Services.Remove(call.Caller);
        BigInteger stake = Services.ReleaseStake(call.Caller);
        call.Emit(InferenceEvents.ProviderStakeReturned, call.Caller, stake);
        call.Emit(InferenceEvents.ServiceRemoved, call.Caller);
        Pay(call, stake);
    }

    private static void EmitBalance(CallContext call, SubAccountState account) =>
        call.Emit(InferenceEvents.BalanceUpdated, account.User, account.Provider, account.Balance, account.Refunds.Pending);
}
