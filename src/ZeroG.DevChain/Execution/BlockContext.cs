using System.Numerics;
using ZeroG.Chain;

namespace ZeroG.DevChain.Execution;

/// <summary>What a contract can know of the block that it runs in.</summary>
/// <param name="Number">Height.</param>
/// <param name="Timestamp">Unix seconds.</param>
/// <param name="BaseFee">Burnt fee per gas in wei.</param>
/// <param name="GasLimit">Gas of all transactions together.</param>
/// <param name="Coinbase">Receiver of the tips.</param>
/// <param name="PrevRandao">The block's random value.</param>
public sealed record BlockContext(ulong Number, ulong Timestamp, BigInteger BaseFee, ulong GasLimit, Address Coinbase, Hash256 PrevRandao);
