using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.Compute.FineTuning;
using ZeroG.Compute.FineTuning.Datasets;
using ZeroG.PowerShell.Compute.Providers;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Storage;
using ZeroG.Storage.Files;
using ZeroG.Storage.Selection;
using ZeroG.Storage.Submissions;
using ZeroG.Storage.Transfer;

namespace ZeroG.PowerShell.Compute.FineTuning;

/// <summary>Has a provider train a model on a dataset. Everything is checked before anything is stored or sent.</summary>
[Cmdlet(VerbsCommon.New, "ZgFineTuningTask", DefaultParameterSetName = FileSet, SupportsShouldProcess = true)]
[OutputType(typeof(FineTuningTask))]
public sealed class NewZgFineTuningTaskCommand : FineTuningCmdlet
{
    private const string FileSet = "File";
    private const string RootSet = "Root";

    private StorageAccess? _storage;

    /// <summary>Name of the model to train, without a prefix such as Qwen/, or its hash.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [ValidateNotNullOrEmpty]
    public string Model { get; set; } = "";

    /// <summary>A JSONL file of examples, which is stored on 0G Storage.</summary>
    [Parameter(Mandatory = true, Position = 2, ParameterSetName = FileSet)]
    [ByPath]
    [ValidateNotNullOrEmpty]
    public string Dataset { get; set; } = "";

    /// <summary>Root of a dataset that lies on 0G Storage.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = RootSet)]
    [Alias("Root", "RootHash")]
    [ValidateNotNull]
    [ByValue]
    public StorageRoot DatasetRoot { get; set; } = null!;

    /// <summary>How to train: the path of a JSON file, or a hashtable.</summary>
    [Parameter(Mandatory = true, Position = 3)]
    [Alias("ConfigPath")]
    [ValidateNotNull]
    public GivenTrainingConfig TrainingConfig { get; set; } = null!;

    /// <summary>Waits behind tasks of others, where there are any.</summary>
    [Parameter]
    public SwitchParameter Queue { get; set; }

    /// <summary>The way of the dataset: Storage, Provider, or Any (storage first), which is the default.</summary>
    [Parameter(ParameterSetName = FileSet)]
    public TransferRoute Route
    {
        get => Kept<TransferRoute>();
        set => Keep(value);
    }

    /// <summary>The most that the training may cost by the estimate; no limit when omitted.</summary>
    [Parameter(ParameterSetName = FileSet)]
    public TokenAmount MaxCost
    {
        get => Kept<TokenAmount>();
        set => Keep(value);
    }

    protected override object? CurrentItem => ParameterSetName == FileSet ? Dataset : DatasetRoot;

    protected override string? StopAdvice =>
        "Stopped. Get-ZgFineTuningTask says whether the task was created; a dataset that was stored is not paid again.";

    protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        await base.BeginAsync(cancellationToken);
        _storage = Own(new StorageAccess(Compute.Network, [], null, Debug, Session.FeesOf(Compute.Network)));
    }

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        ProviderTasks tasks = await OpenTasksAsync(cancellationToken);
        PipelineProgress line = StartProgress("New fine-tuning task");
        string? path = ParameterSetName == FileSet ? await ResolveAsync(Dataset) : null;
        DatasetReport? report = path is null ? null : await CheckDatasetAsync(path, line, cancellationToken);
        TaskCreation creation = new(Compute, tasks, Payer);
        TaskPlan plan = await creation.PlanAsync(
            Model, isCustom => TrainingConfig.ReadAsync(isCustom, ResolveAsync, cancellationToken), report, Queue, cancellationToken);
        CheckCost(plan);
        if (!await ShouldProcessAsync(Describe(path), Describe(plan, tasks)))
        {
            return;
        }

        string hash = path is null
            ? DatasetRoot.Read().ToString()
            : await BringAsync(tasks, path, new TransferWatch(line, Verbose, Warn), cancellationToken);
        FineTuningTask task = await creation.RunAsync(plan, hash, cancellationToken);
        Verbose($"Task {task.TaskId} is created. Only wallet {Payer} can decrypt its model.");
        await EmitTaskAsync(task);
    }

    private Task<string> ResolveAsync(string path) => AskAsync(() => FilePaths.ResolveOne(SessionState.Path, path));

    private async Task<DatasetReport> CheckDatasetAsync(string path, PipelineProgress line, CancellationToken cancellationToken)
    {
        DatasetReport report = await DatasetCheck.RunAsync(path, line.Bytes("Checking", 0), cancellationToken);
        report.ThrowIfInvalid();
        foreach (string advice in report.Advice)
        {
            Warn(advice);
        }

        return report;
    }

    private void CheckCost(TaskPlan plan)
    {
        if (plan.Cost is { } cost && MyInvocation.BoundParameters.ContainsKey(nameof(MaxCost)) && cost.Total > MaxCost)
        {
            throw new ZeroGException(
                "ZgFeeTooHigh", ErrorKind.LimitsExceeded,
                $"The training may cost {cost.Total}, more than the {MaxCost} of -MaxCost. Raise it, take a smaller dataset or fewer "
                + "epochs.",
                Dataset);
        }

        if (plan.Advice is { } advice)
        {
            Warn($"{advice} Move-ZgFund -Service FineTuning does that.");
        }
    }

    /// <summary>Brings the dataset to 0G Storage or to the provider.</summary>
    private async Task<string> BringAsync(
        ProviderTasks tasks, string path, TransferWatch watch, CancellationToken cancellationToken)
    {
        using FileSource dataset = FileSource.Open(path);
        DatasetLocation place = await new DatasetUpload(tasks.Client, OpenStorageAsync, Route).SendAsync(dataset, watch, cancellationToken);
        Verbose($"The dataset is {place.Hash}, by way of {place.Route}, for a fee of {place.Fee}.");
        return place.Hash;
    }

    private async Task<FileUpload> OpenStorageAsync(CancellationToken cancellationToken)
    {
        NodeSet nodes = await _storage!.ForUploadAsync(null, SelectionMethod.Min, cancellationToken);
        FlowClient flow = await _storage.OpenFlowAsync(nodes, Payer, cancellationToken);
        return new FileUpload(flow, nodes, await _storage.OpenJournalAsync(flow, cancellationToken));
    }

    private string Describe(string? path) => path is null ? $"Dataset {DatasetRoot}" : Dataset;

    private string Describe(TaskPlan plan, ProviderTasks tasks)
    {
        string cost = plan.Cost is { } known
            ? $"an estimated fee of {known.Total} ({known.Tokens} tokens, {known.Epochs} epochs)"
            : "a fee that the provider counts";
        return $"Train {plan.Model.Name} at {tasks.Client.Provider} for {cost}, paid from the fine-tuning sub-account of {Payer}";
    }
}
