using System.Globalization;
using System.Numerics;
using ZeroG.Chain;
using ZeroG.Compute.FineTuning;

namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>
/// A task as the provider keeps it: what the user asked for, how far it is, and what the user must not see before it is paid.
/// </summary>
internal sealed record ProviderTask
{
    /// <summary>Its id, with which it is delivered and settled on the chain.</summary>
    public required Guid Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public required Address User { get; init; }

    /// <summary>Hash of the model that was asked for.</summary>
    public required Hash256 ModelHash { get; init; }

    /// <summary>Letter for letter as the user signed it: a root in 0G Storage or the hash of an uploaded dataset.</summary>
    public required string DatasetHash { get; init; }

    /// <summary>The configuration as text.</summary>
    public required string TrainingParams { get; init; }

    /// <summary>Number of the task among those of its account, for the settlement.</summary>
    public required BigInteger Nonce { get; init; }

    /// <summary>As the user sent it: whoever made it will be able to read the model's key.</summary>
    public required string Signature { get; init; }

    public bool IsCustomModel { get; init; }

    public bool Wait { get; init; }

    public FineTuningState State { get; init; }

    /// <summary>What it costs; zero until the tokens were counted.</summary>
    public TokenAmount Fee { get; init; }

    /// <summary>When the chain had its deliverable; null before.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>Root or hash of the encrypted model, as the chain knows it; null before it was uploaded.</summary>
    public Hash256? ModelRoot { get; init; }

    /// <summary>32 bytes that open the model: a secret until the fee is paid. Null before the model was encrypted.</summary>
    public byte[]? ModelKey { get; init; }

    /// <summary>Failed tries of the present step.</summary>
    public int Attempts { get; init; }

    /// <summary>What its user may see.</summary>
    public TaskRecord ToRecord() => new()
    {
        Id = Id,
        CreatedAt = CreatedAt,
        UpdatedAt = UpdatedAt,
        UserAddress = User.ToString(),
        PreTrainedModelHash = ModelHash.ToString(),
        DatasetHash = DatasetHash,
        TrainingParams = TrainingParams,
        Fee = Fee.Wei.ToString(CultureInfo.InvariantCulture),
        Nonce = Nonce.ToString(CultureInfo.InvariantCulture),
        Signature = Signature,
        Progress = State.ToString(),
        DeliverTime = DeliveredAt?.ToUnixTimeSeconds() ?? 0,
        ModelType = IsCustomModel ? 1 : 0,
        Wait = Wait,
    };

    /// <summary>Id and state; never the key.</summary>
    public override string ToString() => $"{Id} ({State})";
}
