using System.Net;
using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Compute;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Inference;
using ZeroG.Compute.Services;
using ZeroG.Nodes.Hosting;
using ZeroG.Nodes.JsonRpc;
using ZeroG.Nodes.Metrics;

namespace ZeroG.Nodes.Compute.Proxy;

/// <summary>
/// An OpenAI-compatible server on this machine in front of providers on the chain and of other servers: any client of that protocol uses
/// them without knowing of wallets and tokens, and goes on when one of them fails.
/// </summary>
public sealed class InferenceProxyNode : NodeBase, IOperatedNode
{
    private readonly InferenceProxyOptions _options;
    private EthereumClient? _chain;
    private InferenceClient? _client;
    private HttpClient? _http;
    private InferenceProxyMetrics? _metrics;
    private KestrelHost? _host;
    private JsonRpcHost? _adminHost;

    /// <summary>Makes a node that has not started.</summary>
    /// <exception cref="ZeroGException"><c>ZgProxyUpstreamMissing</c>, <c>ZgProxyUpstreamTwice</c>, <c>ZgWalletMissing</c>.</exception>
    public InferenceProxyNode(InferenceProxyOptions options)
        : base(options.Name, NodeKind.InferenceProxy, options.DataPath, options.TimeProvider) => _options = Check(options);

    /// <summary>Who answers, the first choice first; addresses without the keys that may stand in them.</summary>
    public IReadOnlyList<ProxyUpstream> Upstreams => [.. _options.Upstreams.OrderBy(upstream => upstream.Priority)
        .Select(upstream => upstream is EndpointUpstream server ? server with { Uri = new Uri(MaskedUri.Of(server.Uri)) } : upstream)];

    /// <summary>Whether clients need a key.</summary>
    public bool HasAccessKey => _options.AccessKey is not null;

    /// <summary>Where its operator reaches it, with <c>/metrics</c>; null before it listens.</summary>
    public Uri? AdminUri { get; private set; }

    protected override async Task OnStartAsync(CancellationToken cancellationToken)
    {
        _http = _options.Handler is { } given
            ? new HttpClient(given, disposeHandler: false)
            : new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        _http.Timeout = System.Threading.Timeout.InfiniteTimeSpan;
        UpstreamPool pool = new(await OpenUpstreamsAsync(cancellationToken).ConfigureAwait(false));
        foreach (Upstream upstream in pool.All)
        {
            InferenceProxyLog.Upstream(Log, upstream);
        }

        if (!HasAccessKey && !IPAddress.IsLoopback(_options.ListenAddress))
        {
            InferenceProxyLog.OpenToAll(Log);
        }

        _metrics = new InferenceProxyMetrics(Name);
        _metrics.Observe(pool);
        ServedReplies replies = new(_options.VerifyDuration, _options.TimeProvider);
        RequestForwarder forwarder = new(pool, replies, _options.Timeout, _options.TimeProvider, _metrics, Log);
        ProxyRoutes routes = new(pool, forwarder, replies);
        _host = await ProxyHost.StartAsync(_options, routes, Log, cancellationToken).ConfigureAwait(false);
        Uri = new Uri(_host.Uri, "/v1");
        _adminHost = await MetricsHost.StartAsync(_options.AdminPort, _metrics.Reader, Log, cancellationToken).ConfigureAwait(false);
        AdminUri = _adminHost.Uri;

        // Lists of models are a courtesy that a start does not wait for.
        Run(token => pool.GetModelsAsync(path: null, token));
    }

    protected override async Task OnStopAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync().ConfigureAwait(false);
        }

        if (_adminHost is not null)
        {
            await _adminHost.DisposeAsync().ConfigureAwait(false);
        }

        _metrics?.Dispose();
        _client?.Dispose();
        _http?.Dispose();
        _chain?.Rpc.Dispose();
        _options.Wallet?.Dispose();
    }

    private static InferenceProxyOptions Check(InferenceProxyOptions options)
    {
        if (options.Upstreams.Count == 0)
        {
            throw new ZeroGException(
                "ZgProxyUpstreamMissing", ErrorKind.InvalidArgument,
                "A proxy needs somebody behind it. Name a provider or an endpoint.", options.Name);
        }

        string[] ids = [.. options.Upstreams.Select(IdOf)];
        if (ids.GroupBy(id => id, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ZeroGException(
                "ZgProxyUpstreamTwice", ErrorKind.InvalidArgument, $"{twice.Key} is named twice. Name each upstream once.", twice.Key);
        }

        return !options.Upstreams.OfType<ProviderUpstream>().Any() || options is { Network: not null, Wallet: not null }
            ? options
            : throw new ZeroGException(
                "ZgWalletMissing", ErrorKind.InvalidOperation,
                "Providers are paid from a wallet, and none is chosen. Name one, or connect with one.", options.Name);
    }

    private static string IdOf(ProxyUpstream upstream) => upstream switch
    {
        ProviderUpstream provider => provider.Provider.ToString(),
        EndpointUpstream endpoint => endpoint.Id,
        _ => throw new ArgumentException($"An upstream of type {upstream.GetType().Name} is not known.", nameof(upstream)),
    };

    private async Task<IReadOnlyList<Upstream>> OpenUpstreamsAsync(CancellationToken cancellationToken)
    {
        List<Upstream> upstreams = [];
        foreach (ProxyUpstream upstream in _options.Upstreams)
        {
            upstreams.Add(upstream switch
            {
                ProviderUpstream provider => await OpenProviderAsync(provider, cancellationToken).ConfigureAwait(false),
                EndpointUpstream endpoint => new EndpointCaller(endpoint, _http!, _options.RecoveryTime, _options.TimeProvider),
                _ => throw new InvalidOperationException(),
            });
        }

        return upstreams;
    }

    private async Task<Upstream> OpenProviderAsync(ProviderUpstream upstream, CancellationToken cancellationToken)
    {
        _chain ??= await _options.Network!.ConnectAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        _client ??= new InferenceClient(new ComputeClient(_options.Network!, _chain), _options.Wallet!, ClientOptions());
        InferenceService service = await _client.GetServiceAsync(upstream.Provider, cancellationToken).ConfigureAwait(false);
        ProviderCaller caller = new(upstream, service, _client, _http!, _options.RecoveryTime, _options.TimeProvider);
        try
        {
            await CheckAccessAsync(upstream.Provider, cancellationToken).ConfigureAwait(false);
        }
        catch (ZeroGException refusal) when (_options.Upstreams.Count > 1)
        {
            // The others serve meanwhile, and money or trust may come later.
            InferenceProxyLog.NotReady(Log, caller.Id, refusal.Message);
            caller.MarkFailed(refusal.Message, pause: null);
        }

        return caller;
    }

    private async Task CheckAccessAsync(Address provider, CancellationToken cancellationToken)
    {
        ComputeClient compute = _client!.Compute;
        Address user = _options.Wallet!.Address;
        SubAccount account = await compute.Inference.FindAccountAsync(user, provider, cancellationToken).ConfigureAwait(false)
            ?? throw await new ComputeRefusal(compute).SubAccountMissingAsync(ServiceKind.Inference, user, provider, cancellationToken)
                .ConfigureAwait(false);
        if (!account.IsAcknowledged)
        {
            throw new ZeroGException(
                "ZgProviderNotAcknowledged", ErrorKind.InvalidOperation,
                $"You have not acknowledged {provider}. Use Confirm-ZgProvider, then start the proxy again.", provider);
        }
    }

    private InferenceClientOptions ClientOptions() => new()
    {
        Timeout = _options.Timeout,
        TimeProvider = _options.TimeProvider,
        Handler = _options.Handler,
    };
}
