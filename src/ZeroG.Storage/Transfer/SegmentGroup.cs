using ZeroG.Storage.Nodes;

namespace ZeroG.Storage.Transfer;

/// <summary>Segments of a file that go to one node in one request.</summary>
/// <param name="Node">The node.</param>
/// <param name="Segments">Indices in the file, rising.</param>
/// <param name="MayBeThere">Whether the node has some of the file already, so that it is asked for each segment first.</param>
internal sealed record SegmentGroup(StorageNode Node, IReadOnlyList<long> Segments, bool MayBeThere)
{
    /// <summary>The segments of a file that a node keeps, in groups.</summary>
    /// <param name="node">The node.</param>
    /// <param name="firstFlowSegment">Segment of the flow in which the file begins.</param>
    /// <param name="segments">Segments of the file.</param>
    /// <param name="groupSize">Most segments in a group.</param>
    /// <param name="mayBeThere">Passed on.</param>
    public static IEnumerable<SegmentGroup> Of(StorageNode node, long firstFlowSegment, long segments, int groupSize, bool mayBeThere)
    {
        List<long> group = [];
        ShardConfig shard = node.Shard;
        long end = firstFlowSegment + segments;
        for (long flow = shard.FirstSegmentFrom(firstFlowSegment); flow < end; flow = shard.FirstSegmentFrom(flow + 1))
        {
            group.Add(flow - firstFlowSegment);
            if (group.Count == groupSize)
            {
                yield return new SegmentGroup(node, group, mayBeThere);
                group = [];
            }
        }

        if (group.Count > 0)
        {
            yield return new SegmentGroup(node, group, mayBeThere);
        }
    }

    /// <summary>How many segments of a file a node keeps.</summary>
    public static long Count(StorageNode node, long firstFlowSegment, long segments)
    {
        long first = node.Shard.FirstSegmentFrom(firstFlowSegment) - firstFlowSegment;
        return first >= segments ? 0 : ((segments - 1 - first) / Math.Max(1, node.Shard.NumShard)) + 1;
    }

    /// <summary>The groups of several nodes in turns, so that all nodes are busy from the start.</summary>
    public static IEnumerable<SegmentGroup> InTurns(IEnumerable<IEnumerable<SegmentGroup>> groupsOfNodes)
    {
        List<IEnumerator<SegmentGroup>> open = [.. groupsOfNodes.Select(groups => groups.GetEnumerator())];
        while (open.Count > 0)
        {
            open.RemoveAll(groups => !groups.MoveNext());
            foreach (IEnumerator<SegmentGroup> groups in open)
            {
                yield return groups.Current;
            }
        }
    }
}
