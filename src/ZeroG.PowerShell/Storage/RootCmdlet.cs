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
    [ByValue]
    public StorageRoot[] Root { get; set; } = [];

    /// <summary>
    /// The roots of the fragments of the file that -Root begins, usually by the pipeline; one or none for a file that is stored whole.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = RootSet)]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    [ByValue]
    public string[]? Roots { get; set; }

    /// <summary>The network; the session's when omitted.</summary>
    [Parameter]
    [ByName]
    [ArgumentCompleter(typeof(NetworkNameCompleter))]
    public string? Network { get; set; }

    /// <summary>Storage nodes to ask, and no others; those of the network when omitted.</summary>
    [Parameter]
    [NodeAddress]
    [ValidateNotNullOrEmpty]
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
        RunItem(root.ToString(), cancellationToken => ProcessFileAsync(FragmentsOf(root), cancellationToken));

    /// <summary>Works on one file. A failure becomes an error about its root, and the next file is taken.</summary>
    /// <param name="roots">Roots of its fragments in the order of the file; its one root when it is stored whole.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    private protected virtual Task ProcessFileAsync(IReadOnlyList<Hash256> roots, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <summary>The fragments that came with a root, or the root alone.</summary>
    /// <exception cref="ZeroGException"><c>ZgRootInvalid</c>.</exception>
    private protected IReadOnlyList<Hash256> FragmentsOf(StorageRoot root) =>
        ReadRoots(Roots ?? []) is { Count: > 1 } fragments ? fragments : [root.Read()];

    /// <summary>Roots as an array, or as one text with spaces between, as they stand in a table.</summary>
    /// <exception cref="ZeroGException"><c>ZgRootInvalid</c>.</exception>
    private protected static IReadOnlyList<Hash256> ReadRoots(IEnumerable<string> given) =>
    [
        .. given.SelectMany(text => text.Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries))
            .Select(text => new StorageRoot(text).Read()),
    ];

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _storage?.Dispose();
        }
    }
}
