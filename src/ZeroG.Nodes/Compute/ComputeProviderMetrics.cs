using System.Diagnostics.Metrics;
using System.Numerics;
using ZeroG.Chain;
using ZeroG.Nodes.Metrics;

namespace ZeroG.Nodes.Compute;

/// <summary>
/// What a compute provider counts and measures: the meter <c>ZeroG.Compute.Provider</c> with the tag <c>node</c>, for any listener of this
/// process, and a reader of its own for <c>/metrics</c>. Amounts are in 0G and rounded; the exact ones are in the log.
/// </summary>
internal sealed class ComputeProviderMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "ZeroG.Compute.Provider";

    // Seconds; the echo takes a millisecond, a long answer of a large model minutes.
    private static readonly double[] DurationBounds = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

    private readonly Meter _meter;
    private readonly Histogram<double> _requests;
    private readonly Counter<double> _charged;
    private readonly Counter<double> _paid;
    private readonly Counter<double> _dropped;
    private readonly Counter<long> _failures;

    public ComputeProviderMetrics(string node)
    {
        _meter = new Meter(new MeterOptions(MeterName) { Tags = [new("node", node)] });
        Reader = new MetricReader(_meter);
        _requests = _meter.CreateHistogram(
            "zerog.provider.request.duration", "s", "Time from a request's arrival to the end of its answer, by route and outcome.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = DurationBounds });
        _charged = Money("fees.charged", "0G charged for answers.");
        _paid = Money("fees.paid", "0G that settlements brought in.");
        _dropped = Money("fees.dropped", "0G given up, since the contract will never pay it.");
        _failures = _meter.CreateCounter<long>("zerog.provider.settlement.failures", null, "Rounds of settlement that failed.");
        _failures.Add(0);
    }

    /// <summary>Tells what was measured.</summary>
    public MetricReader Reader { get; }

    /// <summary>Counts a request.</summary>
    /// <param name="path">One of <see cref="ProxyPath"/>.</param>
    /// <param name="outcome">ok, refused, failed or cut.</param>
    /// <param name="duration">How long it took.</param>
    public void Answered(string path, string outcome, TimeSpan duration) => _requests.Record(
        duration.TotalSeconds, new KeyValuePair<string, object?>("route", path), new KeyValuePair<string, object?>("outcome", outcome));

    public void Charged(TokenAmount fee) => _charged.Add(Rounded(fee));

    public void Settled(SettlementSummary summary)
    {
        _paid.Add(Rounded(summary.Paid));
        _dropped.Add(Rounded(summary.Dropped));
    }

    public void SettlementFailed() => _failures.Add(1);

    /// <summary>Adds a value that is read when somebody asks.</summary>
    public void Observe(string name, string description, Func<double> read) =>
        _meter.CreateObservableGauge("zerog.provider." + name, read, null, description);

    /// <summary>An amount in 0G as gauges have it.</summary>
    public static double Rounded(TokenAmount amount) => (double)amount.Wei / (double)BigInteger.Pow(10, 18);

    public void Dispose()
    {
        Reader.Dispose();
        _meter.Dispose();
    }

    private Counter<double> Money(string name, string description)
    {
        Counter<double> counter = _meter.CreateCounter<double>("zerog.provider." + name, null, description);

        // A counter that has counted nothing is 0, not missing: an alert on its rate works from the first minute.
        counter.Add(0);
        return counter;
    }
}
