using System.Text.Json;
using ZeroG.Chain;

namespace ZeroG.Compute.Inference;

/// <summary>
/// What a provider says of itself in the <c>additionalInfo</c> of its record: JSON, every key optional (0G compute specification 2.1). It
/// is the provider's own word and vouches for nothing.
/// </summary>
public sealed record ProviderInfo
{
    /// <summary>The kind of provider that serves a model in a TEE of its own, and what unknown words count as.</summary>
    public const string Decentralized = "decentralized";

    /// <summary>The kind of provider that forwards to a company's service.</summary>
    public const string Centralized = "centralized";

    /// <summary>False when the text is empty or no JSON object; then everything else is at its default.</summary>
    public bool IsReadable { get; init; }

    /// <summary>Page where the provider's attestation can be looked at; empty for none.</summary>
    public string VerifierUrl { get; init; } = "";

    /// <summary>The kind of TEE: <c>dstack</c> unless it says otherwise.</summary>
    public string TeeVerifier { get; init; } = "dstack";

    /// <summary>True when the model runs in another machine than the broker.</summary>
    public bool IsTargetSeparated { get; init; }

    /// <summary>The signer of the model's machine; null when none is named.</summary>
    public Address? TargetTeeAddress { get; init; }

    /// <summary>Image of the broker; empty when not said.</summary>
    public string ImageName { get; init; } = "";

    /// <summary>Digest of that image; empty when not said.</summary>
    public string ImageDigest { get; init; } = "";

    /// <summary><see cref="Decentralized"/> or <see cref="Centralized"/>.</summary>
    public string ProviderType { get; init; } = Decentralized;

    /// <summary>True when it serves more models than the one of its record.</summary>
    public bool IsMultiModel { get; init; }

    /// <summary>What its prices are fixed in, <c>USD</c> or <c>NATIVE</c>; null when not said.</summary>
    public string? PriceDenomination { get; init; }

    /// <summary>Prices that grow with the prompt; none when empty.</summary>
    public IReadOnlyList<PriceTier> Tiers { get; init; } = [];

    /// <summary>Prompt tokens found in a cache cost the price divided by this; null for no discount.</summary>
    public double? CacheTokenDivisor { get; init; }

    /// <summary>Reads the text; whatever is wrong with it, the rest is read.</summary>
    public static ProviderInfo Parse(string additionalInfo) => LenientJson.ParseObject(additionalInfo) is { } json
        ? new ProviderInfo
        {
            IsReadable = true,
            VerifierUrl = json.Text("VerifierURL") ?? "",
            TeeVerifier = json.Text("TEEVerifier") is { Length: > 0 } verifier ? verifier : "dstack",
            IsTargetSeparated = json.IsTrue("TargetSeparated"),
            TargetTeeAddress = AddressOf(json.Text("TargetTeeAddress")),
            ImageName = json.Text("ImageName") ?? "",
            ImageDigest = json.Text("ImageDigest") ?? "",
            ProviderType = json.Text("ProviderType") == Centralized ? Centralized : Decentralized,
            IsMultiModel = json.IsTrue("MultiModel"),
            PriceDenomination = json.Text("priceDenomination"),
            Tiers = ReadTiers(json),
            CacheTokenDivisor = json.Member("cacheTokenBilling")?.Number("divisor") is > 0 and decimal divisor ? (double)divisor : null,
        }
        : new ProviderInfo();

    private static List<PriceTier> ReadTiers(JsonElement json)
    {
        List<PriceTier> tiers = [];
        foreach (JsonElement tier in json.Member("tieredPricing")?.Items("tiers") ?? [])
        {
            if (tier.Number("maxInputTokens") is { } limit && tier.Number("inputMultiplier") is { } input
                && tier.Number("outputMultiplier") is { } output)
            {
                tiers.Add(new PriceTier(
                    limit,
                    Effective(input, tier.Number("inputMultiplierDenominator")),
                    Effective(output, tier.Number("outputMultiplierDenominator"))));
            }
        }

        return tiers;
    }

    private static double Effective(decimal numerator, decimal? denominator) =>
        denominator is > 0 ? (double)numerator / (double)denominator : (double)numerator;

    // The case of the digits says nothing here: the official client compares them ignoring it.
    private static Address? AddressOf(string? text) =>
        Address.TryParse(text?.ToLowerInvariant(), out Address address) ? address : null;
}
