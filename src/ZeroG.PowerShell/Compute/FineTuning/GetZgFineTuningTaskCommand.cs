using System.Management.Automation;
using ZeroG.Compute.FineTuning;

namespace ZeroG.PowerShell.Compute.FineTuning;

/// <summary>Lists fine-tuning tasks with their states and, once they are delivered, their deadlines.</summary>
[Cmdlet(VerbsCommon.Get, "ZgFineTuningTask", DefaultParameterSetName = AllSet)]
[OutputType(typeof(FineTuningTask))]
public sealed class GetZgFineTuningTaskCommand : FineTuningCmdlet
{
    private const string AllSet = "All";
    private const string IdSet = "Id";
    private const string LatestSet = "Latest";

    /// <summary>Ids of tasks; all of the wallet at the provider, the newest first, when omitted.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [ValidateNotNullOrEmpty]
    public GivenTask[] TaskId { get; set; } = [];

    /// <summary>Only the newest task.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LatestSet)]
    public SwitchParameter Latest { get; set; }

    /// <summary>Only tasks in this state; all when omitted.</summary>
    [Parameter(ParameterSetName = AllSet)]
    public FineTuningState State
    {
        get => Kept<FineTuningState>();
        set => Keep(value);
    }

    protected override object? CurrentItem => Provider;

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        ProviderTasks tasks = await OpenTasksAsync(cancellationToken);
        foreach (GivenTask given in TaskId)
        {
            await TryItemAsync(
                given.ToString(), async () => await EmitTaskAsync(await tasks.GetAsync(given.Read(), cancellationToken)));
        }

        if (Latest && await tasks.Client.FindLatestTaskAsync(cancellationToken) is { } latest)
        {
            await EmitTaskAsync(await tasks.GetAsync(latest.Id, cancellationToken));
        }

        if (ParameterSetName == AllSet)
        {
            bool any = !MyInvocation.BoundParameters.ContainsKey(nameof(State));
            foreach (FineTuningTask task in await tasks.ListAsync(cancellationToken))
            {
                if (any || task.State == State)
                {
                    await EmitTaskAsync(task);
                }
            }
        }
    }
}
