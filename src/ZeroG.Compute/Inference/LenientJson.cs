using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace ZeroG.Compute.Inference;

/// <summary>
/// Reads JSON that providers write as they like: what is missing or of another kind than expected is absent, never a failure.
/// </summary>
internal static class LenientJson
{
    /// <summary>The root object of a text; null when the text is no JSON or no object.</summary>
    public static JsonElement? ParseObject(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The root object of UTF-8; null when it is no JSON or no object.</summary>
    public static JsonElement? ParseObject(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The member of an object; null when there is none or it is JSON null.</summary>
    public static JsonElement? Member(this JsonElement element, string name)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value)
                && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
                    ? value
                    : null;
        }
        catch (InvalidOperationException)
        {
            // A name beside it holds half a surrogate pair, which JSON allows and texts do not.
            return null;
        }
    }

    /// <summary>A member that is text; null otherwise.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.Member(name) is { } value ? TextOf(value) : null;

    /// <summary>An element that is text of Unicode characters; null otherwise.</summary>
    public static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>True when the member is JSON true; the text "true" is not.</summary>
    public static bool IsTrue(this JsonElement element, string name) => element.Member(name) is { ValueKind: JsonValueKind.True };

    /// <summary>A member that is a number; null otherwise, and for numbers beyond a decimal.</summary>
    public static decimal? Number(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDecimal(out decimal number) ? number : null;

    /// <summary>A member that is a whole number or text of one, as large amounts are written; null otherwise.</summary>
    public static BigInteger? WholeNumber(this JsonElement element, string name) => element.Member(name) switch
    {
        { ValueKind: JsonValueKind.Number } value => Whole(value.GetRawText()),
        { ValueKind: JsonValueKind.String } value => Whole(TextOf(value) ?? ""),
        _ => null,
    };

    /// <summary>A member that is a time in ISO 8601; null otherwise.</summary>
    public static DateTimeOffset? Time(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } value && value.TryGetDateTimeOffset(out DateTimeOffset time)
            ? time
            : null;

    /// <summary>A member that is an object; null otherwise.</summary>
    public static JsonElement? Object(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Object } value ? value : null;

    /// <summary>The elements of a member that is an array; none otherwise.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    private static BigInteger? Whole(string text) =>
        BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger number) ? number : null;
}
