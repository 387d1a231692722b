using ZeroG.DevChain.Filters;

namespace ZeroG.DevChain.Subscriptions;

/// <summary>One subscription of a session.</summary>
/// <param name="Id">The name under which its news come.</param>
/// <param name="Kind">What it announces.</param>
/// <param name="Logs">Which logs, for logs.</param>
/// <param name="Full">Whole transactions instead of hashes, for pending transactions.</param>
internal sealed record Subscription(string Id, SubscriptionKind Kind, LogCriteria? Logs, bool Full);
