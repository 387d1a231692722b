using ZeroG.Nodes.JsonRpc;

namespace ZeroG.Nodes.Indexer;

/// <summary>
/// An indexer: tells clients where to send a file and where it can be had, over the storage nodes that its operator names and those it
/// finds among the peers of one of them.
/// </summary>
public sealed class IndexerNode : NodeBase
{
    private readonly IndexerNodeOptions _options;
    private NodeAccess? _access;
    private JsonRpcHost? _host;

    /// <summary>Makes an indexer that has not started.</summary>
    /// <exception cref="ArgumentException">There is neither a storage node nor one to discover others.</exception>
    public IndexerNode(IndexerNodeOptions options)
        : base(options.Name, NodeKind.Indexer, options.DataPath, options.TimeProvider)
    {
        if (options.Nodes.Count == 0 && options.DiscoveryNode is null)
        {
            throw new ArgumentException("An indexer needs storage nodes, or one that discovers others.", nameof(options));
        }

        _options = options;
    }

    /// <summary>The storage nodes that its operator names.</summary>
    public IReadOnlyList<Uri> Nodes => _options.Nodes;

    protected override async Task OnStartAsync(CancellationToken cancellationToken)
    {
        _access = new NodeAccess(_options);
        TrustedNodes trusted = new(_options.Nodes, _access, Log);
        DiscoveredNodes discovered = new(_options, trusted, _access, Log);
        FileHolders files = new(_options, trusted, discovered, _access, Log);
        IndexerRpc rpc = new(trusted, discovered, files, new NodePlaces(_options.PlacesPath, Log), Stopping);
        JsonRpcHostOptions listen = new() { ListenAddress = _options.ListenAddress, Port = _options.Port, ServesWebPages = true };
        _host = await JsonRpcHost.StartAsync(rpc, listen, Log, cancellationToken).ConfigureAwait(false);
        Uri = _host.Uri;
        Run(discovered.RunAsync);
    }

    protected override async Task OnStopAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync().ConfigureAwait(false);
        }

        _access?.Dispose();
    }
}
