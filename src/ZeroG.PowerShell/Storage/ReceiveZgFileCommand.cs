using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.PowerShell.Pipeline;
using ZeroG.Storage.Transfer;

namespace ZeroG.PowerShell.Storage;

/// <summary>Fetches files by their roots and proves that they are whole before they get their names.</summary>
[Cmdlet(VerbsCommunications.Receive, "ZgFile", SupportsShouldProcess = true)]
[OutputType(typeof(DownloadResult))]
public sealed class ReceiveZgFileCommand : RootCmdlet
{
    /// <summary>A folder or a file name; the current location when omitted.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = ".";

    /// <summary>The name of the file in a folder; the root when omitted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Overwrites a file that exists.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Fetches segments without their proofs; the root of the whole is verified all the same.</summary>
    [Parameter]
    public SwitchParameter SkipProof { get; set; }

    /// <summary>Segments in flight; 8 when omitted.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    protected override string? StopAdvice => "Stopped. The same command goes on where this one ended.";

    private protected override async Task ProcessRootAsync(Hash256 root, CancellationToken cancellationToken)
    {
        DownloadTarget target = await AskAsync(() => DownloadTarget.Find(
            FilePaths.ResolveLiteral(SessionState.Path, Destination), DownloadTarget.IsFolderText(Destination),
            Name, nameFromPipeline: MyInvocation.ExpectingInput, root));
        if (!await ShouldProcessAsync(target.Path, $"Receive {root}"))
        {
            return;
        }

        target.MakeFolder();
        DownloadOptions options = new() { WithProof = !SkipProof, Force = Force, ThrottleLimit = ThrottleLimit };
        TransferWatch watch = new(StartProgress($"Receiving {target.Name}"), Verbose);
        await EmitAsync(await new FileDownload(Nodes, options).ReceiveAsync(root, target.Path, watch, cancellationToken));
    }
}
