using System.Diagnostics;
using System.Management.Automation;

namespace ZeroG.PowerShell.Pipeline;

/// <summary>
/// One progress line. Work may report from any thread and as often as it likes; at most five records a second reach the host, and a line
/// that lived
/// is always ended with a completed record.
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

    /// <summary>An activity id that no other line of this process has.</summary>
    public static int NextId() => Interlocked.Increment(ref _lastActivity);

    /// <summary>Says how far a phase is.</summary>
    /// <param name="phase">What is being done, for example <c>Sending</c>.</param>
    /// <param name="done">Bytes done so far.</param>
    /// <param name="total">Bytes in all; zero when that is not known.</param>
    public void Report(string phase, long done, long total)
    {
        TimeSpan now = _running.Elapsed;
        TimeSpan spent;
        lock (_gate)
        {
            if (phase != _current)
            {
                (_current, _phaseStart) = (phase, now);
            }

            spent = now - _phaseStart;
            if (now < _next || _ended)
            {
                return;
            }

            _next = now + Interval;
            _phase = phase;
        }

        long rate = (long)(done / Math.Max(spent.TotalSeconds, 0.001));
        string status = total > 0 ? $"{phase} {ByteSize.Format(done)} of {ByteSize.Format(total)}, {ByteSize.Format(rate)}/s" : phase;
        _cmdlet.Show(new ProgressRecord(_id, _activity, status)
        {
            ParentActivityId = _parent,
            PercentComplete = total > 0 ? (int)Math.Clamp(done * 100 / total, 0, 100) : -1,
            SecondsRemaining = total > 0 && rate > 0 ? (int)Math.Min((total - done) / rate, int.MaxValue) : -1,
        });
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

    private sealed class Phase(PipelineProgress line, string name, long total) : IProgress<long>
    {
        public void Report(long value) => line.Report(name, value, total);
    }
}
