using System.Numerics;

namespace ZeroG.Chain.Ethereum;

/// <summary>What a node says about fees at the moment, in neuron (wei) per gas.</summary>
/// <param name="BaseFee">Base fee of the newest block; 0 on a chain without EIP-1559.</param>
/// <param name="SuggestedTip">
/// Answer of <c>eth_maxPriorityFeePerGas</c>, which on 0G may be too low to be accepted; 0 when the node does not know the method.
/// </param>
/// <param name="GasTarget">Half of what a block may use: a fuller block raises the base fee of the next (EIP-1559); 0 when not
/// known.</param>
public readonly record struct NetworkFees(BigInteger BaseFee, BigInteger SuggestedTip, ulong GasTarget = 0);
