using System.Management.Automation;
using ZeroG.Compute.FineTuning;
using ZeroG.Compute.FineTuning.Delivery;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Storage;

namespace ZeroG.PowerShell.Compute.FineTuning;

/// <summary>
/// Receives delivered models, still encrypted, makes sure that they are what the chain knows, acknowledges them so that the provider is
/// paid, and waits until their keys are published.
/// </summary>
[Cmdlet(VerbsCommunications.Receive, "ZgFineTunedModel", DefaultParameterSetName = ReceiveSet, SupportsShouldProcess = true)]
[OutputType(typeof(FineTunedModel))]
public sealed class ReceiveZgFineTunedModelCommand : TaskCmdlet
{
    private const string ReceiveSet = "Receive";
    private const string AcknowledgeSet = "Acknowledge";

    private readonly WrittenTargets _written = new();
    private StorageAccess? _storage;
    private string _destination = "";

    /// <summary>A folder or a file name; the current location when omitted. In a folder the file is called model_ID.bin.</summary>
    [Parameter(Position = 2, ParameterSetName = ReceiveSet)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = ".";

    /// <summary>The way of the model: Storage, Provider, or Any (storage first), which is the default.</summary>
    [Parameter(ParameterSetName = ReceiveSet)]
    public TransferRoute Route
    {
        get => Kept<TransferRoute>();
        set => Keep(value);
    }

    /// <summary>Overwrites another file of that name, but no model of the same command. The model itself is never received twice.</summary>
    [Parameter(ParameterSetName = ReceiveSet)]
    public SwitchParameter Force { get; set; }

    /// <summary>Keeps and acknowledges what the provider sends though it is not what the chain knows.</summary>
    [Parameter(ParameterSetName = ReceiveSet)]
    public SwitchParameter SkipHashCheck { get; set; }

    /// <summary>Receives the model and acknowledges nothing. The provider's deadline goes on.</summary>
    [Parameter(ParameterSetName = ReceiveSet)]
    public SwitchParameter SkipAcknowledge { get; set; }

    /// <summary>Acknowledges without receiving anything, which frees the way for new tasks.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AcknowledgeSet)]
    public SwitchParameter AcknowledgeOnly { get; set; }

    /// <summary>Does not wait until the provider has published the key.</summary>
    [Parameter]
    public SwitchParameter SkipWait { get; set; }

    /// <summary>How long to wait for the key of each model; 15 minutes when omitted.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(15);

    protected override string? StopAdvice => "Stopped. The same command goes on where this one ended and acknowledges nothing twice.";

    protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        await base.BeginAsync(cancellationToken);
        _destination = await AskAsync(() => FilePaths.ResolveOne(SessionState.Path, Destination));
        _storage = Own(new StorageAccess(Compute.Network, [], null, Debug));
    }

    private protected override async Task ProcessTaskAsync(ProviderTasks tasks, Guid taskId, CancellationToken cancellationToken)
    {
        DownloadTarget? target = AcknowledgeOnly ? null : TargetOf(taskId);
        if (target is not null)
        {
            _written.Check(target.Path);
        }

        string action = await DescribeAsync(tasks, taskId, target, cancellationToken);
        if (!await ShouldProcessAsync($"Task {taskId} at {tasks.Client.Provider}", action))
        {
            return;
        }

        target?.MakeFolder();
        ModelDownload? download = target is null ? null : new ModelDownload(
            tasks.Client, _storage!.ForReadingAsync,
            new ModelDownloadOptions { Route = Route, Overwrite = Force, SkipHashCheck = SkipHashCheck });
        PipelineProgress line = StartProgress($"Model of task {taskId}");
        FineTunedModel model;
        try
        {
            model = await new ModelReception(tasks, Account).TakeAsync(
                taskId, download, target?.Path, acknowledge: !SkipAcknowledge, SkipWait ? null : Timeout,
                new TransferWatch(line, Verbose, Warn), cancellationToken);
        }
        finally
        {
            // It may be paid and its key still not there.
            if (download is { Received: not null })
            {
                _written.Add(target!.Path);
            }
        }

        await EmitAsync(model);
        if (model.Hash == ModelHashKind.None)
        {
            Warn($"'{model.Path}' is not the model that {model.Provider} announced on chain for task {taskId}.");
        }

        if (model.AcknowledgeBy is not null && (await tasks.GetDeliveryAsync(taskId, cancellationToken)).Advice is { } advice)
        {
            Warn(advice);
        }
    }

    /// <summary>What will be done, and what it has the provider paid.</summary>
    private async Task<string> DescribeAsync(
        ProviderTasks tasks, Guid taskId, DownloadTarget? target, CancellationToken cancellationToken)
    {
        string receive = target is null ? "" : $"Receive its model as '{target.Path}'";
        if (SkipAcknowledge)
        {
            return receive;
        }

        TaskRecord? task = await tasks.FindRecordAsync(taskId, cancellationToken);
        string fee = task?.Amount is { IsZero: false } amount ? $"{amount}" : "its fee";
        string acknowledge = $"cknowledge it, so that the provider is paid {fee} from the sub-account of {Payer}";
        return target is null ? $"A{acknowledge}" : $"{receive} and a{acknowledge}";
    }

    private DownloadTarget TargetOf(Guid taskId) => DownloadTarget.Find(
        _destination, DownloadTarget.IsFolderText(Destination), $"model_{taskId}.bin", MyInvocation.ExpectingInput);
}
