using System.Management.Automation;
using ZeroG.Nodes;
using ZeroG.Nodes.Detached;
using ZeroG.Nodes.Indexer;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Storage;

namespace ZeroG.PowerShell.Nodes;

/// <summary>Starts an indexer, in this process or one of its own.</summary>
[Cmdlet(VerbsLifecycle.Start, "ZgIndexer", DefaultParameterSetName = TrustedSet, SupportsShouldProcess = true)]
[OutputType(typeof(IndexerNode), typeof(DetachedNode))]
public sealed class StartZgIndexerCommand : StartNodeCmdlet
{
    private const string TrustedSet = "Trusted";
    private const string DiscoveredSet = "Discovered";

    /// <summary>The storage nodes that it trusts.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TrustedSet)]
    [Parameter(ParameterSetName = DiscoveredSet)]
    [NodeAddress]
    [ValidateNotNullOrEmpty]
    public Uri[] Node { get; set; } = [];

    /// <summary>Admin address of a storage node among whose peers it finds others; nobody is looked for when omitted.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DiscoveredSet)]
    [HttpUri]
    public Uri? DiscoveryNode { get; set; }

    /// <summary>Ports on which peers are tried, in this order; 5678 when omitted.</summary>
    [Parameter(ParameterSetName = DiscoveredSet)]
    [ValidateRange(1, 65535)]
    [ValidateNotNullOrEmpty]
    public int[] DiscoveryPort { get; set; } = [5678];

    /// <summary>How often peers are looked for; ten minutes when omitted.</summary>
    [Parameter(ParameterSetName = DiscoveredSet)]
    [Duration]
    public TimeSpan DiscoveryInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How often found nodes are asked again, and dropped when they do not answer; ten minutes when omitted.</summary>
    [Parameter(ParameterSetName = DiscoveredSet)]
    [Duration]
    public TimeSpan UpdateInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Files whose holders are remembered; 100,000 when omitted.</summary>
    [Parameter]
    [ValidateRange(1, 10_000_000)]
    public int CacheSize { get; set; } = 100_000;

    /// <summary>How long the holders of a file are remembered; a day when omitted.</summary>
    [Parameter]
    [Duration]
    public TimeSpan CacheExpiry { get; set; } = TimeSpan.FromHours(24);

    /// <summary>JSON file with the places of addresses, as the official indexer caches it; no places are known when omitted.</summary>
    [Parameter]
    [ValidateNotNullOrWhiteSpace]
    public string? PlacePath { get; set; }

    private protected override string DefaultName => "indexer";

    private protected override string Action => Node.Length > 0
        ? $"Start an indexer of {string.Join(", ", Node.Select(UriText.Mask))}"
        : $"Start an indexer of the peers of {UriText.Mask(DiscoveryNode)}";

    private protected override NodeKind Kind => NodeKind.Indexer;

    private protected override async Task<INode> CreateAsync(string name) => new IndexerNode(new IndexerNodeOptions
    {
        Name = name,
        Nodes = Node,
        DiscoveryNode = DiscoveryNode,
        DiscoveryPorts = DiscoveryPort,
        DiscoveryInterval = DiscoveryInterval,
        UpdateInterval = UpdateInterval,
        FileCacheSize = CacheSize,
        FileCacheExpiry = CacheExpiry,
        PlacesPath = PlacePath is null ? null : await AskAsync(() => FilePaths.ResolveOne(SessionState.Path, PlacePath)),
        DataPath = await ResolveDataPathAsync(),
        ListenAddress = ListenAddress,
        Port = Port,
    });
}
