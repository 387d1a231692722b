using System.Numerics;

namespace ZeroG.Chain.Transactions;

/// <summary>The fee fields of a transaction of type 2, in neuron (wei) per gas.</summary>
public readonly record struct GasFees(BigInteger MaxFeePerGas, BigInteger MaxPriorityFeePerGas);
