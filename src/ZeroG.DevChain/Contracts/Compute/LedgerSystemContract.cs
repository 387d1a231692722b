using System.Numerics;
using System.Text;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Compute.Contracts;
using ZeroG.DevChain.State;

namespace ZeroG.DevChain.Contracts.Compute;

/// <summary>
/// The ledger: holds the money of every user, hands it to the sub-accounts of the services and takes back what their lock has released.
/// </summary>
/// <remarks>Source: 0g-serving-contract, contracts/ledger/LedgerManager.sol; compute.md §1.3.</remarks>
public sealed class LedgerSystemContract : ComputeSystemContract
{
    /// <summary>Most bytes of a text that accounts and services may carry.</summary>
    internal const int MaximumInfoLength = 4096;

    // About what a new account with its text takes on an EVM.
    private const ulong NewAccountGas = 140_000;

    private readonly ComputeSettings _settings;
    private readonly LedgerBook _book;
    private readonly ServiceRegistry _registry;
    private readonly LedgerTransfers _transfers;
    private readonly JournaledMap<Address, bool> _locks;

    /// <summary>A ledger without accounts.</summary>
    /// <param name="journal">Where its state lives.</param>
    /// <param name="address">Where it lives.</param>
    /// <param name="owner">Who registers services.</param>
    /// <param name="settings">The least deposit and transfer.</param>
    /// <param name="services">Services that it knows from the beginning.</param>
    public LedgerSystemContract(
        Journal journal, Address address, Address owner, ComputeSettings settings, params ReadOnlySpan<RegisteredService> services)
        : base(address, "LedgerManager", journal, owner, LedgerContract.Initialize)
    {
        _settings = settings;
        _book = new LedgerBook(journal);
        _registry = new ServiceRegistry(journal, services);
        _transfers = new LedgerTransfers(_book, _registry, settings.MinimumTransfer.Wei);
        _locks = new JournaledMap<Address, bool>(journal);
        HandleLimits();
        HandleAccounts();
        HandleServices();
    }

    /// <summary>Services pay refunds back here; everybody else has to say whose the money is.</summary>
    protected override void Receive(CallContext call)
    {
        if (!_registry.Contains(call.Caller))
        {
            base.Receive(call);
        }
    }

    private void HandleLimits()
    {
        Handle(LedgerContract.MaxAdditionalInfoLength, () => MaximumInfoLength);
        Handle(LedgerContract.MaxProvidersPerBatch, () => LedgerTransfers.MaximumBatch);
        Handle(LedgerContract.MaxProvidersPerUserPerService, () => LedgerBook.MaximumProviders);
        Handle(LedgerContract.MaxServices, () => ServiceRegistry.MaximumServices);
        Handle(LedgerContract.MinAccountBalance, () => _settings.MinimumDeposit.Wei);
        Handle(LedgerContract.MinTransferAmount, () => _settings.MinimumTransfer.Wei);
    }

    private void HandleAccounts()
    {
        Handle(LedgerContract.GetLedger, (_, arguments) => [_book.Get((Address)arguments[0]!).ToValues()]);
        Handle(
            LedgerContract.GetAllLedgers,
            (_, arguments) =>
                Page.Of(_book.Users, (BigInteger)arguments[0]!, (BigInteger)arguments[1]!, user => _book.Get(user).ToValues()));
        Handle(
            LedgerContract.GetLedgerProviders,
            (_, arguments) => [_book.Providers((Address)arguments[0]!, _registry.Require((string)arguments[1]!)).ToArray()]);
        Handle(LedgerContract.AddLedger, AddLedger, NewAccountGas);
        HandleLocked(LedgerContract.UpdateAdditionalInfo, UpdateAdditionalInfo);
        HandleLocked(LedgerContract.DepositFund, (call, _) => Deposit(call.Caller, call.Value), NewAccountGas);
        HandleChange(LedgerContract.DepositFundFor, DepositFor, NewAccountGas);
        HandleLocked(LedgerContract.Refund, Refund);
        HandleLocked(LedgerContract.DeleteLedger, (call, _) => DeleteLedger(call));
        HandleLocked(LedgerContract.TransferFund, _transfers.Transfer, LedgerTransfers.TransferGas);
        HandleLocked(LedgerContract.RetrieveFund, _transfers.Retrieve);
        HandleChange(LedgerContract.SpendFund, SpendFund);
    }

    private void HandleServices()
    {
        HandleOwner(
            LedgerContract.RegisterService,
            (call, arguments) => _registry.Register(
                call, (string)arguments[0]!, (string)arguments[1]!, (Address)arguments[2]!, (string)arguments[3]!));
        HandleOwner(
            LedgerContract.SetRecommendedService,
            (call, arguments) => _registry.Recommend(call, (string)arguments[0]!, (string)arguments[1]!));
        Handle(LedgerContract.GetServiceInfo, (_, arguments) => [_registry.Get((Address)arguments[0]!).ToValues()]);
        Handle(LedgerContract.GetServiceAddressByName, (_, arguments) => [_registry.Find((string)arguments[0]!)]);
        Handle(LedgerContract.GetAllActiveServices, (_, _) => [_registry.All.Select(service => service.ToValues()).ToArray()]);
        Handle(LedgerContract.GetRecommendedService, (_, arguments) =>
        {
            RegisteredService service = _registry.GetRecommended((string)arguments[0]!);
            return [service.Version, service.Address];
        });
        Handle(LedgerContract.GetAllVersions, (_, arguments) =>
        {
            RegisteredService[] found = [.. _registry.All.Where(service => service.Type == (string)arguments[0]!)];
            return
            [
                found.Select(service => service.Version).ToArray(),
                found.Select(service => service.Address).ToArray(),
                found.Select(service => service.IsRecommended).ToArray(),
            ];
        });
        Handle(
            LedgerContract.IsRecommendedVersion,
            (_, arguments) =>
                [_registry.Get(_registry.Find(RegisteredService.NameOf((string)arguments[0]!, (string)arguments[1]!))).IsRecommended]);
    }

