using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Nodes.Indexer;
using ZeroG.Nodes.JsonRpc;
using ZeroG.Nodes.Logging;
using ZeroG.Nodes.Storage;
using ZeroG.Nodes.Tests.Storage;
using ZeroG.Storage.Indexers;
using ZeroG.Storage.Nodes;

namespace ZeroG.Nodes.Tests.Indexer;

public sealed class IndexerNodeTests
{
    [Fact]
    public async Task Indexer_OverShardsAndADeadNode_AnswersAsTheOfficialOne()
    {
        using NodeLog log = new();
        using StorageFixture even = new(new ShardConfig(0, 2));
        using StorageFixture odd = new(new ShardConfig(1, 2));
        TestFile file = TestFile.Create(600_000);
        await even.UploadAsync(file, await even.SubmitAsync(file));
        long sequence = await odd.SubmitAsync(file);
        await using JsonRpcHost evenHost = await JsonRpcHost.StartAsync(even.Rpc, new JsonRpcHostOptions(), log);
        await using JsonRpcHost oddHost = await JsonRpcHost.StartAsync(odd.Rpc, new JsonRpcHostOptions(), log);
        JsonRpcHost gone = await JsonRpcHost.StartAsync(odd.Rpc, new JsonRpcHostOptions(), log);
        await gone.DisposeAsync();
        await using IndexerNode indexer = new(new IndexerNodeOptions { Nodes = [evenHost.Uri, gone.Uri, oddHost.Uri] });
        await indexer.StartAsync();
        using IndexerClient client = new(indexer.Uri!);
        using JsonRpcClient raw = new(indexer.Uri!);

        ShardedNodes all = await client.GetShardedNodesAsync();
        Assert.Equal([evenHost.Uri.AbsoluteUri.TrimEnd('/'), oddHost.Uri.AbsoluteUri.TrimEnd('/')], all.Trusted.Select(node => node.Url));
        Assert.Equal([0L, 1L], all.Trusted.Select(node => node.Config.ShardId));
        Assert.Contains(indexer.Log.Read(), entry => entry.EventId == 200);

        Assert.Equal(2, (await raw.CallAsync("indexer_getSelectedNodes", [1, "min", true, null])).GetProperty("trusted").GetArrayLength());
        JsonRpcException uncovered = await Assert.ThrowsAsync<JsonRpcException>(
            () => raw.CallAsync("indexer_getSelectedNodes", [1, "min", true, new object?[] { evenHost.Uri.AbsoluteUri }]));
        Assert.Equal("cannot select a subset from the returned nodes that meets the replication requirement", uncovered.RemoteMessage);
        Assert.Equal(0, (await raw.CallAsync("indexer_getSelectedNodes", [0, "min", false, null])).GetProperty("trusted").GetArrayLength());
        Assert.Equal("{}", (await raw.CallAsync("indexer_getNodeLocations", [])).GetRawText());

        Assert.Null(await client.GetFileLocationsAsync(file.Root));
        await odd.UploadAsync(file, sequence);
        Assert.Equal(2, (await client.GetFileLocationsAsync(file.Root))!.Count);
        JsonRpcException unknown = await Assert.ThrowsAsync<JsonRpcException>(
            () => raw.CallAsync("indexer_getFileLocations", [Hash256.Zero]));
        Assert.Equal("file not found", unknown.RemoteMessage);
    }

    [Fact]
    public async Task Indexer_TrustsOneShard_FindsTheOtherThroughTheNodesOwnAdminMethods()
    {
        await using NodeCluster cluster = await NodeCluster.CreateAsync();
        TestFile file = TestFile.Create(600_000);
        long sequence = cluster.Chain.Submit(file);
        StorageNode odd = await cluster.StartAsync(cluster.Options("odd") with { Shard = new ShardConfig(1, 2) });
        StorageNode even = await cluster.StartAsync(cluster.Options("even") with { Shard = new ShardConfig(0, 2), Peers = [odd.Uri!] });
        await NodeCluster.UploadAsync(even, file, sequence);
        await using IndexerNode indexer = new(new IndexerNodeOptions
        {
            Nodes = [even.Uri!], DiscoveryNode = even.AdminUri, DiscoveryPorts = [odd.Uri!.Port],
        });
        await indexer.StartAsync();
        using IndexerClient client = new(indexer.Uri!);

        Assert.Null(await client.GetFileLocationsAsync(file.Root));
        await NodeCluster.UploadAsync(odd, file, sequence);

        Assert.Equal(
            [even.Uri!.AbsoluteUri.TrimEnd('/'), odd.Uri!.AbsoluteUri.TrimEnd('/')],
            (await client.GetFileLocationsAsync(file.Root))!.Select(node => node.Url));
        await NodeCluster.UntilAsync(async () =>
            (await client.GetShardedNodesAsync()).Discovered.Any(node => node.Config == odd.Shard));
    }

    [Fact]
    public void Indexer_OfNothing_IsRefused() => Assert.Throws<ArgumentException>(() => new IndexerNode(new IndexerNodeOptions()));
}
