using ZeroG.Chain;

namespace ZeroG.Nodes.Storage;

/// <summary>Nodes of the flow tree in the database, with those of an unfinished change before them.</summary>
internal sealed class FlowNodes(FlowDatabase database) : IFlowNodes
{
    private readonly Dictionary<(int Height, long Index), Hash256> _added = [];
    private readonly List<(int Height, long FirstIndex)> _removed = [];

    public void Put(int height, long index, Hash256 hash) => _added[(height, index)] = hash;

    public bool TryGet(int height, long index, out Hash256 hash)
    {
        if (_added.TryGetValue((height, index), out hash))
        {
            return true;
        }

        if (database.Get(FlowKeys.Of(FlowKeys.Node, height, index)) is { } bytes)
        {
            hash = new Hash256(bytes);
            return true;
        }

        return false;
    }

    public void RemoveFrom(int height, long firstIndex) => _removed.Add((height, firstIndex));

    /// <summary>Moves the change into a batch; after its commit, <see cref="Discard"/> ends the change.</summary>
    public void WriteTo(FlowBatch batch)
    {
        foreach ((int height, long first) in _removed)
        {
            batch.DeleteRange(FlowKeys.Of(FlowKeys.Node, height, first), FlowKeys.Of(FlowKeys.Node, height + 1, 0));
        }

        foreach (((int height, long index), Hash256 hash) in _added)
        {
            batch.Put(FlowKeys.Of(FlowKeys.Node, height, index), hash.Bytes);
        }
    }

    /// <summary>Forgets the change.</summary>
    public void Discard()
    {
        _added.Clear();
        _removed.Clear();
    }
}
