using ZeroG.Chain;
using ZeroG.Compute.FineTuning.Datasets;
using ZeroG.Compute.FineTuning.Models;

namespace ZeroG.Compute.FineTuning.Training;

/// <summary>What it may cost to train a model on a dataset at a provider, and whether the user's sub-account has so much.</summary>
/// <param name="dataset">The dataset, which is good.</param>
/// <param name="model">The model at that provider.</param>
/// <param name="epochs">How often the dataset is gone through.</param>
/// <param name="available">What is free in the user's sub-account with the provider; null when nobody knows.</param>
/// <param name="network">Name of the network.</param>
public sealed class MeasuredTraining(
    DatasetReport dataset, FineTuningModel model, int epochs, TokenAmount? available, string network)
{
    private readonly TrainingCost _cost = new(
        dataset.EstimatedTokens, epochs, model.PricePerToken ?? TokenAmount.Zero, model.StorageReserve ?? TokenAmount.Zero);

    /// <summary>The model.</summary>
    public string Model => model.Name;

    /// <summary>Who trains it.</summary>
    public Address? Provider => model.Provider;

    /// <summary>Path of the dataset.</summary>
    public string Dataset => dataset.Path;

    /// <summary>Its examples.</summary>
    public long Examples => dataset.Examples;

    /// <summary>Its tokens, estimated: a quarter of the characters that are trained.</summary>
    public long Tokens => _cost.Tokens;

    /// <summary>Always true: the provider counts with the model's tokenizer, and its count is what is paid.</summary>
    public bool IsEstimate { get; } = true;

    /// <summary>How often the dataset is gone through.</summary>
    public int Epochs => _cost.Epochs;

    /// <summary>The provider's price.</summary>
    public TokenAmount PricePerToken => _cost.PricePerToken;

    /// <summary>For the training.</summary>
    public TokenAmount Fee => _cost.Fee;

    /// <summary>What the documentation says is kept for storing the result.</summary>
    public TokenAmount StorageReserve => _cost.StorageReserve;

    /// <summary>Both together.</summary>
    public TokenAmount Total => _cost.Total;

    /// <summary>What is free in the fine-tuning sub-account with the provider; null without a wallet.</summary>
    public TokenAmount? Available => available;

    /// <summary>What has to be transferred to it first; null without a wallet.</summary>
    public TokenAmount? Missing => available is { } free ? (free < Total ? Total - free : TokenAmount.Zero) : null;

    /// <summary>Name of the network.</summary>
    public string Network => network;
}
