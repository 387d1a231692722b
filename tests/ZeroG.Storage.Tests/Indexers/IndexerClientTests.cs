using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Storage.Indexers;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Selection;
using ZeroG.Storage.Transfer;
using ZeroG.Testing;

namespace ZeroG.Storage.Tests.Indexers;

public class IndexerClientTests
{
    private const string Even = "{\"url\":\"http://even.test\",\"config\":{\"shardId\":0,\"numShard\":2},\"latency\":1,\"since\":2}";
    private const string Odd = "{\"url\":\"http://odd.test\",\"config\":{\"shardId\":1,\"numShard\":2},\"latency\":1,\"since\":2}";
    private const string Broken = "{\"url\":\"not an address\",\"config\":{\"shardId\":0,\"numShard\":1}}";

    private static readonly Hash256 Root = Hash256.Keccak([1]);

    [Fact]
    public async Task GetSelectedNodes_Indexer_SendsTheParametersOfTheSpecification()
    {
        using FakeRpcServer calls = new FakeRpcServer()
            .On("indexer_getSelectedNodes", "{\"trusted\":[" + Even + "," + Odd + "],\"discovered\":null}");
        using IndexerClient indexer = new(new Uri("http://indexer.test"), null, calls);

        ShardedNodes nodes = await indexer.GetSelectedNodesAsync(2, SelectionMethod.Random, true, ["http://dead.test"]);

        Assert.Equal(["http://even.test", "http://odd.test"], nodes.Trusted.Select(node => node.Url));
        Assert.Equal(["indexer_getSelectedNodes [2,\"random\",true,[\"http://dead.test\"]]"], Asked(calls));
    }

    [Fact]
    public async Task GetSelectedNodes_OlderIndexer_ChoosesHereFromTrustedFirst()
    {
        using FakeRpcServer calls = new FakeRpcServer()
            .On("indexer_getShardedNodes", "{\"trusted\":[" + Odd + "],\"discovered\":[" + Even + "]}");
        using IndexerClient indexer = new(new Uri("http://indexer.test"), null, calls);

        ShardedNodes nodes = await indexer.GetSelectedNodesAsync(1, SelectionMethod.Min, trustedOnly: false, []);

        Assert.Equal(["http://odd.test"], nodes.Trusted.Select(node => node.Url));
        Assert.Equal(["http://even.test"], nodes.Discovered.Select(node => node.Url));
        ZeroGException failure =
            await Assert.ThrowsAsync<ZeroGException>(() => indexer.GetSelectedNodesAsync(1, SelectionMethod.Min, trustedOnly: true, []));
        Assert.Equal("ZgShardsIncomplete", failure.ErrorId);
        failure = await Assert.ThrowsAsync<ZeroGException>(
            () => indexer.GetSelectedNodesAsync(1, SelectionMethod.Min, false, ["http://even.test"]));
        Assert.Equal("ZgShardsIncomplete", failure.ErrorId);
    }

    [Fact]
    public async Task GetFileLocations_IndexerIsSearching_IsNull()
    {
        using FakeRpcServer calls = new FakeRpcServer()
            .On("indexer_getFileLocations", "null");
        using IndexerClient indexer = new(new Uri("http://indexer.test"), null, calls);

        Assert.Null(await indexer.GetFileLocationsAsync(Root));
        Assert.Equal([$"indexer_getFileLocations [\"{Root}\"]"], Asked(calls));
    }

    [Fact]
    public async Task NodeSet_FromIndexer_ConnectsToUsableAddressesAndChecksTheCover()
    {
        using FakeRpcServer calls = new FakeRpcServer()
            .On("indexer_getSelectedNodes", "{\"trusted\":[" + Even + "],\"discovered\":[" + Broken + "," + Odd + "]}")
            .On("indexer_getFileLocations", "[" + Even + "," + Broken + "]");
        using IndexerClient indexer = new(new Uri("http://indexer.test"), null, calls);

        using NodeSet nodes = await NodeSet.FromIndexerAsync(indexer, uri => new StorageNodeClient(uri));

        Assert.Equal([new Uri("http://even.test"), new Uri("http://odd.test")], nodes.Uris);
        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(
            () => NodeSet.FromFileLocationsAsync(indexer, uri => new StorageNodeClient(uri), Root));
        Assert.Equal("ZgShardsIncomplete", failure.ErrorId);
    }

    [Fact]
    public async Task GetShardedNodes_IndexerRefuses_KeepsItsWords()
    {
        using FakeRpcServer calls = new();
        using IndexerClient indexer = new(new Uri("http://indexer.test"), null, calls);

        JsonRpcException failure = await Assert.ThrowsAsync<JsonRpcException>(() => indexer.GetShardedNodesAsync());

        Assert.Equal(-32601, failure.Code);
    }

    private static IEnumerable<string> Asked(FakeRpcServer calls) =>
        calls.Calls.Select(call => $"{call.Method} {call.Parameters.GetRawText()}");
}
