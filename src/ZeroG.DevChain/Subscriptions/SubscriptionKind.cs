namespace ZeroG.DevChain.Subscriptions;

/// <summary>What <c>eth_subscribe</c> can announce.</summary>
internal enum SubscriptionKind
{
    /// <summary><c>newHeads</c>: the header of each sealed block.</summary>
    NewHeads,

    /// <summary><c>logs</c>: each matching log, and again with <c>removed</c> when its block is taken away.</summary>
    Logs,

    /// <summary><c>newPendingTransactions</c>: the hash, or on wish the whole, of each transaction that comes into the pool.</summary>
    PendingTransactions,
}
