using System.Text.Json.Serialization;

namespace ZeroG.Compute.FineTuning.Adapters;

/// <summary>A user's fine-tuned models as an inference provider lists them.</summary>
/// <param name="Adapters">Null for none.</param>
public sealed record AdapterListRecord([property: JsonPropertyName("adapters")] IReadOnlyList<AdapterRecord>? Adapters);
