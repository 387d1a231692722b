using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace ZeroG.Nodes.Metrics;

/// <summary>All series of one instrument, under the name that the exposition format gives it.</summary>
internal sealed class MetricFamily
{
    // Seconds; a segment takes a millisecond, a slow disk tens, a client that gives up ten thousand.
    private static readonly double[] DurationBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly ConcurrentDictionary<(string? First, string? Second), MetricSeries> _series = [];
    private readonly string _labels;

    public MetricFamily(Instrument instrument)
    {
        Type type = instrument.GetType().GetGenericTypeDefinition();
        Kind = type == typeof(Histogram<>) ? "histogram" : type == typeof(Counter<>) ? "counter" : "gauge";
        string unit = instrument.Unit switch { "By" => "_bytes", "s" => "_seconds", _ => "" };
        Name = instrument.Name.Replace('.', '_') + unit + (Kind == "counter" ? "_total" : "");
        Description = instrument.Description ?? "";
        Bounds = (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries ?? DurationBounds;
        _labels = string.Join(',', (instrument.Meter.Tags ?? []).Select(tag => Label(tag.Key, tag.Value)));
    }

    /// <summary>Name with its unit.</summary>
    public string Name { get; }

    /// <summary>counter, gauge or histogram.</summary>
    public string Kind { get; }

    /// <summary>One line of help.</summary>
    public string Description { get; }

    /// <summary>Upper bounds of the buckets of a histogram: those that the instrument advises, else those for requests.</summary>
    public IReadOnlyList<double> Bounds { get; }

    /// <summary>The series, in the order of their labels.</summary>
    public IEnumerable<MetricSeries> Series => _series.Values.OrderBy(series => series.Labels, StringComparer.Ordinal);

    /// <summary>Takes a measurement with at most two tags, whose values are texts.</summary>
    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        (string? First, string? Second) key =
            (tags.Length > 0 ? tags[0].Value as string : null, tags.Length > 1 ? tags[1].Value as string : null);
        if (!_series.TryGetValue(key, out MetricSeries? series))
        {
            series = _series.GetOrAdd(key, new MetricSeries(LabelsOf(tags), Kind == "histogram" ? Bounds : null));
        }

        switch (Kind)
        {
            case "counter":
                series.Add(value);
                break;
            case "gauge":
                series.Set(value);
                break;
            default:
                series.Observe(value);
                break;
        }
    }

    /// <summary>Forgets the values of a gauge, which is read anew each time: an old one must not pass for the present.</summary>
    public void ForgetGauge()
    {
        if (Kind == "gauge")
        {
            _series.Clear();
        }
    }

    private static string Label(string name, object? value)
    {
        StringBuilder text = new(name.Replace('.', '_'));
        text.Append("=\"");
        foreach (char letter in value?.ToString() ?? "")
        {
            _ = letter switch
            {
                '\\' => text.Append(@"\\"),
                '"' => text.Append("\\\""),
                '\n' => text.Append(@"\n"),
                _ => text.Append(letter),
            };
        }

        return text.Append('"').ToString();
    }

    private string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string labels = _labels;
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            labels += (labels.Length > 0 ? "," : "") + Label(tag.Key, tag.Value);
        }

        return labels;
    }
}
