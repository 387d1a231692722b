using ZeroG.Nodes.Indexer;
using ZeroG.Storage.Indexers;
using ZeroG.Testing;

namespace ZeroG.Nodes.Tests.Indexer;

/// <summary>Nodes found among the peers of one node, on a clock that the tests move.</summary>
public sealed class DiscoveryTests : IAsyncLifetime
{
    private const string Here = "127.0.0.1";

    private ScriptedStorage _admin = null!;
    private ScriptedStorage _first = null!;
    private ScriptedStorage _second = null!;

    public async ValueTask InitializeAsync()
    {
        _admin = await ScriptedStorage.StartAsync();
        _first = await ScriptedStorage.StartAsync(0, 2);
        _second = await ScriptedStorage.StartAsync(1, 2);
    }

    public async ValueTask DisposeAsync()
    {
        await _admin.DisposeAsync();
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task Peers_TriedPortAfterPort_AsManyNodesAsPeersBehindAnAddress()
    {
        _admin.On("admin_getPeers", ScriptedStorage.Peers(Here));
        await using IndexerFixture one = await StartAsync(ReservedPort.Next(), _first.Uri.Port, _second.Uri.Port);
        await one.DiscoveredAsync(_first.Url);

        _admin.On("admin_getPeers", ScriptedStorage.Peers(Here, Here));
        one.Time.Advance(TimeSpan.FromMinutes(10));

        await one.DiscoveredAsync(_first.Url, _second.Url);
        IndexedNode found = (await one.Client.GetShardedNodesAsync()).Discovered.Single(node => node.Url == _second.Url);
        Assert.Equal((1, 2, one.Time.GetUtcNow().ToUnixTimeSeconds()), (found.Config.ShardId, found.Config.NumShard, found.Since));
    }

    [Fact]
    public async Task Peers_TrustedNode_IsNotDiscoveredToo()
    {
        _admin.On("admin_getPeers", ScriptedStorage.Peers(Here, Here, Here));
        await using IndexerFixture indexer = await IndexerFixture.StartAsync(
            Options(_first.Uri.Port, _second.Uri.Port) with { Nodes = [_first.Uri] });

        await indexer.DiscoveredAsync(_second.Url);
        Assert.Equal([_first.Url], (await indexer.Client.GetShardedNodesAsync()).Trusted.Select(node => node.Url));
    }

    [Fact]
    public async Task Peers_WithoutAUsableAddress_ArePassedOver()
    {
        _admin.On("admin_getPeers", $$"""
            {
              "a":null, "b":{}, "c":{"seenIps":null}, "d":{"seenIps":[]}, "e":{"seenIps":["evil.example/x"]}, "f":{"seenIps":["0.0.0.0"]},
              "g":{"seenIps":["::"]}, "h":{"seenIps":["{{Here}}"],"connectionStatus":{"status":"connected","lastSeenSecs":null} }
            }
            """);
        await using IndexerFixture indexer = await StartAsync(_first.Uri.Port);

        await indexer.DiscoveredAsync(_first.Url);
    }

    [Fact]
    public async Task Update_NodeThatIsGone_IsDroppedAndFoundAgain()
    {
        _admin.On("admin_getPeers", ScriptedStorage.Peers(Here, Here));
        int port = ReservedPort.Next();
        await _first.CloseAsync();
        await _first.ListenAsync(port);
        await using IndexerFixture indexer = await IndexerFixture.StartAsync(
            Options(port, _second.Uri.Port) with { UpdateInterval = TimeSpan.FromMinutes(3) });
        await indexer.DiscoveredAsync(_first.Url, _second.Url);

        await _first.CloseAsync();
        indexer.Time.Advance(TimeSpan.FromMinutes(3));
        await indexer.DiscoveredAsync(_second.Url);
        Assert.Contains(indexer.Node.Log.Read(), entry => entry.EventId == 203);

        await _first.ListenAsync(port);
        indexer.Time.Advance(TimeSpan.FromMinutes(7));
        await indexer.DiscoveredAsync(_first.Url, _second.Url);
    }

    [Fact]
    public async Task DiscoveryNode_SilentOrWithoutPeers_LeavesWhatIsKnown()
    {
        _admin.On("admin_getPeers", ScriptedStorage.Peers(Here));
        await using IndexerFixture indexer = await StartAsync(_first.Uri.Port);
        await indexer.DiscoveredAsync(_first.Url);

        foreach (string? answer in (string?[])["null", null, "[]", "7"])
        {
            _admin.On("admin_getPeers", answer);
            int calls = _admin.Calls("admin_getPeers");
            indexer.Time.Advance(TimeSpan.FromMinutes(10));
            await IndexerFixture.UntilAsync(() => Task.FromResult(_admin.Calls("admin_getPeers") > calls));
        }

        await IndexerFixture.UntilAsync(() => Task.FromResult(indexer.Node.Log.Read().Any(entry => entry.EventId == 204)));
        await indexer.DiscoveredAsync(_first.Url);
        Assert.Equal(NodeState.Running, indexer.Node.State);
        Assert.Single(indexer.Node.Log.Read(), entry => entry.EventId == 204);
    }

    [Theory]
    [InlineData("""{"shardId":3,"numShard":3}""")]
    [InlineData("""{"shardId":2,"numShard":2}""")]
    [InlineData("null")]
    [InlineData("[]")]
    public async Task Node_WithAShardThatCannotBe_IsNotTaken(string shard)
    {
        _first.On("zgs_getShardConfig", shard);
        _admin.On("admin_getPeers", ScriptedStorage.Peers(Here, Here));
        await using IndexerFixture indexer = await StartAsync(_first.Uri.Port, _second.Uri.Port);

        await indexer.DiscoveredAsync(_second.Url);
    }

    [Fact]
    public async Task Node_ThatAnswersWithoutEnd_IsNotTaken()
    {
        string huge = new('x', 2 << 20);
        _first.On("zgs_getShardConfig", $$"""{"shardId":0,"numShard":2,"note":"{{huge}}"}""");
        _admin.On("admin_getPeers", ScriptedStorage.Peers(Here, Here));
        await using IndexerFixture indexer = await StartAsync(_first.Uri.Port, _second.Uri.Port);

        await indexer.DiscoveredAsync(_second.Url);
    }

    [Fact]
    public async Task TrustedNode_ThatHangs_IsLeftOutAfterThreeSecondsAndTakenAgain()
    {
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _first.Gate = gate.Task;
        await using IndexerFixture indexer = await IndexerFixture.StartAsync(
            new IndexerNodeOptions { Nodes = [_first.Uri, _second.Uri] }, nodeTimeout: TimeSpan.FromSeconds(3));

        Task<ShardedNodes> asked = indexer.Client.GetShardedNodesAsync();
        await IndexerFixture.UntilAsync(() => Task.FromResult(_first.Calls("zgs_getShardConfig") == 1));
        Assert.False(asked.IsCompleted);
        await IndexerFixture.UntilAsync(async () =>
        {
            // The other node's answer may still be on its way when the time is over; then it is asked again.
            indexer.Time.Advance(TimeSpan.FromSeconds(3));
            if (!asked.IsCompleted)
            {
                return false;
            }

            ShardedNodes nodes = await asked;
            asked = indexer.Client.GetShardedNodesAsync();
            return nodes.Trusted.Select(node => node.Url).SequenceEqual([_second.Url]);
        });

        gate.SetResult();
        await asked;
        Assert.Equal(2, (await indexer.Client.GetShardedNodesAsync()).Trusted.Count);
        Assert.Equal(
            [200, 201],
            indexer.Node.Log.Read().Where(entry => entry.Message.Contains(_first.Url, StringComparison.Ordinal) && entry.EventId >= 200)
                .Select(entry => entry.EventId).Take(2));
    }

    [Fact]
    public async Task SelectedNodes_OfBothKinds_AreChosenByShare()
    {
        await using ScriptedStorage whole = await ScriptedStorage.StartAsync();
        _admin.On("admin_getPeers", ScriptedStorage.Peers(Here, Here));
        await using IndexerFixture indexer = await IndexerFixture.StartAsync(
            Options(_first.Uri.Port, _second.Uri.Port) with { Nodes = [whole.Uri] });
        await indexer.DiscoveredAsync(_first.Url, _second.Url);

        ShardedNodes both = await indexer.Client.GetSelectedNodesAsync(2, "min", trustedOnly: false, []);
        ShardedNodes dropped = await indexer.Client.GetSelectedNodesAsync(1, "min", trustedOnly: false, [_first.Url]);

        Assert.Equal([whole.Url], both.Trusted.Select(node => node.Url));
        Assert.Equal([_first.Url, _second.Url], both.Discovered.Select(node => node.Url));
        Assert.Equal([whole.Url], dropped.Trusted.Select(node => node.Url));
        Assert.Empty(dropped.Discovered);
    }

    private IndexerNodeOptions Options(params int[] ports) => new() { DiscoveryNode = _admin.Uri, DiscoveryPorts = ports };

    private Task<IndexerFixture> StartAsync(params int[] ports) => IndexerFixture.StartAsync(Options(ports));
}
