using ZeroG.Chain;

namespace ZeroG.DevChain.Persistence;

/// <summary>What a chain on disk started from.</summary>
/// <param name="ChainId">Its chain id.</param>
/// <param name="ZeroGravityMode">Whether it charges gas as 0G does.</param>
/// <param name="Timestamp">Time of its genesis block.</param>
/// <param name="Hash">Hash of its genesis block, which stands for balances, contracts and fees.</param>
/// <param name="Seed">Random value in its genesis block; zero in folders of older versions, which had none.</param>
internal sealed record GenesisRecord(ulong ChainId, bool ZeroGravityMode, ulong Timestamp, Hash256 Hash, Hash256 Seed = default);
