using System.Numerics;

namespace ZeroG.Chain.Ethereum;

/// <summary>What a client needs to know of a block.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="ParentHash">The hash of the block before it.</param>
/// <param name="Timestamp">When it was made, to the second.</param>
/// <param name="BaseFee">Neuron per gas that is burned; null on a chain without EIP-1559.</param>
/// <param name="GasLimit">Most gas that a block may use.</param>
/// <param name="GasUsed">Gas charged in it.</param>
/// <param name="Transactions">Hashes of its transactions in order.</param>
public sealed record BlockHeader(
    ulong Number, Hash256 Hash, Hash256 ParentHash, DateTimeOffset Timestamp, BigInteger? BaseFee, ulong GasLimit, ulong GasUsed,
    IReadOnlyList<Hash256> Transactions);
