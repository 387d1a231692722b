namespace ZeroG.Nodes.Storage;

/// <summary>The part of the flow that a node keeps: segments <c>g</c> with <c>g % Count == Id</c> (storage specification section 3.6).</summary>
/// <param name="Id">From 0 to <paramref name="Count"/> - 1.</param>
/// <param name="Count">A power of two.</param>
internal readonly record struct Shard(int Id, int Count)
{
    /// <summary>Whether a flow segment belongs to this shard.</summary>
    public bool Owns(long flowSegment) => flowSegment % Count == Id;

    /// <summary>How many of consecutive flow segments belong to this shard.</summary>
    public long CountOwned(long first, long count) => CountBelow(first + count) - CountBelow(first);

    // Owned segments g with g < end.
    private long CountBelow(long end) => (end - Id + Count - 1) / Count;
}
