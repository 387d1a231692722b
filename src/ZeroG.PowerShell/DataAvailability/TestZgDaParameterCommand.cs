using System.Management.Automation;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Encoding.Parameters;
using ZeroG.PowerShell.Pipeline;

namespace ZeroG.PowerShell.DataAvailability;

/// <summary>Tests whether parameters are whole, fit together, and are those of the network.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ZgDaParameter")]
[OutputType(typeof(CheckResult), typeof(bool))]
public sealed class TestZgDaParameterCommand : ZgCmdlet
{
    /// <summary>Folder of the parameters, or what New-ZgDaParameter emits; da-parameters in the user's folder when omitted.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ByPath]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Emits one Boolean for each folder.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override object? CurrentItem => Path;

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        string folder = Path is null ? DaParameters.DefaultPath : await AskAsync(() => FilePaths.ResolveOne(SessionState.Path, Path));
        _ = ParameterShapes.First(folder);
        bool all = true;
        IProgress<ParameterProgress> progress = DaParameters.Report(StartProgress($"Testing {folder}"));
        foreach (MatrixShape shape in ParameterShapes.In(folder))
        {
            await foreach (ParameterCheckResult result in ParameterCheck.RunAsync(folder, shape, progress, cancellationToken))
            {
                all &= result.Passed;
                if (!Quiet)
                {
                    await EmitAsync(new CheckResult(result.Name, result.Passed, result.Detail, result.Target));
                }
            }
        }

        if (Quiet)
        {
            await EmitAsync(all);
        }
    }
}
