using ZeroG.Chain;

namespace ZeroG.Compute.FineTuning.Adapters;

/// <summary>A fine-tuned model that an inference provider serves.</summary>
public sealed class PublishedAdapter
{
    /// <summary>What requests call the model.</summary>
    public required string Name { get; init; }

    /// <summary>How far it is; it answers when it is active.</summary>
    public required AdapterState State { get; init; }

    /// <summary>The inference provider.</summary>
    public required Address Provider { get; init; }

    /// <summary>The task that made it; null when only its name was given.</summary>
    public string? TaskId { get; init; }

    /// <summary>The model that was trained; null when the provider does not say.</summary>
    public string? Model { get; init; }

    /// <summary>Name of the network.</summary>
    public required string Network { get; init; }
}
