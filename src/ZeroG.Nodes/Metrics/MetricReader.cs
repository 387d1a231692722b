using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace ZeroG.Nodes.Metrics;

/// <summary>
/// Listens to one meter and tells what it measured, in Prometheus' text exposition format 0.0.4 or as a list. Small on purpose: the
/// official exporters would bring a whole telemetry SDK into the module.
/// </summary>
internal sealed class MetricReader : IDisposable
{
    /// <summary>Content type of <see cref="Write"/>.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly Lock _reading = new();
    private readonly List<MetricFamily> _families = [];
    private readonly MeterListener _listener = new();

    public MetricReader(Meter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == meter)
            {
                MetricFamily family = new(instrument);
                _families.Add(family);
                listener.EnableMeasurementEvents(instrument, family);
            }
        };
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => ((MetricFamily)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => ((MetricFamily)state!).Record(value, tags));
        _listener.Start();
    }

    /// <summary>Everything in the exposition format.</summary>
    public string Write()
    {
        using Lock.Scope reading = _reading.EnterScope();
        StringBuilder text = new();
        foreach (MetricFamily family in Observe())
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP {family.Name} {family.Description}\n# TYPE {family.Name} {family.Kind}\n");
            foreach (MetricSeries series in family.Series)
            {
                (double value, long count, long[] cumulative) = series.Read();
                if (family.Kind != "histogram")
                {
                    WriteSample(text, family.Name, series.Labels, "", Number(value));
                    continue;
                }

                for (int i = 0; i < cumulative.Length; i++)
                {
                    WriteSample(text, $"{family.Name}_bucket", series.Labels, Number(family.Bounds[i]), Number(cumulative[i]));
                }

                WriteSample(text, $"{family.Name}_bucket", series.Labels, "+Inf", Number(count));
                WriteSample(text, $"{family.Name}_sum", series.Labels, "", Number(value));
                WriteSample(text, $"{family.Name}_count", series.Labels, "", Number(count));
            }
        }

        return text.ToString();
    }

    /// <summary>Every series as name and text, in the manner of <c>admin_getMetrics</c>: the kind, then the value.</summary>
    public IReadOnlyList<(string Name, string Value)> List()
    {
        using Lock.Scope reading = _reading.EnterScope();
        List<(string Name, string Value)> list = [];
        foreach (MetricFamily family in Observe())
        {
            foreach (MetricSeries series in family.Series)
            {
                (double value, long count, _) = series.Read();
                string name = series.Labels.Length > 0 ? $"{family.Name}{{{series.Labels}}}" : family.Name;
                list.Add((name, family.Kind == "histogram"
                    ? $"histogram count={Number(count)} sum={Number(value)}"
                    : $"{family.Kind} {Number(value)}"));
            }
        }

        return list;
    }

    public void Dispose() => _listener.Dispose();

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static void WriteSample(StringBuilder text, string name, string labels, string bound, string value)
    {
        text.Append(name);
        string all = bound.Length == 0 ? labels : labels + (labels.Length > 0 ? "," : "") + $"le=\"{bound}\"";
        if (all.Length > 0)
        {
            text.Append('{').Append(all).Append('}');
        }

        text.Append(' ').Append(value).Append('\n');
    }

    private List<MetricFamily> Observe()
    {
        foreach (MetricFamily family in _families)
        {
            family.ForgetGauge();
        }

        try
        {
            _listener.RecordObservableInstruments();
        }
        catch (AggregateException)
        {
            // A gauge that cannot be read, such as the size of a folder that is gone, is missing; all others have been read.
        }

        return _families;
    }
}
