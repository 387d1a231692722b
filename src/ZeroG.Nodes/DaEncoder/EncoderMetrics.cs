using System.Diagnostics.Metrics;
using ZeroG.Nodes.Metrics;

namespace ZeroG.Nodes.DaEncoder;

/// <summary>
/// What an encoder counts and measures: the meter <c>ZeroG.DataAvailability.Encoder</c> with the tag <c>node</c>, for any listener of this
/// process, and a reader of its own for <c>/metrics</c>.
/// </summary>
internal sealed class EncoderMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "ZeroG.DataAvailability.Encoder";

    // Seconds; a small blob takes a tenth, a full one ten on two cores, and whoever waits behind others a few minutes.
    private static readonly double[] DurationBounds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 60, 120, 300];

    private readonly Meter _meter;
    private readonly Counter<long> _encoded;
    private readonly Counter<long> _received;
    private readonly Counter<long> _sent;
    private readonly Histogram<double> _requests;
    private readonly Histogram<double> _encoding;

    public EncoderMetrics(string node, EncoderQueue queue)
    {
        _meter = new Meter(new MeterOptions(MeterName) { Tags = [new("node", node)] });
        Reader = new MetricReader(_meter);
        _encoded = Counter("blobs.encoded", "Blobs encoded.");
        _received = Counter("received", "Bytes of blobs taken from clients.", "By");
        _sent = Counter("sent", "Bytes of replies given to clients.", "By");
        _requests = Histogram("request.duration", "Time from the arrival of a blob's last byte to the end of its answer, by outcome.");
        _encoding = Histogram("encode.duration", "Time that encoding took, without the wait for a turn.");
        _meter.CreateObservableGauge("zerog.encoder.blobs.encoding", () => (long)queue.Encoding, null, "Blobs being encoded.");
        _meter.CreateObservableGauge("zerog.encoder.blobs.waiting", () => (long)queue.Waiting, null, "Blobs that wait for their turn.");
    }

    /// <summary>Tells what was measured.</summary>
    public MetricReader Reader { get; }

    public void Received(int bytes) => _received.Add(bytes);

    public void Encoded(TimeSpan duration)
    {
        _encoded.Add(1);
        _encoding.Record(duration.TotalSeconds);
    }

    public void Sent(long bytes) => _sent.Add(bytes);

    /// <summary>Counts a request.</summary>
    /// <param name="outcome">ok, refused, cancelled or failed.</param>
    /// <param name="duration">How long it took.</param>
    public void Answered(string outcome, TimeSpan duration) =>
        _requests.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome));

    public void Dispose()
    {
        Reader.Dispose();
        _meter.Dispose();
    }

    private Counter<long> Counter(string name, string description, string? unit = null)
    {
        Counter<long> counter = _meter.CreateCounter<long>("zerog.encoder." + name, unit, description);

        // A counter that has counted nothing is 0, not missing: an alert on its rate works from the first minute.
        counter.Add(0);
        return counter;
    }

    private Histogram<double> Histogram(string name, string description) => _meter.CreateHistogram(
        "zerog.encoder." + name, "s", description, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = DurationBounds });
}
