using System.Diagnostics.Metrics;
using ZeroG.Nodes.Metrics;

namespace ZeroG.Nodes.Tests.Metrics;

public sealed class MetricReaderTests : IDisposable
{
    private readonly Meter _meter = new(new MeterOptions("test") { Tags = [new("node", "a\"b\\c\nd")] });
    private readonly MetricReader _reader;

    public MetricReaderTests() => _reader = new MetricReader(_meter);

    public void Dispose()
    {
        _reader.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void Write_EachKind_IsInTheExpositionFormat()
    {
        Counter<long> counter = _meter.CreateCounter<long>("my.things", "By", "What it counts.");
        counter.Add(3, new KeyValuePair<string, object?>("kind", "x"));
        counter.Add(4, new KeyValuePair<string, object?>("kind", "x"));
        counter.Add(1, new KeyValuePair<string, object?>("kind", "y"));
        _meter.CreateObservableGauge("my.level", () => 42L, description: "How high it stands.");
        Histogram<double> histogram = _meter.CreateHistogram<double>("my.time", "s", "How long it takes.");
        histogram.Record(0.002);
        histogram.Record(0.3);
        histogram.Record(99);

        Exposition exposition = Exposition.Parse(_reader.Write());

        const string Node = """node="a\"b\\c\nd""" + "\"";
        Assert.Equal(
            [
                ($"my_level{{{Node}}}", 42.0),
                ($"my_things_bytes_total{{{Node},kind=\"x\"}}", 7), ($"my_things_bytes_total{{{Node},kind=\"y\"}}", 1),
                ($"my_time_seconds_count{{{Node}}}", 3), ($"my_time_seconds_sum{{{Node}}}", 99.302),
            ],
            exposition.Samples.Where(sample => !sample.Key.Contains("_bucket", StringComparison.Ordinal))
                .Select(sample => (sample.Key, sample.Value)).Order());
        Assert.Equal(
            [("my_level", "gauge"), ("my_things_bytes_total", "counter"), ("my_time_seconds", "histogram")],
            exposition.Types.Select(type => (type.Key, type.Value)).Order());
        Assert.Equal(2, exposition.Samples[$"my_time_seconds_bucket{{{Node},le=\"0.5\"}}"]);
        Assert.Equal(3, exposition.Samples[$"my_time_seconds_bucket{{{Node},le=\"+Inf\"}}"]);
    }

    [Fact]
    public void Write_OtherMeterOfTheSameName_IsNotHeard()
    {
        using Meter other = new("test");
        other.CreateCounter<long>("strange").Add(1);

        Assert.Empty(_reader.Write());
    }

    [Fact]
    public void Write_GaugeThatCannotBeReadAnyMore_IsMissingAndTheOthersAreThere()
    {
        bool gone = false;
        _meter.CreateObservableGauge("my.folder", () => gone ? throw new IOException("gone") : 5L);
        _meter.CreateObservableGauge("my.level", () => 42L);
        Assert.Contains("my_folder{", _reader.Write(), StringComparison.Ordinal);

        gone = true;
        string text = _reader.Write();

        Assert.DoesNotContain("my_folder{", text, StringComparison.Ordinal);
        Assert.Contains("my_level{", text, StringComparison.Ordinal);
        Assert.Single(_reader.List());
    }

    [Fact]
    public async Task Record_FromManyThreads_LosesNothing()
    {
        Counter<long> counter = _meter.CreateCounter<long>("many");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 10_000; i++)
            {
                counter.Add(1);
            }
        })));

        Assert.Equal(80_000, Exposition.Parse(_reader.Write()).Samples.Values.Single());
    }
}
