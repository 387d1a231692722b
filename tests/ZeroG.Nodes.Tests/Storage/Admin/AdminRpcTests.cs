using System.Net;
using System.Text.Json;
using ZeroG.Nodes.Storage;
using ZeroG.Testing;

namespace ZeroG.Nodes.Tests.Storage.Admin;

/// <summary>The operator's methods over their own port, on a node that nobody has given peers.</summary>
public sealed class AdminRpcTests : IAsyncLifetime
{
    private NodeCluster _cluster = null!;
    private StorageNode _node = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await NodeCluster.CreateAsync();
        _cluster.Chain.Submit(TestFile.Create(600_000));
        _node = await _cluster.StartAsync(_cluster.Options("alone"));
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Theory]
    [InlineData("admin_getNetworkInfo", "[]", """
        {"peerId":"","listenAddresses":[],"totalPeers":0,"bannedPeers":0,"disconnectedPeers":0,"connectedPeers":0,
        "connectedOutgoingPeers":0,"connectedIncomingPeers":0}
        """)]
    [InlineData("admin_getPeers", "[]", "{}")]
    [InlineData("admin_getSyncServiceState", "[]", """{"numSyncing":0,"catchedUp":null,"autoSyncSerial":null,"autoSyncRandom":null}""")]
    [InlineData("admin_getSyncInfo", "[]", "{}")]
    [InlineData("admin_getSyncInfo", "[null]", "{}")]
    [InlineData("admin_getSyncInfo", "[0]", "{}")]
    [InlineData("admin_getSyncStatus", "[0]", "\"unknown\"")]
    [InlineData("admin_terminateSync", "[0]", "false")]
    [InlineData("admin_getFileLocation", "[7,true]", "\"-32603 Internal error: tx not found\"")]
    [InlineData("admin_getFileLocation", "[0,false]", "\"-32603 Internal error: No peers to sync from: name storage nodes with -Peer\"")]
    [InlineData("admin_findFile", "[0]", "\"-32603 Internal error: No peers to sync from: name storage nodes with -Peer\"")]
    [InlineData("admin_findFile", "[9]", "\"-32603 Internal error: Transaction not found\"")]
    [InlineData("admin_startSyncFile", "[0]", "\"-32603 Internal error: No peers to sync from: name storage nodes with -Peer\"")]
    [InlineData("admin_startSyncFile", "[9]", "\"-32603 Internal error: Transaction not found\"")]
    [InlineData("admin_startSyncFile", "[]", "\"-32602 Invalid params: tx_seq: expected a whole number\"")]
    [InlineData("admin_startSyncChunks", "[9,0,1]", "\"-32603 Internal error: Transaction not found\"")]
    [InlineData("admin_other", "[]", "\"-32601 the method admin_other does not exist/is not available: \"")]
    [InlineData("zgs_getStatus", "[]", "\"-32601 the method zgs_getStatus does not exist/is not available: \"")]
    public async Task Call_NodeWithoutPeers_AnswersTruthfully(string method, string parameters, string expected)
    {
        object?[] values = JsonSerializer.Deserialize<object?[]>(parameters)!;

        JsonElement answer = await NodeCluster.CallAsync(_node.AdminUri!, method, values);

        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), answer), $"{method}{parameters} answered {answer}");
    }

    [Fact]
    public async Task Call_OperatorsMethodOnTheClientsPort_IsUnknown()
    {
        Assert.NotEqual(_node.Uri, _node.AdminUri);
        Assert.StartsWith("-32601", (await NodeCluster.CallAsync(_node.Uri!, "admin_shutdown")).GetString(), StringComparison.Ordinal);
        Assert.Equal(NodeState.Running, _node.State);
    }

    [Fact]
    public async Task Call_OnePortForBoth_ServesBoth()
    {
        int port = ReservedPort.Next();
        StorageNode both = await _cluster.StartAsync(_cluster.Options("both") with { Port = port, AdminPort = port });

        Assert.Equal(both.Uri, both.AdminUri);
        Assert.Equal(1, (await NodeCluster.CallAsync(both.Uri!, "zgs_getStatus")).GetProperty("nextTxSeq").GetInt64());
        Assert.Equal("unknown", (await NodeCluster.CallAsync(both.Uri!, "admin_getSyncStatus", 0)).GetString());
        Assert.Contains("zerog_storage_submissions", await NodeCluster.GetAsync(both.Uri!, "/metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shutdown_IsAnsweredAndThenTheNodeStops()
    {
        JsonElement answer = await NodeCluster.CallAsync(_node.AdminUri!, "admin_shutdown");
        await _node.Completion.WaitAsync(NodeCluster.Patience);

        Assert.Equal(JsonValueKind.Null, answer.ValueKind);
        Assert.Equal((NodeState.Stopped, null), (_node.State, _node.Failure));
    }

    [Fact]
    public async Task Metrics_Prefix_GivesOnlyThose()
    {
        JsonElement all = await NodeCluster.CallAsync(_node.AdminUri!, "admin_getMetrics");
        JsonElement some = await NodeCluster.CallAsync(_node.AdminUri!, "admin_getMetrics", "zerog_storage_sync");

        Assert.Equal("gauge 1", all.GetProperty("zerog_storage_submissions{node=\"alone\"}").GetString());
        Assert.Equal(
            ["zerog_storage_sync_block{node=\"alone\"}", "zerog_storage_sync_lag{node=\"alone\"}"],
            some.EnumerateObject().Select(metric => metric.Name));
    }

    [Fact]
    public async Task Metrics_SwitchedOff_AreNotServed()
    {
        StorageNode quiet = await _cluster.StartAsync(_cluster.Options("quiet") with { ServesMetrics = false });

        HttpRequestException refused =
            await Assert.ThrowsAsync<HttpRequestException>(() => NodeCluster.GetAsync(quiet.AdminUri!, "/metrics"));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => NodeCluster.GetAsync(_node.Uri!, "/metrics"));
        await Assert.ThrowsAsync<HttpRequestException>(() => NodeCluster.GetAsync(_node.AdminUri!, "/other"));
    }
}
