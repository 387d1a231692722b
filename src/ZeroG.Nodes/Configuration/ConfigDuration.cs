using System.Globalization;

namespace ZeroG.Nodes.Configuration;

/// <summary>Durations as the official files write them: <c>"500ms"</c>, <c>"15s"</c>, <c>"1m 30s"</c>; a number alone is seconds.</summary>
internal static class ConfigDuration
{
    /// <summary>Longest that is taken: 100 years; timers and dates can bear it.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    /// <summary>False when the text is no duration, or one longer than <see cref="Longest"/>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        text = text.Trim();
        bool any = false;
        while (!text.IsEmpty)
        {
            int digits = text.IndexOfAnyExceptInRange('0', '9');
            digits = digits < 0 ? text.Length : digits;
            if (!long.TryParse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            {
                return false;
            }

            text = text[digits..].TrimStart();
            int letters = text.IndexOfAnyExceptInRange('a', 'z');
            letters = letters < 0 ? text.Length : letters;
            if (UnitOf(text[..letters]) is not { } unit || number > (Longest - duration) / unit)
            {
                return false;
            }

            duration += number * unit;
            text = text[letters..].TrimStart();
            any = true;
        }

        return any;
    }

    private static TimeSpan? UnitOf(ReadOnlySpan<char> unit) => unit switch
    {
        "ms" => TimeSpan.FromMilliseconds(1),
        "s" or "" => TimeSpan.FromSeconds(1),
        "m" => TimeSpan.FromMinutes(1),
        "h" => TimeSpan.FromHours(1),
        "d" => TimeSpan.FromDays(1),
        _ => null,
    };
}
