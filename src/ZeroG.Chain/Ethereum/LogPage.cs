using ZeroG.Chain.Transactions;

namespace ZeroG.Chain.Ethereum;

/// <summary>
/// The logs of a range of blocks. A follower that has handled a page goes on at <c>ToBlock + 1</c>, also after a restart.
/// </summary>
/// <param name="FromBlock">First block asked for.</param>
/// <param name="ToBlock">Last block asked for, itself included.</param>
/// <param name="Logs">Logs in the order of the chain; may be empty.</param>
public sealed record LogPage(ulong FromBlock, ulong ToBlock, IReadOnlyList<LogEntry> Logs);
