namespace ZeroG.Nodes.Metrics;

/// <summary>The measurements of one instrument under one set of labels: a running sum, a last value, or a histogram.</summary>
internal sealed class MetricSeries(string labels, IReadOnlyList<double>? bounds)
{
    private readonly Lock _gate = new();
    private readonly long[] _buckets = new long[bounds?.Count ?? 0];
    private double _value;
    private long _count;

    /// <summary>Labels in the form of the exposition format, without braces; empty for none.</summary>
    public string Labels => labels;

    /// <summary>Adds to the sum.</summary>
    public void Add(double amount)
    {
        lock (_gate)
        {
            _value += amount;
        }
    }

    /// <summary>Replaces the value.</summary>
    public void Set(double value)
    {
        lock (_gate)
        {
            _value = value;
        }
    }

    /// <summary>Counts a measurement in the bucket it falls into.</summary>
    public void Observe(double value)
    {
        lock (_gate)
        {
            _value += value;
            _count++;
            for (int i = 0; i < _buckets.Length; i++)
            {
                if (value <= bounds![i])
                {
                    _buckets[i]++;
                    break;
                }
            }
        }
    }

    /// <summary>The sum or value, the number of measurements, and how many fell up to each bound, all of one moment.</summary>
    public (double Value, long Count, long[] Cumulative) Read()
    {
        lock (_gate)
        {
            long[] cumulative = new long[_buckets.Length];
            long sum = 0;
            for (int i = 0; i < cumulative.Length; i++)
            {
                cumulative[i] = sum += _buckets[i];
            }

            return (_value, _count, cumulative);
        }
    }
}
