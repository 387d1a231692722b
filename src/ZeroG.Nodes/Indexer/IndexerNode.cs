using ZeroG.Nodes.JsonRpc;

namespace ZeroG.Nodes.Indexer;

/// <summary>An indexer over storage nodes that its operator names: tells clients where to send a file and where it can be had.</summary>
public sealed class IndexerNode : NodeBase
{
    private readonly IndexerNodeOptions _options;
    private IndexedNodes? _nodes;
    private JsonRpcHost? _host;

    /// <summary>Makes an indexer that has not started.</summary>
    public IndexerNode(IndexerNodeOptions options)
        : base(options.Name, NodeKind.Indexer, options.DataPath, options.TimeProvider) => _options = options;

    /// <summary>The storage nodes that it tells of.</summary>
    public IReadOnlyList<Uri> Nodes => _options.Nodes;

    protected override async Task OnStartAsync(CancellationToken cancellationToken)
    {
        _nodes = new IndexedNodes(_options, Log);
        JsonRpcHostOptions listen = new() { ListenAddress = _options.ListenAddress, Port = _options.Port };
        _host = await JsonRpcHost.StartAsync(new IndexerRpc(_nodes), listen, Log, cancellationToken).ConfigureAwait(false);
        Uri = _host.Uri;
    }

    protected override async Task OnStopAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync().ConfigureAwait(false);
        }

        _nodes?.Dispose();
    }
}
