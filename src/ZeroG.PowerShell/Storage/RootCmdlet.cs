using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Session;
using ZeroG.Storage.Transfer;

namespace ZeroG.PowerShell.Storage;

/// <summary>A cmdlet over files that are on the network, which come as roots. A file that fails does not end the others.</summary>
public abstract class RootCmdlet : ZgCmdlet
{
    private protected const string RootSet = "Root";

    private StorageAccess? _storage;
    private IFileFinder? _nodes;

    /// <summary>Roots of the files.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = RootSet)]
    [Alias("RootHash", "DataRoot")]
    [ValidateNotNull]
    public StorageRoot[] Root { get; set; } = [];

    /// <summary>The network; the session's when omitted.</summary>
    [Parameter]
    [ByName]
    [ArgumentCompleter(typeof(NetworkNameCompleter))]
    public string? Network { get; set; }

    /// <summary>Storage nodes to ask, and no others; those of the network when omitted.</summary>
    [Parameter]
    [NodeAddress]
    public Uri[] Node { get; set; } = [];

    /// <summary>The indexer that knows the storage nodes; the network's when omitted.</summary>
    [Parameter]
    [NodeAddress]
    public Uri? Indexer { get; set; }

    /// <summary>Finds the nodes that know the files.</summary>
    private protected IFileFinder Nodes => _nodes!;

    protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        _storage = new StorageAccess(Session.Find(Network), Node, Indexer, Debug);
        _nodes = await _storage.ForReadingAsync(cancellationToken);
    }

    protected override void ProcessRecord()
    {
        foreach (StorageRoot root in Root)
        {
            TakeRoot(root);
        }
    }

    /// <summary>Takes one root of the input, on the pipeline thread. Works on it to its end, unless a cmdlet has another way.</summary>
    private protected virtual void TakeRoot(StorageRoot root) =>
        RunItem(root, cancellationToken => ProcessRootAsync(root.Read(), cancellationToken));

    /// <summary>Works on one file. A failure becomes an error about its root, and the next file is taken.</summary>
    private protected virtual Task ProcessRootAsync(Hash256 root, CancellationToken cancellationToken) => Task.CompletedTask;

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _storage?.Dispose();
        }
    }
}
