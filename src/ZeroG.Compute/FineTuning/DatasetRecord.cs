using System.Text.Json;
using System.Text.Json.Serialization;

namespace ZeroG.Compute.FineTuning;

/// <summary>What a provider answers to an uploaded dataset.</summary>
/// <param name="DatasetHash">What a task calls the dataset.</param>
/// <param name="Message">Words for people.</param>
public sealed record DatasetRecord(
    [property: JsonPropertyName("datasetHash")] string DatasetHash, [property: JsonPropertyName("message")] string? Message = null)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="JsonException">There is no hash.</exception>
    public static DatasetRecord Parse(ReadOnlySpan<byte> json) =>
        FineTuningJson.Read(json, FineTuningJson.Default.DatasetRecord) is { DatasetHash.Length: > 0 } record
            ? record
            : throw new JsonException("The field 'datasetHash' is missing.");

    /// <summary>Writes it.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, FineTuningJson.Default.DatasetRecord);
}
