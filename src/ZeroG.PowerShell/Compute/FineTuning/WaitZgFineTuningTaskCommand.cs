using System.Management.Automation;
using ZeroG.Compute.FineTuning;
using ZeroG.PowerShell.Pipeline;

namespace ZeroG.PowerShell.Compute.FineTuning;

/// <summary>Waits until fine-tuning tasks are in a state or past it.</summary>
[Cmdlet(VerbsLifecycle.Wait, "ZgFineTuningTask")]
[OutputType(typeof(FineTuningTask))]
public sealed class WaitZgFineTuningTaskCommand : TaskCmdlet
{
    /// <summary>The state to wait for; Delivered, from which on the model can be received, when omitted.</summary>
    [Parameter]
    public FineTuningState State
    {
        get => Kept<FineTuningState?>() ?? FineTuningState.Delivered;
        set => Keep<FineTuningState?>(value);
    }

    /// <summary>How long to wait for each task; a day when omitted.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromDays(1);

    protected override string? StopAdvice => "Stopped. The provider goes on; the same command waits again.";

    private protected override async Task ProcessTaskAsync(ProviderTasks tasks, Guid taskId, CancellationToken cancellationToken)
    {
        StateWatch watch = new(StartProgress($"Task {taskId}"), Verbose);
        FineTuningTask task = await tasks.WaitAsync(taskId, State, Timeout, watch, watch.Remark, cancellationToken);
        await EmitTaskAsync(task);
    }
}
