using ZeroG.Chain;
using static ZeroG.Compute.Contracts.AbiFields;

namespace ZeroG.Compute.Services;

/// <summary>A fine-tuning service as its provider has registered it.</summary>
/// <param name="Provider">Who offers it and is paid.</param>
/// <param name="Url">Where it is reached.</param>
/// <param name="Quota">The machine.</param>
/// <param name="PricePerToken">For each token of the dataset and epoch.</param>
/// <param name="IsOccupied">True while the provider says that it takes no task.</param>
/// <param name="Models">Models that it trains.</param>
/// <param name="TeeSigner">The account that signs models and settlements.</param>
/// <param name="IsTeeSignerAcknowledged">True when the network's operator has approved that signer; a new signer takes it back.</param>
public sealed record FineTuningService(
    Address Provider, string Url, ProviderQuota Quota, TokenAmount PricePerToken, bool IsOccupied, IReadOnlyList<string> Models,
    Address TeeSigner, bool IsTeeSignerAcknowledged)
{
    /// <summary>Takes the fields of the contract's <c>Service</c>.</summary>
    public static FineTuningService FromAbi(object?[] fields) => new(
        (Address)fields[0]!, (string)fields[1]!, ProviderQuota.FromAbi((object?[])fields[2]!), Amount(fields[3]), (bool)fields[4]!,
        [.. ((object?[])fields[5]!).Cast<string>()], (Address)fields[6]!, (bool)fields[7]!);

    /// <summary>The arguments of <c>addOrUpdateService</c>.</summary>
    public object?[] ToArguments() => [Url, Quota.ToAbi(), PricePerToken, IsOccupied, Models, TeeSigner];
}
