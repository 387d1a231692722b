namespace ZeroG.DataAvailability.Encoding.Parameters;

/// <summary>One long piece of work: how many threads it may use, who hears of its progress, and when it has to stop.</summary>
internal sealed class ParameterWork(
    IProgress<ParameterProgress>? progress = null, int? threads = null, CancellationToken cancellationToken = default)
{
    private readonly Lock _reporting = new();
    private string _activity = "";
    private long _total;
    private long _done;

    /// <summary>For loops over many points.</summary>
    public ParallelOptions Options { get; } = new()
    {
        MaxDegreeOfParallelism = threads ?? Environment.ProcessorCount,
        CancellationToken = cancellationToken,
    };

    public int Threads => Options.MaxDegreeOfParallelism;

    public CancellationToken CancellationToken => Options.CancellationToken;

    /// <summary>Starts an activity of so many points.</summary>
    public void Begin(string activity, long total)
    {
        lock (_reporting)
        {
            (_activity, _total, _done) = (activity, total, 0);
            progress?.Report(new(activity, 0, total));
        }
    }

    /// <summary>Counts points that are done; from any thread.</summary>
    public void Advance(long points)
    {
        lock (_reporting)
        {
            _done = Math.Min(_total, _done + points);
            progress?.Report(new(_activity, _done, _total));
        }
    }
}
