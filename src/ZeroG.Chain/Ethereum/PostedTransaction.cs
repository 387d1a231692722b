using System.Numerics;

namespace ZeroG.Chain.Ethereum;

/// <summary>A transaction as a node knows it, in the pool or in a block.</summary>
/// <param name="Hash">Its hash.</param>
/// <param name="From">The sender.</param>
/// <param name="To">The account called; null for the creation of a contract.</param>
/// <param name="Nonce">Its number among those of the sender.</param>
/// <param name="Value">The value sent along, in neuron (wei).</param>
/// <param name="GasLimit">The most gas that it may use.</param>
/// <param name="Data">The call data.</param>
/// <param name="BlockNumber">Its block; null while it waits in the pool.</param>
public sealed record PostedTransaction(
    Hash256 Hash, Address From, Address? To, ulong Nonce, BigInteger Value, ulong GasLimit, ReadOnlyMemory<byte> Data, ulong? BlockNumber);
