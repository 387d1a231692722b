namespace ZeroG.Chain.Wallets;

/// <summary>
/// The 20 accounts of the development phrase that hardhat, anvil and our own DevNet start with. Their keys are known to everybody: worth
/// nothing on a real network, and emptied at once there.
/// </summary>
public static class DevelopmentAccounts
{
    /// <summary>The phrase.</summary>
    public const string Phrase = "test test test test test test test test test test test junk";

    /// <summary>Number of accounts.</summary>
    public const int Count = 20;

    private static readonly Lazy<Address[]> All = new(() =>
    {
        using HdKey parent = Parent();
        return [.. Enumerable.Range(0, Count).Select(index => parent.Public.Derive((uint)index).Address)];
    });

    /// <summary>The addresses in order.</summary>
    public static IReadOnlyList<Address> Addresses => All.Value;

    /// <summary>An account, ready to sign. The caller disposes it.</summary>
    /// <param name="index">0 to 19.</param>
    /// <param name="name">The wallet's name; null for <c>dev0</c> to <c>dev19</c>.</param>
    public static Wallet Open(int index, string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        using HdKey parent = Parent();
        using HdKey key = parent.Derive((uint)index);
        return key.ToWallet(name ?? $"dev{index}");
    }

    private static HdKey Parent()
    {
        using HdKey root = HdKey.FromPhrase(Phrase);
        return root.Derive("m/44'/60'/0'/0");
    }
}
