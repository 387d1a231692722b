using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.Nodes;

namespace ZeroG.PowerShell.Nodes;

/// <summary>Lists the nodes that run in this process.</summary>
[Cmdlet(VerbsCommon.Get, "ZgNode")]
[OutputType(typeof(NodeBase))]
public sealed class GetZgNodeCommand : ZgCmdlet
{
    /// <summary>Names, wildcards allowed; all nodes when omitted.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (string name in Name)
        {
            WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            bool found = false;
            foreach (INode node in NodeRegistry.Process.Nodes)
            {
                if (pattern.IsMatch(node.Name))
                {
                    found = true;
                    await EmitAsync(node);
                }
            }

            if (!found && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                await ReportAsync(
                    new ZeroGException("ZgNodeNotFound", ErrorKind.ObjectNotFound, $"No node is named '{name}'. Get-ZgNode lists the nodes of this session.", name),
                    name);
            }
        }
    }
}
