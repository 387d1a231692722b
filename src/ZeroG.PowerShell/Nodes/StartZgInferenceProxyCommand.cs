using System.Collections;
using System.Management.Automation;
using System.Security;
using ZeroG.Chain;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Wallets;
using ZeroG.Nodes;
using ZeroG.Nodes.Compute.Backends;
using ZeroG.Nodes.Compute.Proxy;
using ZeroG.Nodes.Detached;
using ZeroG.PowerShell.Compute.Providers;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Secrets;
using ZeroG.PowerShell.Session;
using ZeroG.PowerShell.Transactions;
using ZeroG.PowerShell.Wallets;

namespace ZeroG.PowerShell.Nodes;

/// <summary>Starts a server that any OpenAI client can use, in front of inference providers, in this process or one of its own.</summary>
[Cmdlet(VerbsLifecycle.Start, "ZgInferenceProxy", SupportsShouldProcess = true)]
[OutputType(typeof(InferenceProxyNode), typeof(DetachedNode))]
public sealed class StartZgInferenceProxyCommand : StartNodeCmdlet
{
    // Providers come after servers of the user's own unless these say otherwise; the first one named comes first.
    private const int FirstProviderPriority = 100;

    /// <summary>Providers on the chain, the first choice first; none when omitted.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    [ValidateNotNullOrEmpty]
    [ByProvider]
    public GivenAddress[] Provider { get; set; } = [];

    /// <summary>
    /// OpenAI-compatible servers beside the chain, each a table of Uri and, as needed, Key, Model, Priority and Id; none when omitted.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public Hashtable[] Endpoint { get; set; } = [];

    /// <summary>What clients have to give as their API key; whoever reaches the address comes in when omitted.</summary>
    [Parameter]
    [Secret]
    [ValidateNotNull]
    public SecureString? AccessKey { get; set; }

    /// <summary>How long a provider that failed is left alone; 1 minute when omitted.</summary>
    [Parameter]
    [Duration]
    public TimeSpan RecoveryTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a provider may be silent, before its answer and within; 1 minute when omitted.</summary>
    [Parameter]
    [Duration]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Port on loopback for metrics; a free one when omitted.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int AdminPort { get; set; }

    /// <summary>The network of the providers; the session's when omitted.</summary>
    [Parameter]
    [ByName]
    [ArgumentCompleter(typeof(NetworkNameCompleter))]
    public string? Network { get; set; }

    /// <summary>The wallet that pays the providers; the session's when omitted.</summary>
    [Parameter]
    [ByName]
    [ArgumentCompleter(typeof(WalletNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Wallet { get; set; }

    /// <summary>The wallet's password; asked for when the host is interactive.</summary>
    [Parameter]
    [Secret]
    public SecureString? Password { get; set; }

    private protected override string DefaultName => "inference-proxy";

    private protected override string Action =>
        $"Start a proxy in front of {Provider.Length + Endpoint.Length} inference providers, paid as they are used";

    private protected override NodeKind Kind => NodeKind.InferenceProxy;

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        // A process of its own cannot be handed an open wallet.
        if (Detached && Provider.Length > 0 && Wallet is null)
        {
            throw new ZeroGException(
                "ZgWalletNeeded", ErrorKind.InvalidArgument,
                "A detached proxy opens the wallet itself. Name it with -Wallet, and its password with -Password.");
        }

        await base.ProcessAsync(cancellationToken);
    }

    private protected override async Task<INode> CreateAsync(string name)
    {
        List<ProxyUpstream> upstreams = [];
        foreach (Hashtable table in Endpoint)
        {
            upstreams.Add(await EndpointTable.ReadAsync(table, FetchSecretAsync));
        }

        upstreams.AddRange(Provider.Select((provider, index) => new ProviderUpstream(provider.Read(), FirstProviderPriority + index)));
        BackendKey? access = AccessKey is null
            ? null
            : SecretText.Use(await SecretAsync(AccessKey, "The access key", nameof(AccessKey)), text => new BackendKey(text.ToString()));
        (Network? network, Wallet? wallet) = Provider.Length > 0 ? await OpenAsync() : (null, null);
        return new InferenceProxyNode(new InferenceProxyOptions
        {
            Name = name,
            Upstreams = upstreams,
            Network = network,
            Wallet = wallet,
            AccessKey = access,
            RecoveryTime = RecoveryTime,
            Timeout = RequestTimeout,
            DataPath = await ResolveDataPathAsync(),
            ListenAddress = ListenAddress,
            Port = Port,
            AdminPort = AdminPort,
        });
    }

    private protected override Task BeforeDetachingAsync() => AskForPasswordAsync(Wallet, Password);

    private async Task<(Network Network, Wallet Wallet)> OpenAsync()
    {
        Network network = Session.Find(Network);
        return (network, Wallet is { } name
            ? await OpenWalletAsync(name, network, Password, Cancelled)
            : Session.RequireWallet().Copy());
    }
}
