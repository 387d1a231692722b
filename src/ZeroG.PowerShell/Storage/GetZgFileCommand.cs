using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.Storage.Transfer;

namespace ZeroG.PowerShell.Storage;

/// <summary>Says what each storage node knows of files.</summary>
[Cmdlet(VerbsCommon.Get, "ZgFile")]
[OutputType(typeof(FileOnNode))]
public sealed class GetZgFileCommand : RootCmdlet
{
    private protected override async Task ProcessFileAsync(IReadOnlyList<Hash256> roots, CancellationToken cancellationToken)
    {
        foreach (Hash256 root in roots)
        {
            await TellAsync(root, cancellationToken);
        }
    }

    private async Task TellAsync(Hash256 root, CancellationToken cancellationToken)
    {
        IReadOnlyList<NodeReport> reports = await Nodes.FindAsync(root, cancellationToken);
        if (reports.All(report => report.Info is null))
        {
            throw NodeReport.FileUnknown(root, reports);
        }

        foreach (NodeReport report in reports)
        {
            await EmitAsync(new FileOnNode(root, report));
        }
    }
}
