using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.Compute;
using ZeroG.Compute.Attestation;
using ZeroG.PowerShell.Pipeline;

namespace ZeroG.PowerShell.Compute.Providers;

/// <summary>Tests what providers say of their TEE, as far as one machine can, and says what it cannot.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ZgProvider")]
[OutputType(typeof(AttestationCheck), typeof(bool))]
public sealed class TestZgProviderCommand : ComputeProviderCmdlet
{
    private AttestationClient _client = null!;
    private string? _folder;

    /// <summary>The market: Inference or FineTuning; each in which the provider offers something when omitted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public ServiceKind Service
    {
        get => Kept<ServiceKind>();
        set => Keep(value);
    }

    /// <summary>Which report is asked for: Legacy, or V1 that names a key for sealed requests too; Legacy when omitted.</summary>
    [Parameter]
    public QuoteLayout Layout
    {
        get => Kept<QuoteLayout>();
        set => Keep(value);
    }

    /// <summary>Emits one Boolean per provider: whether all passed that can be checked here.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Saves the reports in a folder, where each provider gets one named after its address. Not saved when omitted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>Overwrites reports that were saved before.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>How long to wait for each report; 30 seconds when omitted.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    private protected override bool NeedsWallet => false;

    protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        _folder = Destination is null
            ? null
            : await AskAsync(() => FilePaths.ResolveOne(SessionState.Path, Destination));
        _client = Own(new AttestationClient(AttestationClientOptions.Default with { Timeout = Timeout }));
    }

    private protected override async Task ProcessAsync(Address provider, CancellationToken cancellationToken)
    {
        IReadOnlyList<ServiceKind> kinds = MyInvocation.BoundParameters.ContainsKey(nameof(Service)) ? [Service] : ServiceKinds.All;
        PipelineProgress progress = StartProgress($"Testing {provider}");
        bool all = true;
        foreach (AttestationSubject subject in await ProviderSubjects.FindAsync(Compute, provider, kinds, cancellationToken))
        {
            progress.Report("Fetching reports", 0, 0);
            ProviderAttestation result = await new ProviderExamination(_client).RunAsync(subject, Layout, cancellationToken);
            all &= result.IsSound;
            foreach (AttestationCheck check in result.Checks)
            {
                if (!Quiet)
                {
                    await EmitAsync(check);
                }
            }

            if (_folder is not null)
            {
                string folder = System.IO.Path.Combine(_folder, provider.ToString());
                foreach (string path in await ReportFiles.SaveAsync(result, folder, Force, cancellationToken))
                {
                    Verbose($"Saved {path}.");
                }
            }
        }

        if (Quiet)
        {
            await EmitAsync(all);
        }
    }
}
