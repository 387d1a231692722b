using System.Numerics;
using ZeroG.Chain;

namespace ZeroG.DevChain.Execution;

/// <summary>One call from outside, by a transaction or by <c>eth_call</c>.</summary>
/// <param name="From">Who calls.</param>
/// <param name="To">Whom; null asks for a contract creation, which needs an EVM.</param>
/// <param name="Value">Wei that travel along.</param>
/// <param name="Data">Call data.</param>
/// <param name="GasLimit">Gas that may be used.</param>
/// <param name="IntrinsicGas">Gas that is spent before anything runs.</param>
internal sealed record Message(Address From, Address? To, BigInteger Value, ReadOnlyMemory<byte> Data, ulong GasLimit, ulong IntrinsicGas);
