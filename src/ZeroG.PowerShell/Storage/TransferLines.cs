using ZeroG.PowerShell.Pipeline;
using ZeroG.Storage.Transfer;

namespace ZeroG.PowerShell.Storage;

/// <summary>
/// Shows a transfer of many files whose phases go on at the same time: a progress line for each phase that counts bytes, and one for all
/// waits. Remarks and warnings go where they are told.
/// </summary>
/// <param name="start">Starts a line for an activity.</param>
/// <param name="end">Takes a line away.</param>
/// <param name="remark">Hears of details.</param>
/// <param name="warn">Hears of what a careful colleague would mention.</param>
internal sealed class TransferLines(
    Func<string, PipelineProgress> start, Action<PipelineProgress> end, Action<string> remark, Action<string> warn)
    : IProgress<TransferProgress>
{
    private const string Waiting = "Waiting";

    private readonly Dictionary<string, PipelineProgress> _lines = [];
    private readonly Lock _gate = new();

    public void Report(TransferProgress value)
    {
        if (value.Warning is { } warning)
        {
            warn(warning);
            return;
        }

        string phase = value.Phase.ToString();
        Line(value.Total > 0 ? phase : Waiting).Report(phase, value.Bytes, value.Total);
        if (value.Total > 0 && value.Bytes >= value.Total)
        {
            EndShown(phase);
        }

        if (value.Detail is { } detail)
        {
            remark(detail);
        }
    }

    /// <summary>The lines that were started.</summary>
    public IReadOnlyList<PipelineProgress> Lines()
    {
        lock (_gate)
        {
            return [.. _lines.Values];
        }
    }

    /// <summary>Takes the line of a phase away that a file has behind it, so that it does not stay at its last figure.</summary>
    private void EndShown(string phase)
    {
        PipelineProgress? line;
        lock (_gate)
        {
            if (!_lines.TryGetValue(phase, out line) || !line.IsShown)
            {
                return;
            }

            _lines.Remove(phase);
        }

        end(line);
    }

    private PipelineProgress Line(string activity)
    {
        lock (_gate)
        {
            if (!_lines.TryGetValue(activity, out PipelineProgress? line))
            {
                _lines[activity] = line = start(activity);
            }

            return line;
        }
    }
}
