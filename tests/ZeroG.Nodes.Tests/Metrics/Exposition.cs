using System.Globalization;
using System.Text.RegularExpressions;

namespace ZeroG.Nodes.Tests.Metrics;

/// <summary>
/// Reads Prometheus' text exposition format 0.0.4 as strictly as its description allows, and checks what ties lines together: a family's
/// help and type come once and before its samples, no sample comes twice, buckets grow and end with the count.
/// </summary>
internal sealed partial class Exposition
{
    public Dictionary<string, string> Types { get; } = [];

    public Dictionary<string, double> Samples { get; } = [];

    public static Exposition Parse(string text)
    {
        Exposition exposition = new();
        Assert.True(text.Length == 0 || text.EndsWith('\n'), "The last line must end.");
        string help = "";
        string family = "";
        foreach (string line in text.Split('\n')[..^1])
        {
            if (Help().Match(line) is { Success: true } helpLine)
            {
                help = helpLine.Groups[1].Value;
            }
            else if (Type().Match(line) is { Success: true } typeLine)
            {
                family = typeLine.Groups[1].Value;
                Assert.Equal(help, family);
                exposition.Types.Add(family, typeLine.Groups[2].Value);
            }
            else
            {
                Match sample = Sample().Match(line);
                Assert.True(sample.Success, $"No line of the format: {line}");
                string name = sample.Groups["name"].Value;
                bool isHistogram = exposition.Types[family] == "histogram";
                Assert.True(
                    isHistogram ? name.StartsWith(family + "_", StringComparison.Ordinal) : name == family, $"{name} under {family}");
                Assert.Equal(exposition.Types[family] == "counter", name.EndsWith("_total", StringComparison.Ordinal));
                double value = double.Parse(sample.Groups["value"].Value, CultureInfo.InvariantCulture);
                exposition.Samples.Add(line[..line.LastIndexOf(' ')], value);
            }
        }

        exposition.CheckBuckets();
        return exposition;
    }

    /// <summary>The value of a family's only series, or of the one with a label.</summary>
    public double Value(string family, string label = "") =>
        Samples.Single(sample => sample.Key.Split('{')[0] == family && sample.Key.Contains(label, StringComparison.Ordinal)).Value;

    private void CheckBuckets()
    {
        foreach (IGrouping<string, KeyValuePair<string, double>> series in Samples
            .Where(sample => sample.Key.Contains("_bucket{", StringComparison.Ordinal))
            .GroupBy(sample => Bound().Replace(sample.Key, "")))
        {
            double[] counts = [.. series.Select(sample => sample.Value)];
            Assert.Equal(counts.Order(), counts);
            Assert.Contains("le=\"+Inf\"", series.Last().Key, StringComparison.Ordinal);
            string count = series.Key.Replace("_bucket{", "_count{", StringComparison.Ordinal).Replace("{}", "", StringComparison.Ordinal);
            Assert.Equal(Samples[count], counts[^1]);
        }
    }

    [GeneratedRegex("^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)$")]
    private static partial Regex Help();

    [GeneratedRegex("^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)$")]
    private static partial Regex Type();

    [GeneratedRegex(
        """^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\[\\"n])*")"""
        + """(,[a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\[\\"n])*")*\})? (?<value>[^ ]+)$""")]
    private static partial Regex Sample();

    [GeneratedRegex(",?le=\"[^\"]*\"")]
    private static partial Regex Bound();
}
