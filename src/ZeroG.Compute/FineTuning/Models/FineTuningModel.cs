using ZeroG.Chain;

namespace ZeroG.Compute.FineTuning.Models;

/// <summary>A model that can be fine-tuned.</summary>
/// <param name="Name">Its name, without a prefix such as <c>Qwen/</c>.</param>
/// <param name="Hash">What a task calls it.</param>
/// <param name="IsBuiltIn">True for one that all providers know, false for a provider's own.</param>
public sealed record FineTuningModel(string Name, string Hash, bool IsBuiltIn)
{
    /// <summary>The provider that trains it; null for a model of all.</summary>
    public Address? Provider { get; init; }

    /// <summary>For each token of the dataset and epoch; null without a provider.</summary>
    public TokenAmount? PricePerToken { get; init; }

    /// <summary>What the documentation says is kept for storing the result, on top of the fee; null when it says nothing.</summary>
    public TokenAmount? StorageReserve { get; init; }

    /// <summary>Whether the provider takes tasks now; null without a provider.</summary>
    public bool? IsAvailable { get; init; }

    /// <summary>What the provider says of it.</summary>
    public string? Description { get; init; }

    /// <summary>What datasets hold.</summary>
    public string DataType { get; init; } = "text";
}
