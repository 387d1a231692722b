using System.Management.Automation;
using ZeroG.Nodes;
using ZeroG.Nodes.Logging;
using ZeroG.PowerShell.Pipeline;

namespace ZeroG.PowerShell.Nodes;

/// <summary>Reads the log of nodes, oldest line first.</summary>
[Cmdlet(VerbsCommon.Get, "ZgNodeLog", DefaultParameterSetName = NameSet)]
[OutputType(typeof(NodeLogEntry))]
public sealed class GetZgNodeLogCommand : NodeCmdlet
{
    private readonly List<INode> _followed = [];

    /// <summary>Names, wildcards allowed; all nodes when omitted.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = NameSet)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [ValidateNotNullOrEmpty]
    public override string[] Name { get; set; } = ["*"];

    /// <summary>Only the last lines of each node; all that it keeps, 2000 in memory or the file of a detached node, when omitted.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Tail { get; set; } = int.MaxValue;

    /// <summary>Only lines of this level and above; all when omitted.</summary>
    [Parameter]
    public NodeLogLevel Level
    {
        get => Kept<NodeLogLevel>();
        set => Keep(value);
    }

    /// <summary>Goes on with each new line until the nodes have ended or the time is over.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long -Wait goes on; until the nodes have ended when omitted.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = System.Threading.Timeout.InfiniteTimeSpan;

    private protected override async Task ProcessNodeAsync(INode node, CancellationToken cancellationToken)
    {
        if (Wait)
        {
            _followed.Add(node);
            return;
        }

        foreach (NodeLogEntry entry in node.Log.Read(Tail, Level))
        {
            await EmitAsync(Line(node, entry));
        }
    }

    protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            await Task.WhenAll(_followed.Select(node => FollowAsync(node, limit.Token)));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Verbose($"{Timeout.TotalSeconds:0.###} s are over.");
        }
    }

    private async Task FollowAsync(INode node, CancellationToken cancellationToken)
    {
        await foreach (NodeLogEntry entry in node.Log.FollowAsync(Tail, Level, cancellationToken))
        {
            await EmitAsync(Line(node, entry));
        }
    }

    private static PSObject Line(INode node, NodeLogEntry entry)
    {
        PSObject line = new(entry);
        line.Properties.Add(new PSNoteProperty("Node", node.Name));
        return line;
    }
}
