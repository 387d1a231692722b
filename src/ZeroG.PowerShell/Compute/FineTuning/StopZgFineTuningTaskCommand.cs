using System.Management.Automation;
using ZeroG.Compute.FineTuning;

namespace ZeroG.PowerShell.Compute.FineTuning;

/// <summary>Cancels fine-tuning tasks that are not being trained yet.</summary>
[Cmdlet(VerbsLifecycle.Stop, "ZgFineTuningTask", SupportsShouldProcess = true)]
[OutputType(typeof(FineTuningTask))]
public sealed class StopZgFineTuningTaskCommand : TaskCmdlet
{
    /// <summary>Emits each task as it is afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override async Task ProcessTaskAsync(ProviderTasks tasks, Guid taskId, CancellationToken cancellationToken)
    {
        if (!await ShouldProcessAsync($"Task {taskId} at {tasks.Client.Provider}", "Cancel"))
        {
            return;
        }

        await tasks.Client.CancelTaskAsync(taskId, cancellationToken);
        if (PassThru)
        {
            await EmitAsync(await tasks.GetAsync(taskId, cancellationToken));
        }
    }
}
