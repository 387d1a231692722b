using ZeroG.Chain;
using ZeroG.Compute.Services;

namespace ZeroG.Compute.Inference;

/// <summary>A model of a service with the prices that apply to it.</summary>
/// <param name="Service">Who serves it.</param>
/// <param name="Model">The name to ask for.</param>
/// <param name="InputPrice">For each token, image or second that is sent.</param>
/// <param name="OutputPrice">For each token or image that comes back.</param>
public sealed record ModelOffer(InferenceService Service, string Model, TokenAmount InputPrice, TokenAmount OutputPrice)
{
    /// <summary>What a usage costs.</summary>
    public TokenAmount FeeOf(UsageCounts counts) => FeeEstimate.Billed(Service.ServiceType, counts, InputPrice, OutputPrice);
}
