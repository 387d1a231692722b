using ZeroG.Chain;

namespace ZeroG.Storage.Transfer;

/// <summary>A node that was taken out of an upload.</summary>
/// <param name="Node">The node.</param>
/// <param name="Failure">Why.</param>
public sealed record DroppedNode(StorageNode Node, ZeroGException Failure)
{
    /// <summary>Address and reason.</summary>
    public override string ToString() => $"{Node} ({Failure.Message.TrimEnd('.')})";
}
