using System.Text.Json;
using System.Text.Json.Serialization;

namespace ZeroG.Compute.FineTuning;

/// <summary>How a provider refuses.</summary>
/// <param name="Error">Where and why, in the form <c>Provider: register service: unsupported model</c>.</param>
public sealed record ProviderErrorRecord([property: JsonPropertyName("error")] string? Error)
{
    /// <summary>The words of a refusal; null when the body holds none.</summary>
    public static string? Find(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, FineTuningJson.Default.ProviderErrorRecord)?.Error;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
