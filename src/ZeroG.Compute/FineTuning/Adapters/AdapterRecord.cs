using System.Text.Json;
using System.Text.Json.Serialization;

namespace ZeroG.Compute.FineTuning.Adapters;

/// <summary>A fine-tuned model as an inference provider tells of it.</summary>
public sealed record AdapterRecord
{
    /// <summary>What requests call the model.</summary>
    [JsonPropertyName("adapterName")]
    public required string AdapterName { get; init; }

    /// <summary>The task that made it; null where only its state was asked.</summary>
    [JsonPropertyName("taskId")]
    public string? TaskId { get; init; }

    /// <summary>The model that was trained; null where only the state was asked.</summary>
    [JsonPropertyName("baseModel")]
    public string? BaseModel { get; init; }

    /// <summary>Whose it is; null where only the state was asked.</summary>
    [JsonPropertyName("userAddress")]
    public string? UserAddress { get; init; }

    /// <summary>Name of the state; see <see cref="Progress"/>.</summary>
    [JsonPropertyName("state")]
    public string? State { get; init; }

    /// <summary>Where the provider keeps it; null for none.</summary>
    [JsonPropertyName("storagePath")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? StoragePath { get; init; }

    /// <summary>Its root on 0G Storage; null for none.</summary>
    [JsonPropertyName("storageRootHash")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? StorageRootHash { get; init; }

    /// <summary>Why it failed; null for none.</summary>
    [JsonPropertyName("error")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Error { get; init; }

    /// <summary>How far it is.</summary>
    [JsonIgnore]
    public AdapterState Progress =>
        Enum.TryParse(State, ignoreCase: true, out AdapterState state) && Enum.IsDefined(state) && !char.IsAsciiDigit(State![0])
            ? state
            : AdapterState.Unknown;

    /// <summary>Reads one.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static AdapterRecord Parse(ReadOnlySpan<byte> json) => FineTuningJson.Read(json, FineTuningJson.Default.AdapterRecord);

    /// <summary>Reads the list of a user's.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static IReadOnlyList<AdapterRecord> ParseList(ReadOnlySpan<byte> json) =>
        FineTuningJson.Read(json, FineTuningJson.Default.AdapterListRecord).Adapters ?? [];
}
