using ZeroG.Chain;

namespace ZeroG.DevChain;

/// <summary>What a host may want to tell of a new block.</summary>
/// <param name="Number">Height.</param>
/// <param name="Hash">Hash.</param>
/// <param name="Transactions">Number of transactions.</param>
/// <param name="GasUsed">Gas charged to all of them.</param>
public sealed record SealedBlock(ulong Number, Hash256 Hash, int Transactions, ulong GasUsed);
