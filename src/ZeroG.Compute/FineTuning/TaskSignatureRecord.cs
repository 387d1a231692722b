using System.Text.Json;
using System.Text.Json.Serialization;

namespace ZeroG.Compute.FineTuning;

/// <summary>What a user sends to have a task cancelled, or to fetch its model.</summary>
/// <remarks>Source: 0g-compute-ts-sdk, src.ts/sdk/fine-tuning/provider/provider.ts.</remarks>
public sealed record TaskSignatureRecord
{
    /// <summary>See <see cref="TaskSignatures"/>.</summary>
    [JsonPropertyName("signature")]
    public required string Signature { get; init; }

    /// <summary>Unix seconds that were signed; null where no time is part of the message.</summary>
    [JsonPropertyName("timestamp")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Timestamp { get; init; }

    /// <summary>Reads it.</summary>
    /// <exception cref="JsonException">The signature is missing, or a field is of another kind.</exception>
    public static TaskSignatureRecord Parse(ReadOnlySpan<byte> json) =>
        FineTuningJson.Read(json, FineTuningJson.Default.TaskSignatureRecord);

    /// <summary>Writes it.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, FineTuningJson.Default.TaskSignatureRecord);
}
