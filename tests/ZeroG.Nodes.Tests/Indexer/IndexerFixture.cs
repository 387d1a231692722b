using Microsoft.Extensions.Time.Testing;
using ZeroG.Nodes.Indexer;
using ZeroG.Storage.Indexers;

namespace ZeroG.Nodes.Tests.Indexer;

/// <summary>An indexer whose clock the test moves, and a client of it.</summary>
internal sealed class IndexerFixture : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private IndexerFixture(IndexerNode node, FakeTimeProvider time)
    {
        Node = node;
        Time = time;
        Client = new IndexerClient(node.Uri!);
    }

    public IndexerNode Node { get; }

    public FakeTimeProvider Time { get; }

    public IndexerClient Client { get; }

    /// <summary>
    /// Starts one. Unless a test is about it, no call times out: a clock that is moved by minutes would end calls that are just being made.
    /// </summary>
    public static async Task<IndexerFixture> StartAsync(IndexerNodeOptions options, TimeSpan? nodeTimeout = null)
    {
        FakeTimeProvider time = new();
        IndexerNode node = new(options with { TimeProvider = time, NodeTimeout = nodeTimeout ?? TimeSpan.FromDays(30) });
        await node.StartAsync();
        return new IndexerFixture(node, time);
    }

    /// <summary>Waits until a list of discovered nodes is what is expected; real time only bounds the wait.</summary>
    public Task DiscoveredAsync(params string[] urls) => UntilAsync(async () =>
        (await Client.GetShardedNodesAsync()).Discovered.Select(node => node.Url).Order().SequenceEqual(urls.Order()));

    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using CancellationTokenSource limit = new(Limit);
        while (!await condition())
        {
            await Task.Delay(10, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Node.DisposeAsync();
    }
}
