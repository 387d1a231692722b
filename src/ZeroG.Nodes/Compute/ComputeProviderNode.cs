using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Transactions;
using ZeroG.Compute;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.FineTuning;
using ZeroG.Compute.Services;
using ZeroG.Nodes.Compute.Backends;
using ZeroG.Nodes.Compute.Fees;
using ZeroG.Nodes.Compute.FineTuning;
using ZeroG.Nodes.Hosting;
using ZeroG.Nodes.JsonRpc;
using ZeroG.Nodes.Logging;
using ZeroG.Nodes.Metrics;

namespace ZeroG.Nodes.Compute;

/// <summary>
/// A compute provider: registers its service on the chain, serves requests of users who have an account with it in front of any
/// OpenAI-compatible backend, signs the answers with a development key and settles the fees.
/// </summary>
public sealed class ComputeProviderNode : NodeBase, IOperatedNode
{
    private readonly ComputeProviderOptions _options;
    private EthereumClient? _chain;
    private TeeKey? _tee;
    private FeeBook? _book;
    private TransactionJournal? _journal;
    private FeeSettlement? _settlement;
    private RequestLimits? _limits;
    private BackendClient? _backend;
    private ComputeProviderMetrics? _metrics;
    private FineTuningProvider? _fineTuning;
    private KestrelHost? _host;
    private JsonRpcHost? _adminHost;

