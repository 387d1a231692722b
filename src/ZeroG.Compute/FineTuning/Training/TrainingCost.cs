using ZeroG.Chain;

namespace ZeroG.Compute.FineTuning.Training;

/// <summary>
/// What a training may cost: tokens × price × epochs, and what the documentation says is kept for storing the result. An estimate, since
/// the provider counts the tokens with the model's own tokenizer.
/// </summary>
/// <param name="Tokens">Tokens of the dataset, estimated.</param>
/// <param name="Epochs">How often it is gone through.</param>
/// <param name="PricePerToken">The provider's price.</param>
/// <param name="StorageReserve">Kept for storing the result.</param>
/// <remarks>Source: 0g-serving-broker, api/fine-tuning/internal/services/setup.go.</remarks>
public sealed record TrainingCost(long Tokens, int Epochs, TokenAmount PricePerToken, TokenAmount StorageReserve)
{
    /// <summary>For the training itself.</summary>
    public TokenAmount Fee => new(PricePerToken.Wei * Tokens * Epochs);

    /// <summary>Both together: what the sub-account should hold.</summary>
    public TokenAmount Total => Fee + StorageReserve;
}
