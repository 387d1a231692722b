using System.Management.Automation;
using ZeroG.Nodes;
using ZeroG.Nodes.Detached;
using ZeroG.Nodes.Indexer;
using ZeroG.PowerShell.Storage;

namespace ZeroG.PowerShell.Nodes;

/// <summary>Starts an indexer, in this process or one of its own.</summary>
[Cmdlet(VerbsLifecycle.Start, "ZgIndexer", SupportsShouldProcess = true)]
[OutputType(typeof(IndexerNode), typeof(DetachedNode))]
public sealed class StartZgIndexerCommand : StartNodeCmdlet
{
    /// <summary>The storage nodes that it knows.</summary>
    [Parameter(Mandatory = true)]
    [NodeAddress]
    [ValidateNotNullOrEmpty]
    public Uri[] Node { get; set; } = [];

    private protected override string DefaultName => "indexer";

    private protected override string Action => $"Start an indexer of {string.Join<Uri>(", ", Node)}";

    private protected override NodeKind Kind => NodeKind.Indexer;

    private protected override async Task<INode> CreateAsync(string name) => new IndexerNode(new IndexerNodeOptions
    {
        Name = name, Nodes = Node, DataPath = await ResolveDataPathAsync(), ListenAddress = ListenAddress, Port = Port,
    });
}
