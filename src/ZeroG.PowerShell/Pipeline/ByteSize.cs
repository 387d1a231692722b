using System.Globalization;

namespace ZeroG.PowerShell.Pipeline;

/// <summary>Sizes for people: <c>1.2 MiB</c>.</summary>
public static class ByteSize
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    /// <summary>The size with one decimal in the largest unit that keeps it above one; plain bytes below 1 KiB.</summary>
    public static string Format(long bytes)
    {
        double value = bytes;
        int unit = 0;
        while (Math.Abs(value) >= 1024 && unit < Units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return unit == 0 ? $"{bytes} B" : value.ToString("0.0", CultureInfo.CurrentCulture) + " " + Units[unit];
    }
}
