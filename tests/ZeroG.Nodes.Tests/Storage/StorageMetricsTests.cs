using ZeroG.Nodes.Storage;
using ZeroG.Nodes.Tests.Metrics;
using ZeroG.Storage.Nodes;

namespace ZeroG.Nodes.Tests.Storage;

/// <summary>What <c>/metrics</c> tells of a node that has worked.</summary>
public sealed class StorageMetricsTests : IAsyncLifetime
{
    private NodeCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await NodeCluster.CreateAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Metrics_AfterWork_TellItExactly()
    {
        TestFile file = TestFile.Create(600_000);
        long sequence = _cluster.Chain.Submit(file);
        _cluster.Chain.Mine(2);
        StorageNode node = await _cluster.StartAsync(_cluster.Options("one"));
        StorageNode idle = await _cluster.StartAsync(_cluster.Options("idle"));
        using StorageNodeClient client = new(node.Uri!);
        await client.UploadSegmentsBySequenceAsync([file.Segment(0), file.Segment(1), file.Segment(2)], sequence);
        await Assert.ThrowsAsync<StorageNodeException>(() => client.UploadSegmentsBySequenceAsync([file.Segment(0)], sequence));
        await client.UploadSegmentsAsync([TestFile.Create(1000, seed: 4).Segment(0)]);
        (await client.DownloadSegmentWithProofBySequenceAsync(sequence, 1))!.Dispose();
        await NodeCluster.CallAsync(node.Uri!, "zgs_madeUp");

        Exposition metrics = Exposition.Parse(await NodeCluster.GetAsync(node.AdminUri!, "/metrics"));

        Assert.Equal(
            [4, (2 * 262_144) + 75_776 + 1024, 1, 262_144, 1, 0, 0, 0],
            new[]
            {
                "segments_received_total", "received_bytes_total", "segments_served_total", "served_bytes_total", "files_finalized_total",
                "segments_damaged_total", "segments_synced_total", "submissions_reverted_total",
            }.Select(name => metrics.Value("zerog_storage_" + name)));
        Assert.Equal(
            [3, 3, 0, 1, 1 + 4],
            new[] { "chain_block", "sync_block", "sync_lag", "submissions", "pool_sectors" }
                .Select((name, i) => metrics.Value("zerog_storage_" + name) + (i == 4 ? 1 : 0)));
        Assert.Equal(1, metrics.Value("zerog_storage_requests_refused_total", "reason=\"finalized\""));
        Assert.Equal(1, metrics.Value("zerog_storage_requests_refused_total", "reason=\"method\""));
        Assert.Equal(
            1, metrics.Value("zerog_storage_request_duration_seconds_count", "method=\"zgs_uploadSegmentsByTxSeq\",outcome=\"ok\""));
        Assert.Equal(1, metrics.Value("zerog_storage_request_duration_seconds_count", "method=\"other\",outcome=\"refused\""));
        Assert.True(metrics.Value("zerog_storage_disk_used_bytes") > 600_000);
        Assert.True(metrics.Value("zerog_storage_disk_free_bytes") > 0);
        Assert.All(metrics.Samples.Keys, name => Assert.Contains("node=\"one\"", name, StringComparison.Ordinal));
        Assert.Equal(
            0, Exposition.Parse(await NodeCluster.GetAsync(idle.AdminUri!, "/metrics")).Value("zerog_storage_segments_received_total"));
    }

    [Fact]
    public async Task Properties_OfANode_SayHowFarItIs()
    {
        _cluster.Chain.Submit(TestFile.Create(600_000));
        StorageNode fresh = new(_cluster.Options("fresh"));
        Assert.Equal((null, null, -1L, 0L), (fresh.Lag, fresh.AdminUri, fresh.SyncedBlock, fresh.FlowSectors));
        await fresh.DisposeAsync();

        StorageNode node = await _cluster.StartAsync(_cluster.Options("node") with { Confirmations = 0 });

        Assert.Equal((0L, 1L, 1L), (node.Lag, node.SyncedBlock, node.SubmissionCount));
        Assert.True(node.FlowSectors > 600_000 / 256);
    }
}
