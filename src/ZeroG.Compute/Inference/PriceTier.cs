namespace ZeroG.Compute.Inference;

/// <summary>One step of a price that grows with the length of the prompt.</summary>
/// <param name="MaxInputTokens">Prompts up to this many tokens pay this tier; 0 stands for no limit.</param>
/// <param name="InputMultiplier">What the price of a prompt token is multiplied by.</param>
/// <param name="OutputMultiplier">What the price of a token of the answer is multiplied by.</param>
public sealed record PriceTier(decimal MaxInputTokens, double InputMultiplier, double OutputMultiplier);
