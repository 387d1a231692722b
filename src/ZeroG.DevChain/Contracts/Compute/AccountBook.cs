using System.Numerics;
using ZeroG.Chain;
using ZeroG.Compute.Contracts;
using ZeroG.DevChain.Execution;
using ZeroG.DevChain.State;

namespace ZeroG.DevChain.Contracts.Compute;

/// <summary>
/// All sub-accounts of a service. What is deleted leaves its nonce and generation behind, or old signatures would count again.
/// </summary>
/// <remarks>Source: 0g-serving-contract, library AccountLibrary of both services.</remarks>
internal sealed class AccountBook(Journal journal)
{
    private readonly JournaledSet<(Address User, Address Provider)> _keys = new(journal);
    private readonly JournaledMap<(Address User, Address Provider), SubAccountState> _accounts = new(journal);

    // Sets are made when first needed; what is in them is journaled.
    private readonly Dictionary<Address, JournaledSet<(Address User, Address Provider)>> _ofUsers = [];
    private readonly Dictionary<Address, JournaledSet<(Address User, Address Provider)>> _ofProviders = [];

    /// <summary>Keys of all accounts, in the contract's order.</summary>
    public IReadOnlyList<(Address User, Address Provider)> All => _keys;

    public IReadOnlyList<(Address User, Address Provider)> OfUser(Address user) => SetOf(_ofUsers, user);

    public IReadOnlyList<(Address User, Address Provider)> OfProvider(Address provider) => SetOf(_ofProviders, provider);

    public bool Contains(Address user, Address provider) => _keys.Contains((user, provider));

    /// <exception cref="RevertException">There is no such account.</exception>
    public SubAccountState Get(Address user, Address provider) => Contains(user, provider)
        ? _accounts[(user, provider)]
        : throw RevertException.WithError(InferenceErrors.AccountNotExists, user, provider);

    /// <summary>The account, or zeros where there is none.</summary>
    public SubAccountState GetOrNone(Address user, Address provider) =>
        Contains(user, provider) ? _accounts[(user, provider)] : SubAccountState.None;

    /// <summary>Replaces an account that exists.</summary>
    public SubAccountState Put(SubAccountState account) => _accounts[(account.User, account.Provider)] = account;

    /// <summary>Opens an account that the user trusts from the beginning.</summary>
    /// <exception cref="RevertException">It exists.</exception>
    public SubAccountState Add(Address user, Address provider, BigInteger amount, string additionalInfo)
    {
        if (Contains(user, provider))
        {
            throw RevertException.WithError(InferenceErrors.AccountExists, user, provider);
        }

        (Address, Address) key = (user, provider);
        _keys.Add(key);
        SetOf(_ofProviders, provider).Add(key);
        SetOf(_ofUsers, user).Add(key);
        SubAccountState left = _accounts.GetValueOrDefault(key, new SubAccountState(user, provider));
        return Put(left with { Balance = amount, AdditionalInfo = additionalInfo, IsAcknowledged = true });
    }

    /// <summary>Closes an account and returns what was in it; nothing happens when there is none.</summary>
    public BigInteger Delete(Address user, Address provider)
    {
        if (!Contains(user, provider))
        {
            return BigInteger.Zero;
        }

        (Address, Address) key = (user, provider);
        SubAccountState account = _accounts[key];
        Put(new SubAccountState(user, provider) { Nonce = account.Nonce, Generation = account.Generation });
        SetOf(_ofProviders, provider).Remove(key);
        SetOf(_ofUsers, user).Remove(key);
        _keys.Remove(key);
        return account.Balance;
    }

    private JournaledSet<(Address User, Address Provider)> SetOf(
        Dictionary<Address, JournaledSet<(Address User, Address Provider)>> sets, Address address)
    {
        if (!sets.TryGetValue(address, out JournaledSet<(Address User, Address Provider)>? found))
        {
            sets[address] = found = new JournaledSet<(Address User, Address Provider)>(journal);
        }

        return found;
    }
}
