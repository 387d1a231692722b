using ZeroG.Chain;
using ZeroG.Chain.Wallets;

namespace ZeroG.DevChain.Contracts.Storage;

/// <summary>The contracts of 0G Storage on a DevChain: Flow, the market with a fixed price, and the reward pool.</summary>
public static class StorageContracts
{
    /// <summary>Where Flow lives.</summary>
    public static Address Flow { get; } = SystemAddress.Of("storage/Flow");

    /// <summary>Where the market lives.</summary>
    public static Address Market { get; } = SystemAddress.Of("storage/Market");

    /// <summary>Where the reward pool lives.</summary>
    public static Address Reward { get; } = SystemAddress.Of("storage/Reward");

    /// <summary>Who may pause Flow and set the price: the first development account.</summary>
    public static Address Owner => DevelopmentAccounts.Addresses[0];

    /// <summary>The factories of all of them, with the figures of the turbo networks.</summary>
    public static IReadOnlyList<SystemContractFactory> All { get; } =
    [
        journal => new FlowSystemContract(journal, Flow, Market, Owner),
        journal => new MarketSystemContract(journal, Market, Flow, Reward, Owner),
        journal => new RewardSystemContract(journal, Reward),
    ];
}
