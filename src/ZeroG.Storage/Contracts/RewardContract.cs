using ZeroG.Chain.Abi;

namespace ZeroG.Storage.Contracts;

/// <summary>The reward pool, which the market fills and miners draw from (0G storage contracts at 40e6dec, IReward.sol).</summary>
public static class RewardContract
{
    /// <summary>Takes the fee of a run of sectors from the market.</summary>
    public static AbiFunction FillReward { get; } = AbiFunction.Parse(
        "function fillReward(uint256 beforeLength, uint256 uploadSectors) payable");
}
