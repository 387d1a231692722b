using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.Compute;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.FineTuning.Datasets;
using ZeroG.Compute.FineTuning.Models;
using ZeroG.Compute.FineTuning.Training;
using ZeroG.Compute.Services;
using ZeroG.PowerShell.Compute.Providers;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Transactions;

namespace ZeroG.PowerShell.Compute.FineTuning;

/// <summary>Estimates what it costs to train models on datasets, before anything is stored or paid.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "ZgFineTuningCost", DefaultParameterSetName = ConfigSet)]
[OutputType(typeof(MeasuredTraining))]
public sealed class MeasureZgFineTuningCostCommand : ComputeCmdlet
{
    private const string ConfigSet = "Config";
    private const string EpochsSet = "Epochs";

    /// <summary>Address of the fine-tuning provider.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    [ValidateNotNull]
    [ByProvider]
    public GivenAddress Provider { get; set; } = null!;

    /// <summary>Name of the model to train, without a prefix such as Qwen/, or its hash.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [Alias("Name")]
    [ValidateNotNullOrEmpty]
    public string Model { get; set; } = "";

    /// <summary>A JSONL file of examples.</summary>
    [Parameter(Mandatory = true, Position = 2)]
    [ByPath]
    [ValidateNotNullOrEmpty]
    public string Dataset { get; set; } = "";

    /// <summary>How to train: the path of a JSON file, or a hashtable. Says the number of epochs.</summary>
    [Parameter(Mandatory = true, Position = 3, ParameterSetName = ConfigSet)]
    [Alias("ConfigPath")]
    [ValidateNotNull]
    public GivenTrainingConfig TrainingConfig { get; set; } = null!;

    /// <summary>How often the dataset is gone through, in place of a configuration.</summary>
    [Parameter(Mandatory = true, ParameterSetName = EpochsSet)]
    [ValidateRange(1, int.MaxValue)]
    public int Epochs { get; set; }

    private protected override bool NeedsWallet => false;

    protected override object? CurrentItem => Dataset;

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        Address provider = Provider.Read();
        FineTuningService service = await Compute.FineTuning.FindServiceAsync(provider, cancellationToken)
            ?? throw await new ComputeRefusal(Compute).ProviderUnknownAsync(ServiceKind.FineTuning, provider, cancellationToken);
        FineTuningModel model = await new FineTuningModels(Compute.Network).FindAsync(service, Model, cancellationToken);
        int epochs = await ReadEpochsAsync(model, cancellationToken);
        SubAccount? account = Payer is null
            ? null
            : await Compute.FineTuning.FindAccountAsync(Payer.Address, provider, cancellationToken);
        TokenAmount? available = Payer is null ? null : account?.Free ?? TokenAmount.Zero;
        await EmitAsync(new MeasuredTraining(
            await CheckDatasetAsync(cancellationToken), model, epochs, available, Compute.Network.Name));
    }

    private async Task<DatasetReport> CheckDatasetAsync(CancellationToken cancellationToken)
    {
        string path = await ResolveAsync(Dataset);
        IProgress<long> progress = StartProgress($"Counting {System.IO.Path.GetFileName(path)}").Bytes("Counting", 0);
        DatasetReport report = await DatasetCheck.RunAsync(path, progress, cancellationToken);
        report.ThrowIfInvalid();
        foreach (string advice in report.Advice)
        {
            Warn(advice);
        }

        return report;
    }

    private async Task<int> ReadEpochsAsync(FineTuningModel model, CancellationToken cancellationToken)
    {
        if (ParameterSetName == EpochsSet)
        {
            return Epochs;
        }

        TrainingConfig config = await TrainingConfig.ReadAsync(!model.IsBuiltIn, ResolveAsync, cancellationToken);
        return config.Epochs ?? throw new ZeroGException(
            "ZgTrainingConfigInvalid", ErrorKind.InvalidData,
            "The training configuration does not say num_train_epochs in a way that is known here. Give -Epochs in its place.",
            TrainingConfig);
    }

    private Task<string> ResolveAsync(string path) => AskAsync(() => FilePaths.ResolveOne(SessionState.Path, path));
}
