using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace ZeroG.Compute.Inference;

/// <summary>
/// What an answer is charged by: tokens, images or seconds (0G compute specification 2.5). Counts come from the provider's own usage
/// report; what it does not say counts as nothing.
/// </summary>
/// <param name="Input">Tokens of the prompt, images, or seconds of speech.</param>
/// <param name="Output">Tokens of the answer.</param>
public readonly record struct UsageCounts(BigInteger Input, BigInteger Output)
{
    /// <summary>Reads the counts as the official client does.</summary>
    /// <param name="serviceType">See <see cref="ServiceTypes"/>; an unknown one counts as chat.</param>
    /// <param name="content">The usage object of chat and speech; the request of images.</param>
    public static UsageCounts Read(string serviceType, string content)
    {
        JsonElement? json = LenientJson.ParseObject(content);
        if (ServiceTypes.Same(serviceType, ServiceTypes.Image) || ServiceTypes.Same(serviceType, ServiceTypes.ImageEdit))
        {
            return new UsageCounts(json is { } request ? Count(request, "n") ?? 1 : 1, 0);
        }

        if (json is not { } usage)
        {
            return default;
        }

        return ServiceTypes.Same(serviceType, ServiceTypes.Speech)
            ? Speech(usage)
            : new UsageCounts(Positive(usage, "prompt_tokens"), Positive(usage, "completion_tokens"));
    }

    private static UsageCounts Speech(JsonElement usage)
    {
        decimal seconds = usage.Number("seconds") ?? 0;
        string? type = usage.Text("type");
        if (type == "duration" || (type != "tokens" && seconds > 0))
        {
            return new UsageCounts(seconds > 0 ? Seconds(seconds) : 0, 0);
        }

        return new UsageCounts(Positive(usage, "input_tokens"), Positive(usage, "output_tokens"));
    }

    /// <summary>Seconds that are charged: rounded, halves up, and one at least.</summary>
    public static BigInteger Seconds(decimal seconds) =>
        BigInteger.Max(1, new BigInteger(decimal.Round(seconds, MidpointRounding.AwayFromZero)));

    private static BigInteger Positive(JsonElement json, string name) => BigInteger.Max(0, Count(json, name) ?? 0);

    // Text counts by the digits that it begins with, as JavaScript reads it.
    private static BigInteger? Count(JsonElement json, string name) => json.Member(name) switch
    {
        { ValueKind: JsonValueKind.Number } => json.Number(name) is { } number ? new BigInteger(decimal.Truncate(number)) : null,
        { ValueKind: JsonValueKind.String } value => Leading((LenientJson.TextOf(value) ?? "").TrimStart()),
        _ => null,
    };

    private static BigInteger? Leading(string text)
    {
        int sign = text.StartsWith('-') || text.StartsWith('+') ? 1 : 0;
        int end = sign;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return end > sign ? BigInteger.Parse(text[..end], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : null;
    }
}
