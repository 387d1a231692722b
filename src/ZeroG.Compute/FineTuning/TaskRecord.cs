using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;
using ZeroG.Chain;

namespace ZeroG.Compute.FineTuning;

/// <summary>A task as a provider tells of it.</summary>
/// <remarks>Source: 0g-serving-broker, api/fine-tuning/schema/task.go.</remarks>
public sealed record TaskRecord
{
    /// <summary>Its id, which the provider chose.</summary>
    [JsonPropertyName("id")]
    public required Guid Id { get; init; }

    /// <summary>When the provider took it.</summary>
    [JsonPropertyName("createdAt")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When the provider last changed it.</summary>
    [JsonPropertyName("updatedAt")]
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Whose it is.</summary>
    [JsonPropertyName("userAddress")]
    public string UserAddress { get; init; } = "";

    /// <summary>Hash of the model that is trained.</summary>
    [JsonPropertyName("preTrainedModelHash")]
    public string PreTrainedModelHash { get; init; } = "";

    /// <summary>Storage root of the dataset, or what the provider called an upload.</summary>
    [JsonPropertyName("datasetHash")]
    public string DatasetHash { get; init; } = "";

    /// <summary>Text of the training configuration.</summary>
    [JsonPropertyName("trainingParams")]
    public string TrainingParams { get; init; } = "";

    /// <summary>Neuron in decimal digits; <c>0</c> until the tokens are counted.</summary>
    [JsonPropertyName("fee")]
    public string Fee { get; init; } = "0";

    /// <summary>See <see cref="TaskNonce"/>; decimal digits.</summary>
    [JsonPropertyName("nonce")]
    public string Nonce { get; init; } = "0";

    /// <summary>The user's signature over the task.</summary>
    [JsonPropertyName("signature")]
    public string Signature { get; init; } = "";

    /// <summary>Name of the state; see <see cref="State"/>.</summary>
    [JsonPropertyName("progress")]
    public required string Progress { get; init; }

    /// <summary>Place among the user's deliverables, on contracts that counted them.</summary>
    [JsonPropertyName("deliverIndex")]
    public ulong DeliverIndex { get; init; }

    /// <summary>When it was delivered, unix seconds; zero before that.</summary>
    [JsonPropertyName("deliverTime")]
    public long DeliverTime { get; init; }

    /// <summary>0 for a model that all providers know, 1 for one of the provider's own.</summary>
    [JsonPropertyName("modelType")]
    public int ModelType { get; init; }

    /// <summary>Whether it may wait behind others.</summary>
    [JsonPropertyName("wait")]
    public bool Wait { get; init; }

    /// <summary>How far it is.</summary>
    [JsonIgnore]
    public FineTuningState State => FineTuningStates.Parse(Progress);

    /// <summary>The fee; null when the provider writes no number.</summary>
    [JsonIgnore]
    public TokenAmount? Amount => BigInteger.TryParse(Fee, NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger neuron)
        ? TokenAmount.FromWei(neuron)
        : null;

    /// <summary>Reads a task.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static TaskRecord Parse(ReadOnlySpan<byte> json) => FineTuningJson.Read(json, FineTuningJson.Default.TaskRecord);

    /// <summary>Reads a list of tasks; <c>null</c>, as Go writes an empty list, is none.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static IReadOnlyList<TaskRecord> ParseList(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, FineTuningJson.Default.ListTaskRecord) ?? [];

    /// <summary>Writes a list of tasks.</summary>
    public static byte[] WriteList(IEnumerable<TaskRecord> tasks) =>
        JsonSerializer.SerializeToUtf8Bytes([.. tasks], FineTuningJson.Default.ListTaskRecord);

    /// <summary>Writes it.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, FineTuningJson.Default.TaskRecord);
}
