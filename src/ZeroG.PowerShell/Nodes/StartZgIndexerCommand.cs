using System.Management.Automation;
using ZeroG.Nodes.Indexer;
using ZeroG.PowerShell.Storage;

namespace ZeroG.PowerShell.Nodes;

/// <summary>Starts an indexer inside this process.</summary>
[Cmdlet(VerbsLifecycle.Start, "ZgIndexer", SupportsShouldProcess = true)]
[OutputType(typeof(IndexerNode))]
public sealed class StartZgIndexerCommand : StartNodeCmdlet
{
    /// <summary>The storage nodes that it knows.</summary>
    [Parameter(Mandatory = true)]
    [NodeAddress]
    [ValidateNotNullOrEmpty]
    public Uri[] Node { get; set; } = [];

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        string name = NameOr("indexer");
        if (!await ShouldProcessAsync(name, $"Start an indexer of {string.Join<Uri>(", ", Node)}"))
        {
            return;
        }

        IndexerNode indexer = new(new IndexerNodeOptions
        {
            Name = name, Nodes = Node, DataPath = await ResolveDataPathAsync(), ListenAddress = ListenAddress, Port = Port,
        });
        await StartAsync(indexer, cancellationToken);
        await EmitAsync(indexer);
    }
}
