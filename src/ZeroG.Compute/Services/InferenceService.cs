using ZeroG.Chain;
using static ZeroG.Compute.Contracts.AbiFields;

namespace ZeroG.Compute.Services;

/// <summary>An inference service as its provider has registered it.</summary>
/// <param name="Provider">Who offers it and is paid.</param>
/// <param name="ServiceType">What it does, for example <c>chatbot</c> or <c>text-to-image</c>.</param>
/// <param name="Url">Where it is reached.</param>
/// <param name="InputPrice">For each token that is sent.</param>
/// <param name="OutputPrice">For each token or picture that comes back.</param>
/// <param name="UpdatedAt">When it was last changed, by the chain's time.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Verifiability">How answers are vouched for, for example <c>TeeML</c>; empty for not at all.</param>
/// <param name="AdditionalInfo">JSON of the provider's; see <c>ProviderInfo</c>.</param>
/// <param name="TeeSigner">The account that signs answers and settlements.</param>
/// <param name="IsTeeSignerAcknowledged">True when the network's operator has approved that signer; any change but of price or address
/// takes it back.</param>
public sealed record InferenceService(
    Address Provider, string ServiceType, string Url, TokenAmount InputPrice, TokenAmount OutputPrice, DateTimeOffset UpdatedAt,
    string Model, string Verifiability, string AdditionalInfo, Address TeeSigner, bool IsTeeSignerAcknowledged)
{
    /// <summary>Takes the fields of the contract's <c>Service</c>.</summary>
    public static InferenceService FromAbi(object?[] fields) => new(
        (Address)fields[0]!, (string)fields[1]!, (string)fields[2]!, Amount(fields[3]), Amount(fields[4]), Time(fields[5]),
        (string)fields[6]!, (string)fields[7]!, (string)fields[8]!, (Address)fields[9]!, (bool)fields[10]!);

    /// <summary>
    /// The fields of the contract's <c>ServiceParams</c> for <c>addOrUpdateService</c>, whose order differs from that of
    /// <c>Service</c>.
    /// </summary>
    public object?[] ToParams() => [ServiceType, Url, Model, Verifiability, InputPrice, OutputPrice, AdditionalInfo, TeeSigner];
}
