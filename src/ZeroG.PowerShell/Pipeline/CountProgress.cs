using System.Diagnostics;
using System.Management.Automation;

namespace ZeroG.PowerShell.Pipeline;

/// <summary>
/// The progress line over many files: files and bytes done of those that have come, rate, and, once all have come, the time left. Lines of
/// single files and phases stand under it.
/// </summary>
/// <param name="cmdlet">Shows it.</param>
/// <param name="activity">What is done, for example <c>Sending files</c>.</param>
/// <param name="noun">What is counted, in the plural.</param>
/// <param name="figure">What is said in place of bytes, for example the money spent; null for bytes.</param>
internal sealed class CountProgress(ZgCmdlet cmdlet, string activity, string noun = "files", Func<string>? figure = null)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Stopwatch _running = Stopwatch.StartNew();
    private readonly Lock _gate = new();
    private TimeSpan _next = Interval;
    private (long Files, long Bytes) _come;
    private (long Files, long Bytes) _done;
    private bool _allCome;
    private bool _shown;

    /// <summary>Id of the line, for those under it.</summary>
    public int Id { get; } = PipelineProgress.NextId();

    /// <summary>Counts a file that has come.</summary>
    public void Add(long bytes) => Change(() => _come = (_come.Files + 1, _come.Bytes + bytes));

    /// <summary>Counts a file that is done, well or not.</summary>
    public void Finish(long bytes) => Change(() => _done = (_done.Files + 1, _done.Bytes + bytes));

    /// <summary>Says that no more files come, so that there is an end to reckon with.</summary>
    public void Close() => Change(() => _allCome = true);

    /// <summary>The record that takes the line away; null when none was shown.</summary>
    public ProgressRecord? Completed()
    {
        lock (_gate)
        {
            return _shown ? new ProgressRecord(Id, activity, "Done") { RecordType = ProgressRecordType.Completed } : null;
        }
    }

    private void Change(Action change)
    {
        ProgressRecord record;
        lock (_gate)
        {
            change();
            TimeSpan now = _running.Elapsed;
            if (now < _next || _come.Files < 2)
            {
                return;
            }

            (_next, _shown) = (now + Interval, true);
            record = Record(now);
        }

        cmdlet.Show(record);
    }

    private ProgressRecord Record(TimeSpan now)
    {
        // Of files that are received the sizes are known only when they are there.
        bool sized = _come.Bytes > 0;
        string total = sized ? $" of {ByteSize.Format(_come.Bytes)}" : "";
        long rate = (long)(_done.Bytes / now.TotalSeconds);
        string status = $"{_done.Files} of {_come.Files} {noun}{(_allCome ? "" : " so far")}, "
            + (figure?.Invoke() ?? $"{ByteSize.Format(_done.Bytes)}{total}, {ByteSize.Format(rate)}/s");
        double part = sized ? (double)_done.Bytes / _come.Bytes : (double)_done.Files / _come.Files;
        return new ProgressRecord(Id, activity, status)
        {
            PercentComplete = _allCome ? (int)Math.Clamp(part * 100, 0, 100) : -1,
            SecondsRemaining = _allCome && part > 0 ? (int)Math.Min(now.TotalSeconds * (1 - part) / part, int.MaxValue) : -1,
        };
    }
}
