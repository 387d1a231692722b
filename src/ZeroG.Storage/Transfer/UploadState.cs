namespace ZeroG.Storage.Transfer;

/// <summary>How an upload ended.</summary>
public enum UploadState
{
    /// <summary>The nodes had the file already; nothing was sent.</summary>
    AlreadyStored,

    /// <summary>The file was sent, and all nodes have finalized it.</summary>
    Finalized,

    /// <summary>The file was sent; the nodes may still be finalizing it.</summary>
    Packed,
}
