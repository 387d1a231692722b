using ZeroG.Compute.FineTuning;
using ZeroG.PowerShell.Pipeline;

namespace ZeroG.PowerShell.Compute.FineTuning;

/// <summary>Shows how far a task is: each look on a progress line, each change and each new trouble as a remark.</summary>
internal sealed class StateWatch(PipelineProgress line, Action<string> remark) : IProgress<TaskRecord>
{
    private string? _last;

    public void Report(TaskRecord value)
    {
        line.Report($"{value.State}", 0, 0);
        Remark($"Task {value.Id} is {value.State}.");
    }

    /// <summary>Says something that was not said just before.</summary>
    public void Remark(string text)
    {
        if (text != _last)
        {
            remark(text);
            _last = text;
        }
    }
}
