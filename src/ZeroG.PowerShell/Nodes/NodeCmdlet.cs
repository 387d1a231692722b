using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.Nodes;
using ZeroG.Nodes.Detached;
using ZeroG.PowerShell.Pipeline;

namespace ZeroG.PowerShell.Nodes;

/// <summary>
/// A cmdlet about nodes, of this process and detached ones, which come by name or as objects. Each node is worked on by itself.
/// </summary>
public abstract class NodeCmdlet : ZgCmdlet
{
    private protected const string NameSet = "Name";
    private protected const string NodeSet = "Node";

    /// <summary>Names of nodes, wildcards allowed.</summary>
    public abstract string[] Name { get; set; }

    /// <summary>Node objects, as Start-ZgDevNet and Get-ZgNode emit them.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = NodeSet)]
    [ValidateNotNull]
    public INode[] Node
    {
        get => Kept<INode[]>() ?? [];
        set => Keep(value);
    }

    /// <summary>Folder of the states of detached nodes; the one in ZEROG_NODES, else the user's, when omitted.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [ValidateNotNullOrWhiteSpace]
    public string? StatePath { get; set; }

    protected override void ProcessRecord()
    {
        if (ParameterSetName == NodeSet)
        {
            ProcessNodes(Node);
            return;
        }

        INode[] all = List();
        foreach (string name in Name)
        {
            WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            INode[] found = Array.FindAll(all, node => pattern.IsMatch(node.Name));
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteError(ErrorRecords.From(NotFound(name), name));
            }

            ProcessNodes(found);
        }
    }

    /// <summary>Works on one node. A failure becomes an error about it, and the next node is taken.</summary>
    private protected abstract Task ProcessNodeAsync(INode node, CancellationToken cancellationToken);

    private void ProcessNodes(INode[] nodes)
    {
        foreach (INode node in nodes)
        {
            RunItem(node, cancellationToken => ProcessNodeAsync(node, cancellationToken));
        }
    }

    private INode[] List()
    {
        try
        {
            string? path = StatePath is null ? null : FilePaths.ResolveOne(SessionState.Path, StatePath);
            return [.. new NodeNames(new NodeStateStore(path)).All];
        }
        catch (ZeroGException failure)
        {
            ThrowTerminatingError(ErrorRecords.From(failure, StatePath));
            throw;
        }
    }

    private static ZeroGException NotFound(string name) => new(
        "ZgNodeNotFound", ErrorKind.ObjectNotFound, $"No node is named '{name}'. Get-ZgNode lists the nodes that there are.", name);
}
