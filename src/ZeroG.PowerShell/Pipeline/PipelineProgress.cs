using System.Diagnostics;
using System.Management.Automation;

namespace ZeroG.PowerShell.Pipeline;

/// <summary>
/// One progress line. Work may report from any thread and as often as it likes; at most five records a second reach the host, and a line
/// that lived is always ended with a completed record.
/// </summary>
internal sealed class PipelineProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private static int _lastActivity;

    private readonly ZgCmdlet _cmdlet;
    private readonly string _activity;
    private readonly int _id = NextId();
    private readonly Stopwatch _running = Stopwatch.StartNew();
    private readonly Lock _gate = new();
    private TimeSpan _next = Interval;
    private TimeSpan _phaseStart;
    private string? _current;
    private readonly int _parent;
    private string? _phase;
    private bool _ended;

    /// <summary>Makes a line that shows nothing before the first fifth of a second has gone by.</summary>
    /// <param name="cmdlet">Shows it.</param>
    /// <param name="activity">What is done, for example <c>Sending report.pdf</c>.</param>
    /// <param name="parent">Id of the line under which it stands; -1 for none.</param>
    public PipelineProgress(ZgCmdlet cmdlet, string activity, int parent = -1) =>
        (_cmdlet, _activity, _parent) = (cmdlet, activity, parent);

    /// <summary>Whether the host has seen the line.</summary>
    public bool IsShown
    {
        get
        {
            lock (_gate)
            {
                return _phase is not null;
            }
        }
    }

    /// <summary>An activity id that no other line of this process has.</summary>
    public static int NextId() => Interlocked.Increment(ref _lastActivity);

    /// <summary>Says how far a phase is.</summary>
    /// <param name="phase">What is being done, for example <c>Sending</c>.</param>
    /// <param name="done">Bytes done so far.</param>
    /// <param name="total">Bytes in all; zero when that is not known.</param>
    public void Report(string phase, long done, long total)
    {
        if (IsDue(phase) is not { } spent)
        {
            return;
        }

        long rate = (long)(done / Math.Max(spent.TotalSeconds, 0.001));
        string figures = $"{ByteSize.Format(done)} of {ByteSize.Format(total)}, {ByteSize.Format(rate)}/s";

        // "Hashing report.pdf: Hashing 1 MiB" says it twice.
        bool isSaid = _activity.StartsWith(phase, StringComparison.Ordinal);
        Show(
            total <= 0 ? phase : isSaid ? figures : $"{phase} {figures}",
            total > 0 ? (double)done / total : null,
            total > 0 && rate > 0 ? Math.Max(0, (total - done) / rate) : -1);
    }

    /// <summary>Says how far work is whose phases have shares of the whole.</summary>
    /// <param name="phase">What is being done, for example <c>Proving</c>.</param>
    /// <param name="part">How much of the whole work is done, 0 to 1.</param>
    public void Report(string phase, double part)
    {
        if (IsDue(phase) is not null)
        {
            double left = part > 0 ? _running.Elapsed.TotalSeconds * (1 - part) / part : -1;
            Show($"{phase}, {part * 100:0} % done", part, (long)left);
        }
    }

    /// <summary>What a phase of known length reports its bytes to.</summary>
    public IProgress<long> Bytes(string phase, long total) => new Phase(this, phase, total);

    /// <summary>Ends the line: the record that takes it away; null when none was shown.</summary>
    public ProgressRecord? Completed()
    {
        lock (_gate)
        {
            _ended = true;
            return _phase is null ? null : new ProgressRecord(_id, _activity, _phase) { RecordType = ProgressRecordType.Completed };
        }
    }

    /// <summary>The time since the phase began, when it is time for a record; null otherwise.</summary>
    private TimeSpan? IsDue(string phase)
    {
        TimeSpan now = _running.Elapsed;
        lock (_gate)
        {
            if (phase != _current)
            {
                (_current, _phaseStart) = (phase, now);
            }

            if (now < _next || _ended)
            {
                return null;
            }

            _next = now + Interval;
            _phase = phase;
            return now - _phaseStart;
        }
    }

    private void Show(string status, double? part, long secondsLeft) => _cmdlet.Show(new ProgressRecord(_id, _activity, status)
    {
        ParentActivityId = _parent,
        PercentComplete = part is { } known ? (int)Math.Clamp(known * 100, 0, 100) : -1,
        SecondsRemaining = (int)Math.Min(secondsLeft, int.MaxValue),
    });

    private sealed class Phase(PipelineProgress line, string name, long total) : IProgress<long>
    {
        public void Report(long value) => line.Report(name, value, total);
    }
}
