using ZeroG.Chain;
using ZeroG.Compute.FineTuning.Delivery;

namespace ZeroG.Compute.FineTuning;

/// <summary>A fine-tuning task: what its provider says of it and, once it is delivered, what the chain does.</summary>
public sealed class FineTuningTask
{
    /// <summary>Its id.</summary>
    public required Guid TaskId { get; init; }

    /// <summary>Who trains.</summary>
    public required Address Provider { get; init; }

    /// <summary>How far it is, by the provider's word.</summary>
    public required FineTuningState State { get; init; }

    /// <summary>Name of the model that is trained; its hash where nobody knows the name.</summary>
    public required string Model { get; init; }

    /// <summary>What the training costs; null until the provider has counted the tokens.</summary>
    public TokenAmount? Fee { get; init; }

    /// <summary>When the provider took it; null when it does not say.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When the provider last changed it; null when it does not say.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>When the model was announced on chain; null before that.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>From when on the provider may settle with a penalty; null when nothing waits to be acknowledged.</summary>
    public DateTimeOffset? AcknowledgeBy { get; init; }

    /// <summary>The part of the fee, in percent, that is taken then; null when nothing waits to be acknowledged.</summary>
    public int? PenaltyPercentage { get; init; }

    /// <summary>What has become of the model, by the word of the chain; null before it is delivered.</summary>
    public DeliveryState? Delivery { get; init; }

    /// <summary>What a careful colleague says of a model that waits to be acknowledged; null when nothing waits.</summary>
    public string? Advice { get; init; }

    /// <summary>Storage root of the dataset, or what the provider calls it.</summary>
    public string DatasetHash { get; init; } = "";

    /// <summary>Hash of the model that is trained.</summary>
    public string ModelHash { get; init; } = "";

    /// <summary>Text of the training configuration.</summary>
    public string TrainingConfig { get; init; } = "";

    /// <summary>Whose it is.</summary>
    public required Address User { get; init; }

    /// <summary>Name of the network.</summary>
    public required string Network { get; init; }

    /// <summary>The id and the state.</summary>
    public override string ToString() => $"{TaskId} ({State})";
}
