using System.Text.Json;
using System.Text.Json.Serialization;

namespace ZeroG.Compute.FineTuning.Models;

/// <summary>A model in a provider's own list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Hash">What a task calls it.</param>
/// <param name="Image">The container that trains it.</param>
/// <param name="DataType">What datasets hold: <c>text</c> or <c>image</c>.</param>
/// <param name="TrainingScript">The program in the container.</param>
/// <param name="Description">Words for people.</param>
/// <param name="Tokenizer">What counts its tokens.</param>
/// <remarks>Route: <c>GET /v1/model</c>. Source: 0g-serving-broker, api/fine-tuning/internal/ctrl/model.go.</remarks>
public sealed record ModelRecord(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("hash")] string Hash,
    [property: JsonPropertyName("image")] string? Image = null,
    [property: JsonPropertyName("dataType")] string? DataType = null,
    [property: JsonPropertyName("trainingScript")] string? TrainingScript = null,
    [property: JsonPropertyName("description")] string? Description = null,
    [property: JsonPropertyName("tokenizer")] string? Tokenizer = null)
{
    /// <summary>Reads a list; a provider without models of its own may say null.</summary>
    /// <exception cref="JsonException">It is no list, or a model in it has no name or hash.</exception>
    public static IReadOnlyList<ModelRecord> ParseList(ReadOnlySpan<byte> json)
    {
        List<ModelRecord> models = JsonSerializer.Deserialize(json, FineTuningJson.Default.ListModelRecord) ?? [];
        return models.All(model => model is { Name.Length: > 0, Hash.Length: > 0 })
            ? models
            : throw new JsonException("A model has no name or no hash.");
    }
}
