using ZeroG.Chain;
using ZeroG.Compute.Contracts;
using ZeroG.DevChain.Execution;
using ZeroG.DevChain.State;

namespace ZeroG.DevChain.Contracts.Compute;

/// <summary>The main accounts of all users, and with which providers each has money in which service.</summary>
/// <remarks>Source: 0g-serving-contract, contracts/ledger/LedgerManager.sol.</remarks>
internal sealed class LedgerBook(Journal journal)
{
    /// <summary>Most providers of a user in one service.</summary>
    public const int MaximumProviders = 50;

    private readonly JournaledSet<Address> _users = new(journal);
    private readonly JournaledMap<Address, LedgerAccount> _accounts = new(journal);

    // Sets are made when first needed; what is in them is journaled.
    private readonly Dictionary<(Address User, Address Service), JournaledSet<Address>> _providers = [];

    /// <summary>All users with an account, in the contract's order.</summary>
    public IReadOnlyList<Address> Users => _users;

    public bool Contains(Address user) => _users.Contains(user);

    /// <summary>The account of a user.</summary>
    /// <exception cref="RevertException">There is none.</exception>
    public LedgerAccount Get(Address user) => _accounts.TryGetValue(user, out LedgerAccount? account)
        ? account
        : throw RevertException.WithError(LedgerErrors.LedgerNotExists, user);

    /// <summary>Adds or replaces the account of a user.</summary>
    public void Put(LedgerAccount account)
    {
        _users.Add(account.User);
        _accounts[account.User] = account;
    }

    public void Remove(Address user)
    {
        _users.Remove(user);
        _accounts.Remove(user);
    }

    /// <summary>The providers of a user in a service, in the contract's order.</summary>
    public IReadOnlyList<Address> Providers(Address user, Address service) => ProvidersOf(user, service);

    /// <summary>Notes a provider of a user; one that is noted already counts against the limit too.</summary>
    /// <exception cref="RevertException">The user has as many as can be.</exception>
    public void AddProvider(Address user, Address service, Address provider)
    {
        JournaledSet<Address> providers = ProvidersOf(user, service);
        if (providers.Count >= MaximumProviders)
        {
            throw RevertException.WithError(LedgerErrors.TooManyProvidersForService, providers.Count, MaximumProviders);
        }

        providers.Add(provider);
    }

    public void RemoveProvider(Address user, Address service, Address provider) => ProvidersOf(user, service).Remove(provider);

    private JournaledSet<Address> ProvidersOf(Address user, Address service)
    {
        if (!_providers.TryGetValue((user, service), out JournaledSet<Address>? found))
        {
            _providers[(user, service)] = found = new JournaledSet<Address>(journal);
        }

        return found;
    }
}
