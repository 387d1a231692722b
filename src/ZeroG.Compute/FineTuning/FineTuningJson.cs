using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ZeroG.Compute.FineTuning.Adapters;
using ZeroG.Compute.FineTuning.Models;

namespace ZeroG.Compute.FineTuning;

/// <summary>Writes and reads the messages between users and fine-tuning providers.</summary>
[JsonSourceGenerationOptions(AllowTrailingCommas = false, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(TaskRecord))]
[JsonSerializable(typeof(List<TaskRecord>))]
[JsonSerializable(typeof(NewTaskRecord))]
[JsonSerializable(typeof(TaskSignatureRecord))]
[JsonSerializable(typeof(CreatedTaskRecord))]
[JsonSerializable(typeof(DatasetRecord))]
[JsonSerializable(typeof(ProviderErrorRecord))]
[JsonSerializable(typeof(List<ModelRecord>))]
[JsonSerializable(typeof(AdapterRecord))]
[JsonSerializable(typeof(AdapterListRecord))]
[JsonSerializable(typeof(DeployAdapterRecord))]
internal sealed partial class FineTuningJson : JsonSerializerContext
{
    /// <summary>A message that is not null.</summary>
    /// <exception cref="JsonException">It is null, or of another form.</exception>
    public static T Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> form)
        where T : class =>
        JsonSerializer.Deserialize(json, form) ?? throw new JsonException("Expected a value, got null.");
}
