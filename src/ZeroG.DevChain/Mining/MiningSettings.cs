using System.Numerics;
using ZeroG.Chain;

namespace ZeroG.DevChain.Mining;

/// <summary>What the control calls set for the blocks to come.</summary>
internal sealed class MiningSettings(DevChainOptions options)
{
    public bool Automine { get; set; } = options.Automine;

    public Address Coinbase { get; set; } = Address.Zero;

    public ulong BlockGasLimit { get; set; } = options.BlockGasLimit;

    /// <summary>Base fee of the next block only; null for the one that EIP-1559 gives.</summary>
    public BigInteger? NextBaseFee { get; set; }

    /// <summary>Random value of the next block only; null for one made from its parent's hash.</summary>
    public Hash256? NextPrevRandao { get; set; }
}