    /// <summary>A function that works on the caller's account, which no call further down may touch meanwhile.</summary>
    private void HandleLocked(AbiFunction function, Action<CallContext, object?[]> body, ulong gas = 0) =>
        HandleChange(function, (call, arguments) => WithLock(call.Caller, () => body(call, arguments)), gas);

    private void WithLock(Address user, Action body)
    {
        if (_locks.GetValueOrDefault(user, false))
        {
            throw Revert(LedgerErrors.LedgerLocked);
        }

        _locks[user] = true;
        body();
        _locks.Remove(user);
    }

    private object?[] AddLedger(CallContext call, object?[] arguments)
    {
        WithLock(call.Caller, () =>
        {
            RequireDeposit(call.Value);
            string info = CheckInfo(arguments[0]);
            if (_book.Contains(call.Caller))
            {
                throw Revert(LedgerErrors.LedgerExists, call.Caller);
            }

            _book.Put(new LedgerAccount(call.Caller, call.Value, call.Value, info));
        });
        return [call.Value, 0];
    }

    private void UpdateAdditionalInfo(CallContext call, object?[] arguments)
    {
        string info = CheckInfo(arguments[0]);
        _book.Put(_book.Get(call.Caller) with { AdditionalInfo = info });
        call.Emit(LedgerEvents.LedgerInfoUpdated, call.Caller, info);
    }

    private void DepositFor(CallContext call, object?[] arguments)
    {
        Address recipient = (Address)arguments[0]!;
        WithLock(recipient, () =>
        {
            if (recipient.IsZero)
            {
                throw Revert(LedgerErrors.ZeroAddressNotAllowed);
            }

            Deposit(recipient, call.Value);
        });
    }

    private void Deposit(Address user, BigInteger amount)
    {
        if (amount.IsZero)
        {
            throw Revert(LedgerErrors.ZeroAmountNotAllowed);
        }

        if (_book.Contains(user))
        {
            LedgerAccount account = _book.Get(user);
            _book.Put(account with { Available = account.Available + amount, Total = account.Total + amount });
        }
        else
        {
            RequireDeposit(amount);
            _book.Put(new LedgerAccount(user, amount, amount, ""));
        }
    }

    private void Refund(CallContext call, object?[] arguments)
    {
        BigInteger amount = (BigInteger)arguments[0]!;
        LedgerAccount account = _book.Get(call.Caller);
        if (account.Available < amount)
        {
            throw Revert(LedgerErrors.InsufficientBalance, call.Caller);
        }

        account = account with { Available = account.Available - amount, Total = account.Total - amount };
        if (!account.Available.IsZero)
        {
            RequireDeposit(account.Available);
        }

        _book.Put(account);
        if (account.Total.IsZero)
        {
            _book.Remove(call.Caller);
            _transfers.CloseAll(call);
        }

        if (!call.TryTransfer(call.Caller, amount))
        {
            throw Revert(LedgerErrors.TransferFailed);
        }
    }

    private void DeleteLedger(CallContext call)
    {
        LedgerAccount account = _book.Get(call.Caller);
        if (!account.Total.IsZero)
        {
            throw Revert(LedgerErrors.MustWithdrawAllFundsFirst, account.Total);
        }

        _transfers.CloseAll(call);
        _book.Remove(call.Caller);
    }

    /// <summary>A service has paid a provider out of what it holds for the user.</summary>
    private void SpendFund(CallContext call, object?[] arguments)
    {
        if (!_registry.Contains(call.Caller))
        {
            throw Revert(LedgerErrors.CallerNotRegisteredService, call.Caller);
        }

        Address user = (Address)arguments[0]!;
        BigInteger amount = (BigInteger)arguments[1]!;
        WithLock(user, () =>
        {
            LedgerAccount account = _book.Get(user);
            BigInteger locked = account.Total - account.Available;
            if (locked < amount)
            {
                throw Revert(LedgerErrors.InsufficientAvailableBalance, locked, amount);
            }

            _book.Put(account with { Total = account.Total - amount });
            call.Emit(LedgerEvents.FundSpent, user, call.Caller, amount);
        });
    }

    private void RequireDeposit(BigInteger amount) => LedgerTransfers.RequireMinimum(amount, _settings.MinimumDeposit.Wei);

    private static string CheckInfo(object? argument)
    {
        string info = (string)argument!;
        int length = Encoding.UTF8.GetByteCount(info);
        return length <= MaximumInfoLength ? info : throw Revert(LedgerErrors.AdditionalInfoTooLong, length, MaximumInfoLength);
    }
}
