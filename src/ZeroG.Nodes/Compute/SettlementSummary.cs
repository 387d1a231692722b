using ZeroG.Chain;

namespace ZeroG.Nodes.Compute;

/// <summary>What a round of settlement came to.</summary>
/// <param name="Users">Users who paid.</param>
/// <param name="Requests">Requests that are paid whole.</param>
/// <param name="Paid">What came in.</param>
/// <param name="Dropped">What was given up, since the contract will never pay it.</param>
/// <param name="Waiting">What is still owed.</param>
public sealed record SettlementSummary(int Users, int Requests, TokenAmount Paid, TokenAmount Dropped, TokenAmount Waiting);
