namespace ZeroG.Storage.Transfer;

/// <summary>What an upload or download is doing, in the order in which it happens.</summary>
public enum TransferPhase
{
    /// <summary>Reading the file and computing its root; counted in bytes.</summary>
    Hashing,

    /// <summary>Asking nodes what they know of the root.</summary>
    Asking,

    /// <summary>Submitting to the chain and waiting for the receipt.</summary>
    Paying,

    /// <summary>Waiting until the nodes have read the entry from the chain.</summary>
    Confirming,

    /// <summary>Sending segments; counted in bytes, over all nodes that need them.</summary>
    Sending,

    /// <summary>Waiting until the nodes have finalized the file.</summary>
    Finalizing,

    /// <summary>Receiving segments; counted in bytes.</summary>
    Receiving,

    /// <summary>
    /// Reading the received file again and comparing its root, where not every segment came with its proof in this run; counted in bytes.
    /// </summary>
    Verifying,
}
