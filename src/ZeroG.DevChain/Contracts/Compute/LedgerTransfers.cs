using System.Numerics;
using ZeroG.Chain;
using ZeroG.Compute.Contracts;
using ZeroG.DevChain.Execution;

namespace ZeroG.DevChain.Contracts.Compute;

/// <summary>The ways of money between the main account of the caller and its sub-accounts.</summary>
/// <remarks>Source: 0g-serving-contract, contracts/ledger/LedgerManager.sol, transferFund and retrieveFund.</remarks>
internal sealed class LedgerTransfers(LedgerBook book, ServiceRegistry registry, BigInteger minimumTransfer)
{
    /// <summary>Most providers of one retrieval.</summary>
    public const int MaximumBatch = 20;

    /// <summary>About what a transfer takes on an EVM beside what the service does.</summary>
    public const ulong TransferGas = 120_000;

    // The same for one provider of a retrieval.
    private const ulong RetrieveGas = 60_000;

    /// <summary>
    /// Hands money to a sub-account. What waits there to come back is used first, so that only the rest leaves the main account; whatever
    /// the service objects to shows as CallFailed.
    /// </summary>
    public void Transfer(CallContext call, object?[] arguments)
    {
        Address user = call.Caller;
        Address provider = (Address)arguments[0]!;
        BigInteger amount = (BigInteger)arguments[2]!;
        string info = book.Get(user).AdditionalInfo;
        Address service = registry.Require((string)arguments[1]!);
        bool exists = Exists(call, service, user, provider);
        BigInteger cancelled = BigInteger.Zero;
        if (exists)
        {
            BigInteger pending = (BigInteger)call.Call(service, InferenceContract.GetPendingRefund, user, provider)[0]!;
            cancelled = BigInteger.Min(amount, pending);
        }
        else
        {
            RequireMinimum(amount, minimumTransfer);
            book.AddProvider(user, service, provider);
        }

        BigInteger transferred = amount - cancelled;
        LedgerAccount account = book.Get(user);
        if (account.Available < transferred)
        {
            throw RevertException.WithError(LedgerErrors.InsufficientAvailableBalance, account.Available, transferred);
        }

        book.Put(account with { Available = account.Available - transferred });
        byte[]? answer = exists
            ? call.TryCall(service, transferred, InferenceContract.DepositFund, user, provider, cancelled)
            : call.TryCall(service, transferred, InferenceContract.AddAccount, user, provider, info);
        if (answer is null)
        {
            throw RevertException.WithError(LedgerErrors.CallFailed);
        }
    }

    /// <summary>Takes back what the lock has released, and asks for everything that is free.</summary>
    public void Retrieve(CallContext call, object?[] arguments)
    {
        Address user = call.Caller;
        Address[] providers = [.. ((object?[])arguments[0]!).Cast<Address>()];
        if (providers.Length > MaximumBatch)
        {
            throw RevertException.WithError(LedgerErrors.TooManyProviders, providers.Length, MaximumBatch);
        }

        Address service = registry.Require((string)arguments[1]!);
        book.Get(user);
        BigInteger released = BigInteger.Zero;
        foreach (Address provider in providers.Where(provider => Exists(call, service, user, provider)))
        {
            call.UseGas(RetrieveGas);
            released += (BigInteger)call.Call(service, InferenceContract.ProcessRefund, user, provider)[0]!;
            call.Call(service, InferenceContract.RequestRefundAll, user, provider);
        }

        LedgerAccount account = book.Get(user);
        book.Put(account with { Available = account.Available + released });
    }

    /// <summary>Closes all sub-accounts of the caller, and forgets the providers even where a service refuses to.</summary>
    public void CloseAll(CallContext call)
    {
        foreach (RegisteredService service in registry.All.ToArray())
        {
            foreach (Address provider in book.Providers(call.Caller, service.Address).ToArray())
            {
                call.TryCall(service.Address, 0, InferenceContract.DeleteAccount, call.Caller, provider);
                book.RemoveProvider(call.Caller, service.Address, provider);
            }
        }
    }

    /// <exception cref="RevertException">The amount is less.</exception>
    public static void RequireMinimum(BigInteger amount, BigInteger minimum)
    {
        if (amount < minimum)
        {
            throw RevertException.WithError(LedgerErrors.MinimumDepositRequired, amount, minimum);
        }
    }

    private static bool Exists(CallContext call, Address service, Address user, Address provider) =>
        (bool)call.Call(service, InferenceContract.AccountExists, user, provider)[0]!;
}
