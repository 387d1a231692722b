namespace ZeroG.DevChain.Rpc;

/// <summary>How a caller names a block.</summary>
internal enum BlockTagKind
{
    /// <summary>
    /// The newest sealed block; <c>safe</c> and <c>finalized</c> mean the same here, since nothing can displace it but a control call.
    /// </summary>
    Latest,

    /// <summary>The block in the making.</summary>
    Pending,

    /// <summary>By its number; <c>earliest</c> is number 0.</summary>
    Number,

    /// <summary>By its hash (EIP-1898).</summary>
    Hash,
}
