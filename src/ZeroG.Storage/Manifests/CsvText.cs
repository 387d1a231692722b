using System.Text;

namespace ZeroG.Storage.Manifests;

/// <summary>
/// Writes records as Export-Csv of PowerShell does: every value in quotes, quotes within doubled, nothing at all for null.
/// </summary>
internal static class CsvText
{
    /// <summary>One record with its line break.</summary>
    public static byte[] Record(IEnumerable<string?> values) => Encoding.UTF8.GetBytes(
        string.Join(',', values.Select(value => value is null ? "" : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\""))
        + Environment.NewLine);
}
