using ZeroG.Compute.Inference;

namespace ZeroG.PowerShell.Compute.Inference;

/// <summary>One input on its way through the cmdlet.</summary>
/// <param name="Given">The input as the user gave it, for errors.</param>
/// <param name="Offer">Who is asked.</param>
/// <param name="Job">What.</param>
internal sealed record InferenceEntry(object? Given, ModelOffer Offer, InferenceJob Job);
