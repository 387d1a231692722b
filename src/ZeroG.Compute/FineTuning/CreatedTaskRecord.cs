using System.Text.Json;
using System.Text.Json.Serialization;

namespace ZeroG.Compute.FineTuning;

/// <summary>What a provider answers to a new task.</summary>
/// <param name="Id">The id of the task.</param>
public sealed record CreatedTaskRecord([property: JsonPropertyName("id")] Guid Id)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="JsonException">There is no id.</exception>
    public static CreatedTaskRecord Parse(ReadOnlySpan<byte> json) =>
        FineTuningJson.Read(json, FineTuningJson.Default.CreatedTaskRecord) is { Id: var id } record && id != Guid.Empty
            ? record
            : throw new JsonException("The field 'id' is missing.");

    /// <summary>Writes it.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, FineTuningJson.Default.CreatedTaskRecord);
}
