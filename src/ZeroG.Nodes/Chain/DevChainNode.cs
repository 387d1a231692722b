using ZeroG.Nodes.JsonRpc;

namespace ZeroG.Nodes.Chain;

/// <summary>The development chain as a node: one port for HTTP and WebSocket, on which Ethereum's tools find what they expect.</summary>
public sealed class DevChainNode : NodeBase
{
    private readonly DevChainNodeOptions _options;
    private DevChain.DevChain? _chain;
    private JsonRpcHost? _host;

    /// <summary>Makes a node that has not started.</summary>
    public DevChainNode(DevChainNodeOptions options)
        : base(options.Name, NodeKind.DevChain, options.DataPath, options.Chain.TimeProvider) => _options = options;

    /// <summary>The chain itself, for callers in this process; null before the start.</summary>
    public DevChain.DevChain? Chain => _chain;

    protected override async Task OnStartAsync(CancellationToken cancellationToken)
    {
        _chain = new DevChain.DevChain(_options.Chain with { DataPath = DataPath });
        _chain.BlockSealed += block => DevChainLogMessages.BlockSealed(Log, block);
        JsonRpcHostOptions host = new()
        {
            ListenAddress = _options.ListenAddress,
            Port = _options.Port,
            ServesWebPages = true,
            OpenConnection = push => new DevChainConnection(_chain.OpenSession(message => push(message))),
        };
        _host = await JsonRpcHost.StartAsync(_chain, host, Log, cancellationToken).ConfigureAwait(false);
        Uri = _host.Uri;
    }

    protected override async Task OnStopAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync().ConfigureAwait(false);
        }

        if (_chain is not null)
        {
            await _chain.DisposeAsync().ConfigureAwait(false);
        }
    }
}
