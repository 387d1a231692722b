using System.Management.Automation;
using ZeroG.Compute.FineTuning;

namespace ZeroG.PowerShell.Compute.FineTuning;

/// <summary>A cmdlet over fine-tuning tasks that exist. A failure with one does not end the others.</summary>
public abstract class TaskCmdlet : FineTuningCmdlet
{
    /// <summary>Ids of the tasks.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public GivenTask[] TaskId { get; set; } = [];

    protected override object? CurrentItem => Provider;

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        ProviderTasks tasks = await OpenTasksAsync(cancellationToken);
        foreach (GivenTask given in TaskId)
        {
            await TryItemAsync(given.ToString(), () => ProcessTaskAsync(tasks, given.Read(), cancellationToken));
        }
    }

    /// <summary>Works on one task.</summary>
    private protected abstract Task ProcessTaskAsync(ProviderTasks tasks, Guid taskId, CancellationToken cancellationToken);
}
