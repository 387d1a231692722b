using System.Text.Json;

namespace ZeroG.Compute.Attestation;

/// <summary>
/// JSON of a report. It must not say one thing twice: of two members of a name, the machine that made the report may have meant the other.
/// </summary>
internal static class ReportJson
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <exception cref="FormatException">No JSON, or a member that is there twice.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json) => Guard(() => JsonDocument.Parse(json, Strict));

    /// <inheritdoc cref="Parse(ReadOnlyMemory{byte})"/>
    public static JsonDocument Parse(string json) => Guard(() => JsonDocument.Parse(json, Strict));

    /// <summary>A member's text; null when it is missing or null.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement member) && member.ValueKind != JsonValueKind.Null ? TextOf(member, name) : null;

    /// <summary>The text of a string.</summary>
    /// <exception cref="FormatException">It is something else, or holds half a surrogate pair.</exception>
    public static string TextOf(JsonElement json, string name)
    {
        try
        {
            return json.ValueKind == JsonValueKind.String ? json.GetString()! : throw new FormatException($"{name} is no text");
        }
        catch (InvalidOperationException)
        {
            throw new FormatException($"{name} is no text of Unicode characters");
        }
    }

    private static JsonDocument Guard(Func<JsonDocument> parse)
    {
        try
        {
            return parse();
        }
        catch (Exception failure) when (failure is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new FormatException("it is no JSON, or has a member twice", failure);
        }
    }
}
