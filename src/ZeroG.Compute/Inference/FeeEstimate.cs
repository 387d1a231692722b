using System.Numerics;
using ZeroG.Chain;

namespace ZeroG.Compute.Inference;

/// <summary>
/// What an answer costs by its usage and the prices on the chain. Only settlement says what was really taken: tiers and cache discounts are
/// not in it.
/// </summary>
public static class FeeEstimate
{
    /// <summary>The estimate of the official client: images count with the price of input, which makes it a lower bound for them.</summary>
    public static TokenAmount Local(UsageCounts counts, TokenAmount inputPrice, TokenAmount outputPrice) =>
        new((counts.Input * inputPrice.Wei) + (counts.Output * outputPrice.Wei));

    /// <summary>What a broker charges: images with the price of output, everything else as <see cref="Local"/>.</summary>
    public static TokenAmount Billed(string serviceType, UsageCounts counts, TokenAmount inputPrice, TokenAmount outputPrice) =>
        ServiceTypes.Same(serviceType, ServiceTypes.Image) || ServiceTypes.Same(serviceType, ServiceTypes.ImageEdit)
            ? new TokenAmount(counts.Input * outputPrice.Wei)
            : Local(counts, inputPrice, outputPrice);

    /// <summary>The most that a chat can cost: a token is a byte of the request at least, and the answer has its limit.</summary>
    /// <param name="requestBytes">Length of the request's body.</param>
    /// <param name="maxTokens">The limit of the answer.</param>
    /// <param name="inputPrice">Price of a prompt token.</param>
    /// <param name="outputPrice">Price of a token of the answer.</param>
    public static TokenAmount MostForChat(long requestBytes, long maxTokens, TokenAmount inputPrice, TokenAmount outputPrice) =>
        new((new BigInteger(requestBytes) * inputPrice.Wei) + (new BigInteger(maxTokens) * outputPrice.Wei));
}
