using System.Globalization;

namespace ZeroG.DataAvailability.Slices;

/// <summary>Names of files with slices: <c>slice-0000.bin</c> and so on, with more digits where there are more rows.</summary>
internal static class SliceFileName
{
    private const string Prefix = "slice-";
    private const string Suffix = ".bin";

    /// <summary>Matches all of them.</summary>
    public const string Pattern = Prefix + "*" + Suffix;

    /// <summary>The name of a row's slice.</summary>
    public static string Of(int row) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{row:D4}{Suffix}");

    /// <summary>The row that a name means; null for any other name.</summary>
    public static int? IndexOf(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal)
        && int.TryParse(name.AsSpan()[Prefix.Length..^Suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out int row)
            ? row
            : null;
}
