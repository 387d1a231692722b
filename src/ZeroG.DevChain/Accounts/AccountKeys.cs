using ZeroG.Chain;
using ZeroG.Chain.Wallets;

namespace ZeroG.DevChain.Accounts;

/// <summary>
/// The accounts that the node itself can send from: the development accounts, whose keys everybody knows, and those that it impersonates.
/// </summary>
internal sealed class AccountKeys : IDisposable
{
    private readonly Dictionary<Address, Wallet> _opened = [];
    private readonly HashSet<Address> _impersonated = [];

    /// <summary>True to send from any account at all.</summary>
    public bool ImpersonatesAll { get; set; }

    public static IReadOnlyList<Address> Addresses => DevelopmentAccounts.Addresses;

    public bool Impersonates(Address address) => ImpersonatesAll || _impersonated.Contains(address);

    public void Impersonate(Address address) => _impersonated.Add(address);

    public void StopImpersonating(Address address) => _impersonated.Remove(address);

    /// <summary>The key of a development account; null for any other.</summary>
    public Wallet? Find(Address address)
    {
        if (_opened.TryGetValue(address, out Wallet? wallet))
        {
            return wallet;
        }

        for (int i = 0; i < DevelopmentAccounts.Count; i++)
        {
            if (Addresses[i] == address)
            {
                wallet = DevelopmentAccounts.Open(i);
                _opened.Add(address, wallet);
            }
        }

        return wallet;
    }

    public void Dispose()
    {
        foreach (Wallet wallet in _opened.Values)
        {
            wallet.Dispose();
        }

        _opened.Clear();
    }
}