    /// <summary>Makes a node that has not started.</summary>
    /// <exception cref="ZeroGException"><c>ZgAmountInvalid</c>, <c>ZgServiceTypeUnknown</c>.</exception>
    public ComputeProviderNode(ComputeProviderOptions options)
        : base(options.Name, NodeKind.ComputeProvider, options.DataPath, options.TimeProvider)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ConcurrencyLimit, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.RequestsPerMinute ?? 1, 1);
        TokenAmount[] prices = [options.InputPrice, options.OutputPrice, options.FineTuning?.PricePerToken ?? TokenAmount.Zero];
        if (Array.Exists(prices, price => price < TokenAmount.Zero))
        {
            throw new ZeroGException(
                "ZgAmountInvalid", ErrorKind.InvalidArgument, $"{prices.Min()} is no price. Give zero or more.", options.Name);
        }

        _options = ProxyPath.IsKnownType(options.ServiceType) ? options : throw new ZeroGException(
            "ZgServiceTypeUnknown", ErrorKind.InvalidArgument,
            $"There are no routes for a service of type '{options.ServiceType}'. Use chatbot, text-to-image, image-editing, speech-to-text "
            + "or embedding.", options.ServiceType);
    }

    /// <summary>The provider's address.</summary>
    public Address Provider => _options.Wallet.Address;

    /// <summary>What it does, for example <c>chatbot</c>.</summary>
    public string ServiceType => _options.ServiceType;

    /// <summary>The model that it serves.</summary>
    public string Model => _options.Model;

    /// <summary>Where users reach it, as the chain says; null before it is registered.</summary>
    public Uri? PublicUri { get; private set; }

    /// <summary>Who signs its answers; null before it has started.</summary>
    public Address? TeeSigner => _tee?.Address;

    /// <summary>Where its operator reaches it, with <c>/metrics</c>; null before it listens.</summary>
    public Uri? AdminUri { get; private set; }

    /// <summary>True when it takes fine-tuning tasks too, over a stand-in that trains nothing.</summary>
    public bool HasFineTuning => _options.FineTuning is not null;

    /// <summary>What users owe and have not paid yet.</summary>
    public TokenAmount Unsettled => _book?.Total ?? TokenAmount.Zero;

    // What would worry the operator of a real provider is the order of the day on a development network.
    private NodeLogLevel ConcernLevel => _options.Network.RpcUri.IsLoopback ? NodeLogLevel.Information : NodeLogLevel.Warning;

    /// <summary>Has users pay what they owe, now.</summary>
    /// <exception cref="ZeroGException">The chain does not answer, or the wallet cannot pay the gas; <c>ZgNodeState</c> before the
    /// start.</exception>
    public async Task<SettlementSummary> SettleAsync(CancellationToken cancellationToken = default)
    {
        if (_settlement is null)
        {
            throw new ZeroGException("ZgNodeState", ErrorKind.InvalidOperation, $"Node '{Name}' has not started. Start it first.", Name);
        }

        SettlementSummary summary = await _settlement.RunAsync(chosen: null, cancellationToken).ConfigureAwait(false);
        _metrics!.Settled(summary);
        return summary;
    }

    protected override async Task OnStartAsync(CancellationToken cancellationToken)
    {
        _chain = await _options.Network.ConnectAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        ComputeClient client = new(_options.Network, _chain);
        TransactionSender sender = new(_chain, _options.Wallet, _options.Network);
        _metrics = new ComputeProviderMetrics(Name);
        string chain = await ChainIdentity.ReadAsync(_chain, _options.Network, cancellationToken).ConfigureAwait(false);
        OpenData(client, chain);
        UserGate gate = new(client, Provider, _book!, _options.CacheDuration, _options.TimeProvider);
        _settlement = new FeeSettlement(
            _book!, new SettlementContract(client, sender, _tee!), gate.Forget, Log, _options.TimeProvider);
        _limits = new RequestLimits(_options.ConcurrencyLimit, _options.RequestsPerMinute);
        _backend = new BackendClient(_options);
        ComputeProviderLog.Backend(Log, _options.BackendUri, _options.Model);

        SignedReplies replies = new(_tee!, _options.SignatureDuration, _options.TimeProvider);
        RequestProxy proxy = new(_options, gate, _limits, _backend, _book!, replies, _metrics, Log);
        byte[] report = DevelopmentReport.Create(_tee!.Address);
        ProviderRoutes routes = new(_options, gate, proxy, replies, _book!, report, DevelopmentReport.Sign(report, _tee));
        _fineTuning = OpenFineTuning(client, sender, chain);
        _host = await ProviderHost.StartAsync(
            _options,
            (builder, stopping) =>
            {
                routes.Map(builder, stopping);
                _fineTuning?.Map(builder);
            },
            Log, cancellationToken).ConfigureAwait(false);
        Uri = _host.Uri;
        _adminHost = await MetricsHost.StartAsync(_options.AdminPort, _metrics.Reader, Log, cancellationToken).ConfigureAwait(false);
        AdminUri = _adminHost.Uri;

        // Last, since from then on users come.
        await RegisterAsync(client, sender, cancellationToken).ConfigureAwait(false);
        Run(token => SettleRegularlyAsync(client, token));
        if (_fineTuning is { } fineTuning)
        {
            await fineTuning.RegisterAsync(PublicUri!, cancellationToken).ConfigureAwait(false);
            Run(fineTuning.RunAsync);
        }

        if (_options.IsApprovedOnDevelopmentChain)
        {
            await new DevelopmentOperator(client, Log).ApproveAsync(Provider, cancellationToken).ConfigureAwait(false);
        }
    }

    protected override async Task OnStopAsync()
    {
        // Requests first, then what they stand on.
        if (_host is not null)
        {
            await _host.DisposeAsync().ConfigureAwait(false);
        }

        if (_adminHost is not null)
        {
            await _adminHost.DisposeAsync().ConfigureAwait(false);
        }

        _fineTuning?.Dispose();
        _backend?.Dispose();
        _limits?.Dispose();
        _settlement?.Dispose();
        _book?.Dispose();
        _journal?.Dispose();
        _metrics?.Dispose();
        _tee?.Dispose();
        _chain?.Rpc.Dispose();
        _options.Wallet.Dispose();
    }

    private FineTuningProvider? OpenFineTuning(ComputeClient client, TransactionSender sender, string chain)
    {
        if (_options.FineTuning is not { } offer)
        {
            return null;
        }

        FineTuningProvider provider = new(
            offer with { DataPath = offer.DataPath ?? (DataPath is null ? null : Path.Combine(DataPath, "fine-tuning")) },
            client, chain, sender, _tee!, Log, _options.TimeProvider);
        _metrics!.Observe("tasks.pending", "Fine-tuning tasks that wait or are in training.", () => provider.PendingCount);
        _metrics.Observe(
            "tasks.delivered", "Fine-tuned models that wait for their users.", () => provider.Count(FineTuningState.Delivered));
        _metrics.Observe("tasks.failed", "Fine-tuning tasks that failed.", () => provider.Count(FineTuningState.Failed));
        return provider;
    }

    private void OpenData(ComputeClient client, string chain)
    {
        if (DataPath is null)
        {
            _tee = TeeKey.Create();
            _book = new FeeBook(store: null);
            ComputeProviderLog.FeesInMemory(Log, ConcernLevel);
        }
        else
        {
            _tee = TeeKey.Open(DataPath);
            string owner = $"{Provider} at {client.Inference.Address} on chain {chain}";
            _book = new FeeBook(new FeeStore(Path.Combine(DataPath, "fees"), owner));
            _journal = new TransactionJournal(Path.Combine(DataPath, "transactions"));
        }

        ComputeProviderLog.KeyIsDevelopment(Log, ConcernLevel, _tee);
        FeeBook book = _book;
        _metrics!.Observe("fees.unsettled", "0G owed and not yet paid.", () => ComputeProviderMetrics.Rounded(book.Total));
        _metrics.Observe("requests.unsettled", "Requests that are not settled.", () => book.Count);
    }

    private async Task RegisterAsync(ComputeClient client, TransactionSender sender, CancellationToken cancellationToken)
    {
        PublicUri = _options.PublicUri ?? Uri!;
        if (PublicUri.IsLoopback && !_options.Network.RpcUri.IsLoopback)
        {
            ComputeProviderLog.UriIsLocal(Log, PublicUri);
        }

        InferenceService service = await new ServiceRegistration(client, sender, _journal, Log).EnsureAsync(
            _options, PublicUri.AbsoluteUri.TrimEnd('/'), _tee!.Address, cancellationToken).ConfigureAwait(false);
        if (!service.IsTeeSignerAcknowledged)
        {
            ComputeProviderLog.NotAcknowledged(Log, ConcernLevel, Provider);
        }
    }

    private async Task SettleRegularlyAsync(ComputeClient client, CancellationToken cancellationToken)
    {
        // What an earlier life of the node left behind has waited long enough.
        await TrySettleAsync(client, all: true, cancellationToken).ConfigureAwait(false);
        long lastAll = _options.TimeProvider.GetTimestamp();
        using PeriodicTimer timer = new(_options.RiskInterval, _options.TimeProvider);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            // A timer that is a little early must not put the settlement off by a whole interval.
            bool all = _options.TimeProvider.GetElapsedTime(lastAll) + (_options.RiskInterval / 2) >= _options.SettlementInterval;
            lastAll = all ? _options.TimeProvider.GetTimestamp() : lastAll;
            await TrySettleAsync(client, all, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task TrySettleAsync(ComputeClient client, bool all, CancellationToken cancellationToken)
    {
        try
        {
            HashSet<Address> risky = all ? [] : await FindRiskyAsync(client, cancellationToken).ConfigureAwait(false);
            if (all || risky.Count > 0 || _book!.Batch is not null)
            {
                SettlementSummary summary = await _settlement!.RunAsync(all ? null : risky.Contains, cancellationToken)
                    .ConfigureAwait(false);
                _metrics!.Settled(summary);
            }
        }
        catch (Exception failure) when (failure is ZeroGException or IOException)
        {
            _metrics!.SettlementFailed();
            SettlementLog.RoundFailed(Log, failure);
        }
    }

    /// <summary>Users whose money no longer covers reserve and debts, because they spent it or asked it back.</summary>
    private async Task<HashSet<Address>> FindRiskyAsync(ComputeClient client, CancellationToken cancellationToken)
    {
        HashSet<Address> risky = [];
        foreach (Address user in _book!.Users)
        {
            SubAccount? account = await client.Inference.FindAccountAsync(user, Provider, cancellationToken).ConfigureAwait(false);
            if (account is null || account.Free < UserGate.Reserve + _book.Of(user))
            {
                risky.Add(user);
            }
        }

        return risky;
    }
}
