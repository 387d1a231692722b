using System.Management.Automation;
using System.Security;
using ZeroG.Chain;
using ZeroG.Chain.Networks;
using ZeroG.Nodes;
using ZeroG.Nodes.Compute;
using ZeroG.Nodes.Compute.Backends;
using ZeroG.Nodes.Compute.FineTuning;
using ZeroG.Nodes.Detached;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Secrets;
using ZeroG.PowerShell.Session;
using ZeroG.PowerShell.Wallets;

namespace ZeroG.PowerShell.Nodes;

/// <summary>Starts a compute provider, in this process or one of its own.</summary>
[Cmdlet(VerbsLifecycle.Start, "ZgComputeProvider", SupportsShouldProcess = true)]
[OutputType(typeof(ComputeProviderNode), typeof(DetachedNode))]
public sealed class StartZgComputeProviderCommand : StartNodeCmdlet
{
    /// <summary>The wallet that offers the service: it stakes, pays gas and is paid. It cannot be its own customer.</summary>
    [Parameter(Mandatory = true)]
    [ByName]
    [ArgumentCompleter(typeof(WalletNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string Wallet { get; set; } = "";

    /// <summary>The wallet's password; asked for when the host is interactive.</summary>
    [Parameter]
    [Secret]
    public SecureString? Password { get; set; }

    /// <summary>The network; the session's when omitted.</summary>
    [Parameter]
    [ByName]
    [ArgumentCompleter(typeof(NetworkNameCompleter))]
    public string? Network { get; set; }

    /// <summary>Base address of an OpenAI-compatible server, usually ending in /v1; a built-in echo, for tests, when omitted.</summary>
    [Parameter]
    [HttpUri]
    public Uri? Backend { get; set; }

    /// <summary>The provider's own key at the backend; none when omitted.</summary>
    [Parameter]
    [Secret]
    public SecureString? BackendKey { get; set; }

    /// <summary>The model that is served, as the backend names it; zerog-echo, the echo's, when omitted.</summary>
    [Parameter]
    [ValidateNotNullOrWhiteSpace]
    public string? Model { get; set; }

    /// <summary>What the service does; chatbot when omitted.</summary>
    [Parameter]
    [ValidateSet("chatbot", "text-to-image", "image-editing", "speech-to-text", "embedding")]
    public string ServiceType { get; set; } = "chatbot";

    /// <summary>Price of a token of the prompt or a second of speech; 100 gwei when omitted.</summary>
    [Parameter]
    public TokenAmount InputPrice
    {
        get => Kept<TokenAmount>();
        set => Keep(value);
    }

    /// <summary>Price of a token of the answer or an image; 200 gwei when omitted.</summary>
    [Parameter]
    public TokenAmount OutputPrice
    {
        get => Kept<TokenAmount>();
        set => Keep(value);
    }

    /// <summary>Price of a token of a dataset and epoch; 500 gwei when omitted. Counts with -FineTuning.</summary>
    [Parameter]
    public TokenAmount TrainingPrice
    {
        get => Kept<TokenAmount>();
        set => Keep(value);
    }

    /// <summary>Where users reach it, as the chain says; where it listens when omitted.</summary>
    [Parameter]
    [HttpUri]
    public Uri? PublicUri { get; set; }

    /// <summary>Takes fine-tuning tasks too, over a stand-in that trains nothing; inference alone when omitted.</summary>
    [Parameter]
    public SwitchParameter FineTuning { get; set; }

    /// <summary>Time between two settlements with all users; ten minutes when omitted.</summary>
    [Parameter]
    [Duration]
    public TimeSpan SettlementInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Requests that are served at once; 64 when omitted.</summary>
    [Parameter]
    [ValidateRange(1, 100_000)]
    public int ConcurrencyLimit { get; set; } = 64;

    /// <summary>Requests of one user in a minute; no limit when omitted.</summary>
    [Parameter]
    [ValidateRange(1, 1_000_000)]
    public int RequestsPerMinute { get; set; }

    /// <summary>Port on loopback for metrics; a free one when omitted.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int AdminPort { get; set; }

    private protected override string DefaultName => "compute-provider";

    private protected override string Action =>
        $"Register a {ServiceType}{(FineTuning ? " and fine-tuning" : "")} of wallet '{Wallet}' on {Session.Find(Network).Name}, "
        + "with the stake that each contract asks for, and serve it";

    private protected override NodeKind Kind => NodeKind.ComputeProvider;

    protected override Task ProcessAsync(CancellationToken cancellationToken) => Backend is null || Model is not null
        ? base.ProcessAsync(cancellationToken)
        : throw new ZeroGException(
            "ZgModelNeeded", ErrorKind.InvalidArgument,
            "The record on the chain names the model that is served. Give -Model with the name that the backend knows it by.", Wallet);

    private protected override async Task<INode> CreateAsync(string name)
    {
        Network network = Session.Find(Network);
        string? dataPath = await ResolveDataPathAsync();
        BackendKey? key = BackendKey is null
            ? null
            : SecretText.Use(
                await SecretAsync(BackendKey, "The key of the backend", nameof(BackendKey)), text => new BackendKey(text.ToString()));
        ComputeProviderOptions options = new()
        {
            Name = name,
            Network = network,
            Wallet = await OpenWalletAsync(Wallet, network, Password, Cancelled),
            PublicUri = PublicUri,
            ServiceType = ServiceType,
            BackendUri = Backend,
            BackendKey = key,
            RiskInterval = TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerSecond, SettlementInterval.Ticks / 2)),
            SettlementInterval = SettlementInterval,
            ConcurrencyLimit = ConcurrencyLimit,
            RequestsPerMinute = RequestsPerMinute == 0 ? null : RequestsPerMinute,
            DataPath = dataPath,
            ListenAddress = ListenAddress,
            Port = Port,
            AdminPort = AdminPort,
        };
        return new ComputeProviderNode(options with
        {
            Model = Model ?? options.Model,
            InputPrice = IsGiven(nameof(InputPrice)) ? InputPrice : options.InputPrice,
            OutputPrice = IsGiven(nameof(OutputPrice)) ? OutputPrice : options.OutputPrice,
            FineTuning = FineTuning ? OfferFineTuning(network) : null,
            IsApprovedOnDevelopmentChain = true,

            // A chain on this machine is asked each time, so that tests see at once what they have just paid or revoked.
            CacheDuration = network.RpcUri.IsLoopback ? TimeSpan.Zero : options.CacheDuration,
        });
    }

    private protected override Task BeforeDetachingAsync() => AskForPasswordAsync(Wallet, Password);

    private protected override void OnStarted(INode node)
    {
        if (DataPath is null && !Session.Find(Network).RpcUri.IsLoopback)
        {
            Warn("Signing key and fees that are not settled are lost when the provider ends. Give -DataPath to keep them.");
        }
    }

    private FineTuningProviderOptions OfferFineTuning(Network network)
    {
        FineTuningProviderOptions usual = network.RpcUri.IsLoopback ? FineTuningProviderOptions.Quick : new FineTuningProviderOptions();
        return IsGiven(nameof(TrainingPrice)) ? usual with { PricePerToken = TrainingPrice } : usual;
    }

    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
