using System.Management.Automation;
using ZeroG.Compute.FineTuning.Delivery;
using ZeroG.PowerShell.Compute.Providers;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Storage;
using ZeroG.PowerShell.Transactions;

namespace ZeroG.PowerShell.Compute.FineTuning;

/// <summary>Decrypts fine-tuned models with the key that the provider published for the wallet, and unpacks them.</summary>
[Cmdlet(VerbsSecurity.Unprotect, "ZgFineTunedModel", SupportsShouldProcess = true)]
[OutputType(typeof(DecryptedModel))]
public sealed class UnprotectZgFineTunedModelCommand : ComputeCmdlet
{
    private readonly WrittenTargets _written = new();

    /// <summary>The encrypted model, as Receive-ZgFineTunedModel wrote it.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>
    /// The folder for the files of the model, or a name that ends in .zip for the zip itself; beside the encrypted file when omitted.
    /// </summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>Address of the provider that trained it.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    [ValidateNotNull]
    [ByProvider]
    public GivenAddress Provider { get; set; } = null!;

    /// <summary>Id of the task that made it.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public GivenTask TaskId { get; set; } = null!;

    /// <summary>The provider's TEE signer at the time of the training; its present one when omitted.</summary>
    [Parameter]
    [ValidateNotNull]
    public GivenAddress? Signer { get; set; }

    /// <summary>Overwrites files that exist, but none of another model of the same command.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override object? CurrentItem => Path;

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        string path = await ResolveAsync(Path);
        string name = System.IO.Path.GetFileName(path);
        string target = System.IO.Path.TrimEndingDirectorySeparator(
            Destination is null ? System.IO.Path.ChangeExtension(path, null) : await ResolveAsync(Destination));
        if (target == path)
        {
            // A name without extension has nothing to lose.
            target += "_decrypted";
        }

        _written.Check(target);
        if (await ShouldProcessAsync(target, $"Decrypt {path} with the key of {Payer}"))
        {
            Watch watch = new(StartProgress($"Decrypting {name}"));
            ModelDecryption decryption = new(Compute, Payer);
            DecryptedModel model = await decryption.RunAsync(
                path, Provider.Read(), TaskId.Read(), target, Signer?.Read(), Force, watch, cancellationToken);
            _written.Add(target);
            await EmitAsync(model);
        }
    }

    private Task<string> ResolveAsync(string path) => AskAsync(() => FilePaths.ResolveOne(SessionState.Path, path));

    private sealed class Watch(PipelineProgress line) : IProgress<DecryptionProgress>
    {
        public void Report(DecryptionProgress value) => line.Report(value.Phase, value.Done, value.Total);
    }
}
