using System.Management.Automation;
using System.Net;
using ZeroG.Nodes;
using ZeroG.PowerShell.Pipeline;

namespace ZeroG.PowerShell.Nodes;

/// <summary>A cmdlet that starts one node, which belongs to the process and goes on after the cmdlet.</summary>
public abstract class StartNodeCmdlet : ZgCmdlet
{
    /// <summary>Name by which the node is found; the kind, with a number where that is taken, when omitted.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrWhiteSpace]
    public string? Name { get; set; }

    /// <summary>Folder of its data, made where it is missing; a temporary one that is deleted when the node stops, when omitted.</summary>
    [Parameter]
    [ValidateNotNullOrWhiteSpace]
    public string? DataPath { get; set; }

    /// <summary>Port to listen on; a free one when omitted.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    /// <summary>Address to listen on; loopback, which only this machine reaches, when omitted.</summary>
    [Parameter]
    [ValidateNotNull]
    public IPAddress ListenAddress { get; set; } = IPAddress.Loopback;

    /// <summary>The name to use.</summary>
    private protected string NameOr(string kind) => Name ?? NodeRegistry.Process.NextName(kind);

    /// <summary>The folder to use, as the file system names it.</summary>
    private protected async Task<string?> ResolveDataPathAsync() =>
        DataPath is null ? null : await AskAsync(() => FilePaths.ResolveLiteral(SessionState.Path, DataPath));

    /// <summary>Starts the node and lists it in the process; one that fails stays listed with its log.</summary>
    private protected async Task StartAsync(INode node, CancellationToken cancellationToken)
    {
        if (!IPAddress.IsLoopback(ListenAddress))
        {
            Warn($"Node '{node.Name}' listens on {ListenAddress}: whoever reaches this machine can use it.");
        }

        NodeRegistry.Process.Add(node);
        await node.StartAsync(cancellationToken);
        Verbose($"Node '{node.Name}' is ready at {node.Uri}.");
    }
}
