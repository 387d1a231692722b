using ZeroG.Chain;

namespace ZeroG.Nodes.Storage;

/// <summary>Keeps the complete nodes of a <see cref="FlowTree"/> by height and index.</summary>
internal interface IFlowNodes
{
    /// <summary>Adds a node.</summary>
    void Put(int height, long index, Hash256 hash);

    /// <summary>Finds a node, also one that was added and not yet written.</summary>
    bool TryGet(int height, long index, out Hash256 hash);

    /// <summary>Removes the nodes of a height from an index on.</summary>
    void RemoveFrom(int height, long firstIndex);
}
