using ZeroG.Storage.Nodes;
using ZeroG.Storage.Selection;

namespace ZeroG.Storage.Tests.Selection;

public class ShardSelectionTests
{
    [Fact]
    public void Select_NumberOfShardsAsMethod_TakesOnlyThoseInTheGivenOrder()
    {
        ShardConfig[] nodes = [new(0, 1), new(1, 2), new(0, 4), new(0, 2)];

        Assert.Equal([new ShardConfig(1, 2), new ShardConfig(0, 2)], ShardSelection.Select(nodes, shard => shard, 1, "2"));
        Assert.Null(ShardSelection.Select(nodes, shard => shard, 1, "nearest"));
    }

    [Fact]
    public void Select_InvalidShard_IsNeverChosen()
    {
        ShardConfig[] nodes = [new(0, 3), new(2, 2), new(0, 0), new(0, 1)];

        Assert.Equal([new ShardConfig(0, 1)], ShardSelection.Select(nodes, shard => shard, 1, SelectionMethod.Max));
    }

    [Fact]
    public void Select_RandomNodes_CoversEverySegmentAsOftenAsAsked()
    {
        Random random = new(7);
        for (int round = 0; round < 200; round++)
        {
            ShardConfig[] nodes = [.. Enumerable.Range(0, 12).Select(_ => 1L << random.Next(4)).Select(
                count => new ShardConfig(random.NextInt64(count), count))];
            int replicas = random.Next(1, 4);

            IReadOnlyList<ShardConfig>? selected = ShardSelection.Select(nodes, shard => shard, replicas, SelectionMethod.Random, random);

            int covered = Enumerable.Range(0, 8).Min(segment => nodes.Count(node => node.Contains(segment)));
            Assert.Equal(covered >= replicas, selected is not null);
            Assert.Equal(covered >= replicas, ShardSelection.Covers(nodes, replicas));
            if (selected is not null)
            {
                Assert.All(Enumerable.Range(0, 8), segment => Assert.True(selected.Count(node => node.Contains(segment)) >= replicas));
            }
        }
    }

    [Theory]
    [InlineData(0, 1, 5, 5)]
    [InlineData(1, 4, 0, 1)]
    [InlineData(1, 4, 1, 1)]
    [InlineData(1, 4, 2, 5)]
    [InlineData(3, 4, 3, 3)]
    [InlineData(3, 4, 4, 7)]
    public void FirstSegmentFrom_Shard_IsTheFirstThatItContains(long id, long count, long from, long expected)
    {
        ShardConfig shard = new(id, count);

        Assert.Equal(expected, shard.FirstSegmentFrom(from));
        Assert.True(shard.Contains(expected));
    }
}
