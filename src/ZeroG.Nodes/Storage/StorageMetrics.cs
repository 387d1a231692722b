using System.Diagnostics.Metrics;
using ZeroG.Chain.JsonRpc;
using ZeroG.Nodes.Metrics;

namespace ZeroG.Nodes.Storage;

/// <summary>
/// What a storage node counts and measures: the meter <c>ZeroG.Storage.Node</c> with the tag <c>node</c>, for any listener of this process,
/// and a reader of its own for <c>/metrics</c> and <c>admin_getMetrics</c>.
/// </summary>
internal sealed class StorageMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "ZeroG.Storage.Node";

    private readonly Meter _meter;
    private readonly Counter<long> _received;
    private readonly Counter<long> _receivedBytes;
    private readonly Counter<long> _served;
    private readonly Counter<long> _servedBytes;
    private readonly Counter<long> _synced;
    private readonly Counter<long> _damaged;
    private readonly Counter<long> _finalized;
    private readonly Counter<long> _reverted;
    private readonly Counter<long> _refused;
    private readonly Histogram<double> _requests;

    public StorageMetrics(string node)
    {
        _meter = new Meter(new MeterOptions(MeterName) { Tags = [new("node", node)] });
        Reader = new MetricReader(_meter);
        _received = Counter("segments.received", "Segments taken from clients.");
        _receivedBytes = Counter("received", "Bytes of segments taken from clients.", "By");
        _served = Counter("segments.served", "Segments, or parts of them, given to clients.");
        _servedBytes = Counter("served", "Bytes of segments given to clients.", "By");
        _synced = Counter("segments.synced", "Segments fetched from other storage nodes.");
        _damaged = Counter("segments.damaged", "Stored segments that no longer matched their checksum.");
        _finalized = Counter("files.finalized", "Files whose last segment came.");
        _reverted = Counter("submissions.reverted", "Submissions taken back by a reorganisation of the chain.");
        _refused = Counter("requests.refused", "Requests refused, by what was wrong.");
        _requests = _meter.CreateHistogram<double>("zerog.storage.request.duration", "s", "Time from a request's arrival to its answer.");
    }

    /// <summary>Tells what was measured.</summary>
    public MetricReader Reader { get; }

    public void Received(int segments, long bytes)
    {
        _received.Add(segments);
        _receivedBytes.Add(bytes);
    }

    public void Served(long bytes)
    {
        _served.Add(1);
        _servedBytes.Add(bytes);
    }

    public void Synced(int segments) => _synced.Add(segments);

    public void Damaged() => _damaged.Add(1);

    public void Finalized() => _finalized.Add(1);

    public void Reverted(long submissions) => _reverted.Add(submissions);

    public void Refused(JsonRpcException refusal) =>
        _refused.Add(1, new KeyValuePair<string, object?>("reason", StorageRefusal.ReasonOf(refusal)));

    /// <summary>Counts a request.</summary>
    /// <param name="method">One of the methods that the node offers, or <c>other</c>: callers must not make up labels.</param>
    /// <param name="outcome">ok, refused or failed.</param>
    /// <param name="duration">How long it took.</param>
    public void Answered(string method, string outcome, TimeSpan duration) => _requests.Record(
        duration.TotalSeconds, new KeyValuePair<string, object?>("method", method), new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Adds a value that is read when somebody asks.</summary>
    public void Observe(string name, string description, Func<long> read, string? unit = null) =>
        _meter.CreateObservableGauge("zerog.storage." + name, read, unit, description);

    public void Dispose()
    {
        Reader.Dispose();
        _meter.Dispose();
    }

    private Counter<long> Counter(string name, string description, string? unit = null)
    {
        Counter<long> counter = _meter.CreateCounter<long>("zerog.storage." + name, unit, description);

        // A counter that has counted nothing is 0, not missing: an alert on its rate works from the first minute.
        if (name != "requests.refused")
        {
            counter.Add(0);
        }

        return counter;
    }
}
