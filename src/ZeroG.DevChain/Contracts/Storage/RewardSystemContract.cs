using ZeroG.Chain;
using ZeroG.DevChain.State;
using ZeroG.Storage.Contracts;

namespace ZeroG.DevChain.Contracts.Storage;

/// <summary>The reward pool: takes fees and holds them. Nobody mines on this chain, so nobody draws from it.</summary>
public sealed class RewardSystemContract : SystemContract
{
    /// <summary>An empty pool.</summary>
    public RewardSystemContract(Journal journal, Address address)
        : base(address, "Reward", journal)
    {
        Handle(RewardContract.FillReward, (_, _) => []);
    }
}
