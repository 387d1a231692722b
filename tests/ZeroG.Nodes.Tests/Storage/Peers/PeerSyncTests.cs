using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Nodes.Logging;
using ZeroG.Nodes.Storage;
using ZeroG.Nodes.Storage.Peers;
using ZeroG.Storage.Nodes;

namespace ZeroG.Nodes.Tests.Storage.Peers;

/// <summary>A node fetches files from others that its operator has named, and believes none of them.</summary>
public sealed class PeerSyncTests : IAsyncLifetime
{
    private static readonly TestFile File = TestFile.Create((5 << 20) + 700);

    private NodeCluster _cluster = null!;
    private long _sequence;

    public async ValueTask InitializeAsync()
    {
        _cluster = await NodeCluster.CreateAsync();
        _cluster.Chain.Submit(TestFile.Create(3000, seed: 5));
        _sequence = _cluster.Chain.Submit(File);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task SyncFile_FromTwoShards_GivesTheWholeFile()
    {
        StorageNode[] shards = await StartShardsAsync();
        StorageNode empty = await StartAsync("empty", [.. shards.Select(node => node.Uri!)]);

        await CallAsync(empty, "admin_findFile", _sequence);
        Assert.Equal(JsonValueKind.Null, (await CallAsync(empty, "admin_startSyncFile", _sequence)).ValueKind);
        await EndAsync(empty);

        Assert.Equal("Completed", (await CallAsync(empty, "admin_getSyncStatus", _sequence)).GetString());
        JsonElement info = (await CallAsync(empty, "admin_getSyncInfo", _sequence)).GetProperty($"{_sequence}");
        Assert.Equal(
            (File.Tree.Padding.Sectors, File.Tree.Padding.Sectors, true),
            (info.GetProperty("nextChunks").GetInt64(), info.GetProperty("goal").GetProperty("indexEnd").GetInt64(),
                info.GetProperty("goal").GetProperty("allChunks").GetBoolean()));
        await AssertHasFileAsync(empty);
        Assert.Equal(
            "-32603 Internal error: File already exists [Finalized]",
            (await CallAsync(empty, "admin_startSyncFile", _sequence)).GetString());
    }

    [Fact]
    public async Task SyncFile_ToAShard_TakesItsSegmentsOnly()
    {
        StorageNode whole = await StartAsync("whole", []);
        await NodeCluster.UploadAsync(whole, File, _sequence);
        StorageNode shard = await StartAsync("shard", [whole.Uri!], new ShardConfig(3, 4));

        await CallAsync(shard, "admin_startSyncFile", _sequence);
        await EndAsync(shard);

        using StorageNodeClient client = new(shard.Uri!);
        Assert.True(await client.CheckFileFinalizedAsync(File.Root));
        long synced = Enumerable.Range(0, (int)File.SegmentCount).Count(index => (FirstFlowSegment + index) % 4 == 3);
        Assert.Contains(
            $"zerog_storage_segments_synced_total{{node=\"shard\"}} {synced}\n", await NodeCluster.GetAsync(shard.AdminUri!, "/metrics"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task SyncChunks_TakesTheRangeAndLeavesTheRest()
    {
        StorageNode whole = await StartAsync("whole", []);
        await NodeCluster.UploadAsync(whole, File, _sequence);
        StorageNode part = await StartAsync("part", [whole.Uri!]);

        await CallAsync(part, "admin_startSyncChunks", _sequence, 1024, 2049);
        await EndAsync(part);

        using StorageNodeClient client = new(part.Uri!);
        Assert.Equal(2, (await client.GetFileInfoBySequenceAsync(_sequence))!.UploadedSegments);
        foreach ((long start, long end) in ((long, long)[])[(5, 5), (0, File.Tree.Padding.Sectors + 1)])
        {
            Assert.Equal(
                "-32603 Internal error: Invalid chunk range",
                (await CallAsync(part, "admin_startSyncChunks", _sequence, start, end)).GetString());
        }
    }

    [Fact]
    public async Task FileLocation_AllShards_NeedsAllOfThem()
    {
        StorageNode[] shards = await StartShardsAsync();
        StorageNode half = await StartAsync("half", [shards[0].Uri!]);
        StorageNode full = await StartAsync("full", [.. shards.Select(node => node.Uri!), new Uri("http://127.0.0.1:1")]);

        Assert.Equal(JsonValueKind.Null, (await CallAsync(half, "admin_getFileLocation", _sequence, true)).ValueKind);
        Assert.Equal(
            """[{"ip":"127.0.0.1","shardConfig":{"shardId":0,"numShard":2}}]""",
            (await CallAsync(half, "admin_getFileLocation", _sequence, false)).GetRawText());
        Assert.Equal(2, (await CallAsync(full, "admin_getFileLocation", _sequence, true)).GetArrayLength());

        // Nobody has the small file, but shard 1 has nothing to keep of it and so counts as complete, as in the official node.
        Assert.Equal(
            """[{"ip":"127.0.0.1","shardConfig":{"shardId":1,"numShard":2}}]""",
            (await CallAsync(full, "admin_getFileLocation", 0, false)).GetRawText());
        Assert.Contains(full.Log.Read(), line => line.EventId == 150 && line.Level == NodeLogLevel.Warning);
    }

    [Fact]
    public async Task Peers_AreToldOnceEachWithTheAddressesThatIndexersLookFor()
    {
        StorageNode first = await StartAsync("first", [], new ShardConfig(1, 2));
        StorageNode named = await StartAsync("named", [first.Uri!, first.Uri!]);

        JsonElement peers = await CallAsync(named, "admin_getPeers");
        Assert.Equal(
            $$$"""
            {"{{{first.Uri!.AbsoluteUri.TrimEnd('/')}}}":{"client":{"version":"unknown","os":"unknown","protocol":"unknown","agent":null},
            "connectionStatus":{"status":"unknown","connectionsIn":0,"connectionsOut":0,"lastSeenSecs":0},"listeningAddresses":[],
            "seenIps":["127.0.0.1"],"isTrusted":false,"connectionDirection":null,"enr":null}}
            """.ReplaceLineEndings(""),
            peers.GetRawText());
        Assert.Equal(1, (await CallAsync(named, "admin_getNetworkInfo")).GetProperty("totalPeers").GetInt64());
    }

    [Theory]
    [InlineData("data")]
    [InlineData("proof")]
    [InlineData("root")]
    [InlineData("index")]
    [InlineData("size")]
    [InlineData("null")]
    [InlineData("error")]
    [InlineData("nonsense")]
    public async Task SyncFile_LyingPeer_LeavesNothingAndGivesUp(string lie)
    {
        Uri liar = await _cluster.ServeAsync(new LyingPeer(File, _sequence, lie));
        StorageNode node = await StartAsync("node", [liar]);

        await CallAsync(node, "admin_startSyncFile", _sequence);
        await EndAsync(node);

        Assert.StartsWith(
            "Failed { reason: RequestFailures(", (await CallAsync(node, "admin_getSyncStatus", _sequence)).GetString(),
            StringComparison.Ordinal);
        using StorageNodeClient client = new(node.Uri!);
        Assert.Equal(0, (await client.GetFileInfoBySequenceAsync(_sequence))!.UploadedSegments);
    }

    [Fact]
    public async Task SyncFile_LyingPeerBesideAnHonestOne_GivesTheWholeFile()
    {
        StorageNode honest = await StartAsync("honest", []);
        await NodeCluster.UploadAsync(honest, File, _sequence);
        Uri liar = await _cluster.ServeAsync(new LyingPeer(File, _sequence, "data"));
        StorageNode node = await StartAsync("node", [liar, honest.Uri!], failures: 1000);

        await CallAsync(node, "admin_startSyncFile", _sequence);
        await EndAsync(node);

        await AssertHasFileAsync(node);
    }

    [Fact]
    public async Task SyncFile_NobodyHasIt_SaysSoAndCanBeTriedAgain()
    {
        StorageNode other = await StartAsync("other", []);
        StorageNode node = await StartAsync("node", [other.Uri!]);
        await CallAsync(node, "admin_startSyncFile", _sequence);
        await EndAsync(node);
        Assert.Equal("Failed { reason: TimeoutFindFile }", (await CallAsync(node, "admin_getSyncStatus", _sequence)).GetString());

        await NodeCluster.UploadAsync(other, File, _sequence);
        await CallAsync(node, "admin_startSyncFile", _sequence);
        await EndAsync(node);

        await AssertHasFileAsync(node);
    }

    [Fact]
    public async Task Terminate_WhileAPeerHangs_EndsAndForgets()
    {
        LyingPeer hanging = new(File, _sequence, "hang");
        StorageNode node = await StartAsync("node", [await _cluster.ServeAsync(hanging)], files: 1);
        await CallAsync(node, "admin_startSyncFile", _sequence);
        await hanging.WasAsked.WaitAsync(NodeCluster.Patience);

        Assert.StartsWith(
            "Downloading { peer_id: ", (await CallAsync(node, "admin_getSyncStatus", _sequence)).GetString(), StringComparison.Ordinal);
        Assert.Equal(
            "-32603 Internal error: Max sync file limitation reached: 1", (await CallAsync(node, "admin_startSyncFile", 0)).GetString());
        Assert.Equal(1, (await CallAsync(node, "admin_getSyncServiceState")).GetProperty("numSyncing").GetInt32());
        Assert.True((await CallAsync(node, "admin_terminateSync", _sequence)).GetBoolean());

        Assert.Equal("unknown", (await CallAsync(node, "admin_getSyncStatus", _sequence)).GetString());
        Assert.Equal(0, (await CallAsync(node, "admin_getSyncServiceState")).GetProperty("numSyncing").GetInt32());
    }

    [Fact]
    public async Task Stop_WhileAPeerHangs_Ends()
    {
        LyingPeer hanging = new(File, _sequence, "hang");
        StorageNode node = await StartAsync("node", [await _cluster.ServeAsync(hanging)]);
        await CallAsync(node, "admin_startSyncFile", _sequence);
        await hanging.WasAsked.WaitAsync(NodeCluster.Patience);

        await node.StopAsync().WaitAsync(NodeCluster.Patience);

        Assert.Equal(NodeState.Stopped, node.State);
    }

    [Fact]
    public async Task SyncFile_SwitchedOff_IsRefused()
    {
        StorageNode node = await _cluster.StartAsync(
            _cluster.Options("off") with { PeerSync = new PeerSyncOptions { Enabled = false } });

        Assert.Equal(
            "-32603 Internal error: Disabled to sync file", (await CallAsync(node, "admin_startSyncFile", _sequence)).GetString());
    }

    private static long FirstFlowSegment => 32; // 8192 sectors: the first place after the small file that fits the largest subtree.

    private static Task<JsonElement> CallAsync(StorageNode node, string method, params object?[] parameters) =>
        NodeCluster.CallAsync(node.AdminUri!, method, parameters);

    private Task EndAsync(StorageNode node) => NodeCluster.UntilAsync(async () =>
        (await CallAsync(node, "admin_getSyncServiceState")).GetProperty("numSyncing").GetInt32() == 0);

    private Task<StorageNode> StartAsync(
        string name, IReadOnlyList<Uri> peers, ShardConfig? shard = null, int files = 16, int failures = 3) =>
        _cluster.StartAsync(_cluster.Options(name) with
        {
            Peers = peers,
            Shard = shard ?? ShardConfig.Whole,
            PeerSync = new PeerSyncOptions { Files = files, Failures = failures, FindTimeout = NodeCluster.Patience },
        });

    private async Task<StorageNode[]> StartShardsAsync()
    {
        StorageNode[] shards =
            await Task.WhenAll(Enumerable.Range(0, 2).Select(id => StartAsync($"shard-{id}", [], new ShardConfig(id, 2))));
        foreach (StorageNode shard in shards)
        {
            await NodeCluster.UploadAsync(shard, File, _sequence);
        }

        return shards;
    }

    private async Task AssertHasFileAsync(StorageNode node)
    {
        using StorageNodeClient client = new(node.Uri!);
        Assert.True(await client.CheckFileFinalizedAsync(File.Root));
        for (long i = 0; i < File.SegmentCount; i++)
        {
            using SegmentWithProof? segment = await client.DownloadSegmentWithProofBySequenceAsync(_sequence, i);
            Assert.Equal(File.Wire(i), segment!.Data);
        }
    }
}
