using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.Nodes;
using ZeroG.PowerShell.Pipeline;

namespace ZeroG.PowerShell.Nodes;

/// <summary>Waits until nodes are in a state.</summary>
[Cmdlet(VerbsLifecycle.Wait, "ZgNode", DefaultParameterSetName = NameSet)]
[OutputType(typeof(INode))]
public sealed class WaitZgNodeCommand : NodeCmdlet
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Names of the nodes, wildcards allowed.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = NameSet)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [ValidateNotNullOrEmpty]
    public override string[] Name { get; set; } = [];

    /// <summary>The state to wait for; Running when omitted.</summary>
    [Parameter]
    public NodeState State
    {
        get => Kept<NodeState?>() ?? NodeState.Running;
        set => Keep<NodeState?>(value);
    }

    /// <summary>How long to wait for each node; one minute when omitted.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Emits each node when it is in the state.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override async Task ProcessNodeAsync(INode node, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            while (node.State != State)
            {
                await PauseAsync(node, limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ZeroGException(
                "ZgTimeout", ErrorKind.OperationTimeout,
                $"Node '{node.Name}' is {node.State}, not {State}, after {Timeout.TotalSeconds:0.###} s. "
                + "Get-ZgNodeLog says what it does.",
                node);
        }

        if (PassThru)
        {
            await EmitAsync(node);
        }
    }

    private async Task PauseAsync(INode node, CancellationToken cancellationToken)
    {
        // The state is read again after the node has ended: it may have reached the one asked for between two looks.
        bool ended = node.Completion.IsCompleted;
        if (ended && node.State != State)
        {
            throw node.Failure is { } failure
                ? new ZeroGException(
                    "ZgNodeFaulted", ErrorKind.ResourceUnavailable, $"Node '{node.Name}' failed: {failure.Message}", node, failure)
                : new ZeroGException(
                    "ZgNodeState", ErrorKind.InvalidOperation,
                    $"Node '{node.Name}' has stopped and will never be {State}. Start a new one.", node);
        }

        await Task.WhenAny(node.Completion, Task.Delay(Interval, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
    }
}
