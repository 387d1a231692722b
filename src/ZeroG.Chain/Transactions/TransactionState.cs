namespace ZeroG.Chain.Transactions;

/// <summary>What became of a transaction.</summary>
public enum TransactionState
{
    /// <summary>Sent, and in no block yet.</summary>
    Pending,

    /// <summary>In a block, and done.</summary>
    Succeeded,

    /// <summary>In a block, but refused by the contract; its fee is spent.</summary>
    Reverted,

    /// <summary>Never to be mined: another transaction of the account has its nonce.</summary>
    Replaced,
}
