using System.Management.Automation;

namespace ZeroG.Shell.Hosting;

/// <summary>Progress as one line of standard error that rewrites itself; nothing at all when standard error is not a terminal.</summary>
internal sealed class ProgressLine
{
    private const int BarWidth = 20;

    private readonly Lock _gate = new();
    private bool _shown;

    /// <summary>Shows a record, or wipes the line at the last one.</summary>
    public void Show(ProgressRecord record)
    {
        if (Console.IsErrorRedirected)
        {
            return;
        }

        if (record.RecordType == ProgressRecordType.Completed)
        {
            Wipe();
            return;
        }

        int filled = Math.Clamp(record.PercentComplete, 0, 100) * BarWidth / 100;
        string bar = record.PercentComplete < 0 ? "" : $" [{new string('#', filled)}{new string('.', BarWidth - filled)}]";
        string left = record.SecondsRemaining < 0 ? "" : $", {TimeSpan.FromSeconds(record.SecondsRemaining):c} left";
        string line = $"{record.Activity}{bar} {record.StatusDescription}{left}";
        int width = Math.Max(Console.WindowWidth - 1, 20);
        lock (_gate)
        {
            Console.Error.Write("\r" + (line.Length > width ? line[..width] : line.PadRight(width)));
            _shown = true;
        }
    }

    /// <summary>Gives the line back to ordinary output.</summary>
    public void Wipe()
    {
        lock (_gate)
        {
            if (_shown)
            {
                Console.Error.Write("\r" + new string(' ', Math.Max(Console.WindowWidth - 1, 20)) + "\r");
                _shown = false;
            }
        }
    }
}
