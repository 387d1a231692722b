using ZeroG.Chain;

namespace ZeroG.Compute.FineTuning.Delivery;

/// <summary>A fine-tuned model that was taken: received, acknowledged, or both.</summary>
public sealed class FineTunedModel
{
    /// <summary>The task.</summary>
    public required Guid TaskId { get; init; }

    /// <summary>Who trained it.</summary>
    public required Address Provider { get; init; }

    /// <summary>The model that was trained.</summary>
    public required string Model { get; init; }

    /// <summary>Full path of the encrypted file; null when it was only acknowledged.</summary>
    public string? Path { get; init; }

    /// <summary>Bytes of the encrypted file; zero when it was only acknowledged.</summary>
    public long Size { get; init; }

    /// <summary>Where it was received from; null when it was only acknowledged.</summary>
    public ModelSource? Source { get; init; }

    /// <summary>By what the file was recognised as the model; null when it was only acknowledged.</summary>
    public ModelHashKind? Hash { get; init; }

    /// <summary>What has become of it on chain; it can be decrypted once the key is published.</summary>
    public required DeliveryState State { get; init; }

    /// <summary>The transaction that acknowledged it; null when it was acknowledged before, or not at all.</summary>
    public Hash256? Transaction { get; init; }

    /// <summary>The fee of that transaction; zero without one.</summary>
    public TokenAmount GasFee { get; init; }

    /// <summary>From when on the provider may settle with a penalty; null when it was acknowledged.</summary>
    public DateTimeOffset? AcknowledgeBy { get; init; }

    /// <summary>Name of the network.</summary>
    public required string Network { get; init; }

    /// <summary>How long all of it took.</summary>
    public TimeSpan Duration { get; init; }
}
