using System.Management.Automation;
using System.Net;
using ZeroG.Chain;
using ZeroG.Chain.Networks;
using ZeroG.Nodes;
using ZeroG.Nodes.Detached;
using ZeroG.Nodes.Storage;
using ZeroG.Nodes.Storage.Configuration;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Session;
using ZeroG.PowerShell.Storage;
using ZeroG.Storage.Nodes;

namespace ZeroG.PowerShell.Nodes;

/// <summary>Starts a storage node, in this process or one of its own.</summary>
[Cmdlet(VerbsLifecycle.Start, "ZgStorageNode", SupportsShouldProcess = true)]
[OutputType(typeof(StorageNode), typeof(DetachedNode))]
public sealed class StartZgStorageNodeCommand : StartNodeCmdlet
{
    // As the official node has it; a chain on this machine does not take blocks back.
    private const int PublicConfirmations = 3;

    /// <summary>The network whose log it follows; the session's when omitted.</summary>
    [Parameter]
    [ByName]
    [ArgumentCompleter(typeof(NetworkNameCompleter))]
    public string? Network { get; set; }

    /// <summary>The shard that it keeps; what -ConfigPath says, otherwise 0, when omitted.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int ShardId { get; set; }

    /// <summary>How many shards there are, a power of two; 1 when omitted.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int ShardCount { get; set; } = 1;

    /// <summary>First block to read in a new folder; the network's first with submissions when omitted.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long StartBlock { get; set; } = -1;

    /// <summary>Blocks that must follow a block before it is read; 3 when omitted, and 0 on a development network.</summary>
    [Parameter]
    [ValidateRange(0, 10_000)]
    public int Confirmations { get; set; } = -1;

    /// <summary>
    /// A config.toml of the official storage node. What the other parameters say comes first, then the file; it is not read when omitted.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrWhiteSpace]
    public string? ConfigPath { get; set; }

    /// <summary>Port for the operator's admin_ methods and for metrics; a free one on loopback when omitted.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int AdminPort { get; set; }

    /// <summary>Storage nodes from which admin_startSyncFile fetches files that this one lacks; none when omitted.</summary>
    [Parameter]
    [NodeAddress]
    [ValidateNotNullOrEmpty]
    public Uri[] Peer { get; set; } = [];

    private protected override string DefaultName => "storage";

    private protected override string Action =>
        $"Start a storage node of {(ConfigPath is null || Network is not null ? Session.Find(Network).Name : ConfigPath)}";

    private protected override NodeKind Kind => NodeKind.Storage;

    // Not a field: the engine would load the floor of its type when it looks at the cmdlet.
    private StorageNodeConfig? Config
    {
        get => Kept<StorageNodeConfig>();
        set => Keep(value);
    }

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (ConfigPath is not null)
        {
            TakeConfig(StorageNodeConfig.Read(await AskAsync(() => FilePaths.ResolveOne(SessionState.Path, ConfigPath))));
        }

        await base.ProcessAsync(cancellationToken);
    }

    private protected override async Task<INode> CreateAsync(string name) =>
        new StorageNode(Options(name, Config, await ResolveDataPathAsync()));

    private void TakeConfig(StorageNodeConfig config)
    {
        Config = config;
        foreach (string warning in config.Warnings)
        {
            Warn(warning);
        }

        if (config.Listen is { } listen && !IsGiven(nameof(ListenAddress)))
        {
            ListenAddress = listen.Address;
        }

        if (config.AdminListen is { } admin && !IPAddress.IsLoopback(admin.Address))
        {
            Warn($"The node takes orders on {admin.Address}: whoever reaches this machine can stop it.");
        }
    }

    private StorageNodeOptions Options(string name, StorageNodeConfig? config, string? dataPath)
    {
        // Who names a network means all of it. Otherwise a file that names a contract speaks for itself.
        bool byName = Network is not null;
        Network? network = byName || config?.FlowAddress is null ? Session.Find(Network) : null;
        StorageNodeConfig? file = byName ? null : config;
        Uri chain = file?.ChainUri ?? network?.RpcUri ?? StorageNodeConfig.DefaultChainUri;
        StorageNodeOptions options = new()
        {
            Name = name,
            ChainUri = chain,
            FlowAddress = file?.FlowAddress ?? network?.FlowAddress ?? throw NoStorage(network!),
            StartBlock = StartBlock >= 0 ? StartBlock : file?.StartBlock ?? (long)(network?.LogStartBlock ?? 0),
            Confirmations = Confirmations >= 0 ? Confirmations
                : config?.Confirmations ?? (config is null && chain.IsLoopback ? 0 : PublicConfirmations),
            Shard = IsGiven(nameof(ShardId)) || IsGiven(nameof(ShardCount)) ? Shard() : config?.Shard ?? ShardConfig.Whole,
            DataPath = dataPath ?? config?.DataPath,
            ListenAddress = ListenAddress,
            Port = IsGiven(nameof(Port)) ? Port : config?.Listen?.Port ?? 0,
            AdminListenAddress = config?.AdminListen?.Address ?? IPAddress.Loopback,
            AdminPort = IsGiven(nameof(AdminPort)) ? AdminPort : config?.AdminListen?.Port ?? 0,
            Peers = Peer,
        };
        return config?.Apply(options) ?? options;
    }

    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    private ShardConfig Shard()
    {
        ShardConfig shard = new(ShardId, ShardCount);
        return shard.IsValid ? shard : throw new ZeroGException(
            "ZgShardInvalid", ErrorKind.InvalidArgument,
            $"There is no shard {ShardId} of {ShardCount}. -ShardCount is a power of two, and -ShardId below it.", ShardId);
    }

    private static ZeroGException NoStorage(Network network) => new(
        "ZgNoStorageNodes", ErrorKind.InvalidOperation,
        $"Network {network.Name} names no Flow contract whose log a storage node could follow. Choose another network.", network.Name);
}
