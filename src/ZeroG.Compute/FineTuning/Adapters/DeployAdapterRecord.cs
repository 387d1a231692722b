using System.Text.Json;
using System.Text.Json.Serialization;

namespace ZeroG.Compute.FineTuning.Adapters;

/// <summary>What a user sends to have a fine-tuned model served: the task and the model that was trained, or the adapter's name.</summary>
public sealed record DeployAdapterRecord
{
    /// <summary>The task; null with a name.</summary>
    [JsonPropertyName("taskId")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TaskId { get; init; }

    /// <summary>The model that was trained; null with a name.</summary>
    [JsonPropertyName("baseModel")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? BaseModel { get; init; }

    /// <summary>The adapter's name; null with a task.</summary>
    [JsonPropertyName("adapterName")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AdapterName { get; init; }

    /// <summary>Writes it.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, FineTuningJson.Default.DeployAdapterRecord);
}
