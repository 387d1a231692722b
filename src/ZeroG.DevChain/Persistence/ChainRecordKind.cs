namespace ZeroG.DevChain.Persistence;

/// <summary>What a record of the chain's file holds. The numbers are on disk: they are never reused and never changed.</summary>
internal enum ChainRecordKind : byte
{
    /// <summary>JSON: what the chain started from. Always the first record.</summary>
    Genesis = 1,

    /// <summary>An accepted transaction: 20 bytes of sender, then its raw bytes.</summary>
    Transaction = 2,

    /// <summary>JSON: the inputs of a sealed block and the hash that they must lead to.</summary>
    Block = 3,

    /// <summary>JSON array of method name and parameters: a control call that changed the chain.</summary>
    Control = 4,
}
