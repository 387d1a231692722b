namespace ZeroG.Storage.Transfer;

/// <summary>How much an upload waits for.</summary>
public enum FinalityLevel
{
    /// <summary>All nodes have stored all segments of their shards and finalized the file.</summary>
    FileFinalized,

    /// <summary>All nodes have read the entry from the chain, and all segments were sent.</summary>
    TransactionPacked,
}
