using System.Diagnostics.Metrics;
using ZeroG.Nodes.Metrics;

namespace ZeroG.Nodes.Compute.Proxy;

/// <summary>
/// What an inference proxy counts and measures: the meter <c>ZeroG.Compute.Proxy</c> with the tag <c>node</c>, for any listener of this
/// process, and a reader of its own for <c>/metrics</c>.
/// </summary>
internal sealed class InferenceProxyMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "ZeroG.Compute.Proxy";

    // Seconds; a short answer takes tens of milliseconds, a long one of a large model minutes.
    private static readonly double[] DurationBounds = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

    private readonly Meter _meter;
    private readonly Histogram<double> _requests;

    public InferenceProxyMetrics(string node)
    {
        _meter = new Meter(new MeterOptions(MeterName) { Tags = [new("node", node)] });
        Reader = new MetricReader(_meter);
        _requests = _meter.CreateHistogram(
            "zerog.proxy.request.duration", "s", "Time that an upstream took for a request, by route, upstream and outcome.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = DurationBounds });
    }

    /// <summary>Tells what was measured.</summary>
    public MetricReader Reader { get; }

    /// <summary>Counts one upstream's part in a request.</summary>
    /// <param name="path">One of <see cref="ProxyPath"/>.</param>
    /// <param name="upstream">Its id.</param>
    /// <param name="outcome">ok, refused, failed or cut.</param>
    /// <param name="duration">How long it took.</param>
    public void Answered(string path, string upstream, string outcome, TimeSpan duration) => _requests.Record(
        duration.TotalSeconds, new("route", path), new KeyValuePair<string, object?>("upstream", upstream),
        new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Adds how many upstreams are available, read when somebody asks.</summary>
    public void Observe(UpstreamPool pool) => _meter.CreateObservableGauge(
        "zerog.proxy.upstreams.available", () => pool.All.LongCount(upstream => upstream.IsAvailable), null,
        "Upstreams that are not left alone.");

    public void Dispose()
    {
        Reader.Dispose();
        _meter.Dispose();
    }
}
