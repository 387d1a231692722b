using System.Globalization;

namespace ZeroG.Nodes.Configuration;

/// <summary>Values as they stand in environment variables, where everything is text.</summary>
internal static class ConfigText
{
    /// <summary>The value of a key of that kind; the text itself when it is none, or when nobody knows the key.</summary>
    public static object ValueOf(ConfigValueKind? kind, string text) => kind switch
    {
        ConfigValueKind.Count => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long count) ? count : text,
        ConfigValueKind.Number =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : text,
        ConfigValueKind.Flag => text.ToLowerInvariant() switch
        {
            "true" or "1" or "on" or "yes" => true,
            "false" or "0" or "off" or "no" => false,
            _ => text,
        },
        ConfigValueKind.TextList => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList(),
        _ => text,
    };
}
