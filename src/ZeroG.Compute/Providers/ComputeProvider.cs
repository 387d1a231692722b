using ZeroG.Chain;
using ZeroG.Compute.Inference;
using ZeroG.Compute.Services;

namespace ZeroG.Compute.Providers;

/// <summary>
/// A service of a provider: what the chain says of it, and what the network's status service measured. Names and addresses are the
/// provider's words, cleaned of what a terminal would obey.
/// </summary>
public sealed record ComputeProvider
{
    // Prices are shown for so many tokens, as the network's own pages do.
    private const int Million = 1_000_000;
    private const int LongestName = 200;

    /// <summary>The market.</summary>
    public required ServiceKind Service { get; init; }

    /// <summary>Who offers it and is paid.</summary>
    public required Address Provider { get; init; }

    /// <summary>What it does, for example <c>chatbot</c> or <c>text-to-image</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The model that is used when a request names none; empty for fine-tuning providers without one.</summary>
    public string Model => Models.Count == 0 ? "" : Models[0];

    /// <summary>All models that are known.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>What a unit that is sent costs: a token of a prompt or of a dataset, a second of speech; null for none.</summary>
    public TokenAmount? InputPrice { get; init; }

    /// <summary>What a unit that comes back costs: a token of an answer, a picture; null for none.</summary>
    public TokenAmount? OutputPrice { get; init; }

    /// <summary>What the prices are for.</summary>
    public PriceUnit PriceUnit { get; init; }

    /// <summary>The prices for people: those of tokens for a million of them.</summary>
    public string Price => PriceUnit switch
    {
        PriceUnit.Image => $"{OutputPrice} per image",
        PriceUnit.Second => $"{InputPrice} per second",
        PriceUnit.Token when OutputPrice is { } output => $"{InputPrice * Million} / {output * Million} per 1M tokens",
        PriceUnit.Token => $"{InputPrice * Million} per 1M tokens",
        _ => $"{InputPrice} / {OutputPrice}",
    };

    /// <summary>How it did lately; <see cref="HealthState.Unknown"/> where nobody looks.</summary>
    public HealthState Health => Measured?.State ?? HealthState.Unknown;

    /// <summary>What was measured; null where nobody looks.</summary>
    public ServiceHealth? Measured { get; init; }

    /// <summary>Whether the network's operator has approved its signer. Others cannot be paid.</summary>
    public required bool IsApproved { get; init; }

    /// <summary>How answers are vouched for, for example <c>TeeML</c>; empty for not at all.</summary>
    public string Verifiability { get; init; } = "";

    /// <summary>Whether a fine-tuning provider says that it takes no task now; null for inference.</summary>
    public bool? IsOccupied { get; init; }

    /// <summary>The machine of a fine-tuning provider; null for inference.</summary>
    public ProviderQuota? Quota { get; init; }

    /// <summary>The account that signs for its TEE.</summary>
    public required Address Signer { get; init; }

    /// <summary>Where it serves.</summary>
    public required string Url { get; init; }

    /// <summary>When its record was last changed; null where the chain does not say.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>What it says of itself; null for fine-tuning.</summary>
    public ProviderInfo? Info { get; init; }

    /// <summary>Whether it answered when it was asked for its models; null when it was not asked.</summary>
    public bool? IsAnswering { get; init; }

    /// <summary>Why it did not answer; null when it did, or was not asked.</summary>
    public string? Reason { get; init; }

    /// <summary>Its own list of models with their prices; empty when it was not asked.</summary>
    public IReadOnlyList<ServedModel> Served { get; init; } = [];

    /// <summary>The network.</summary>
    public required string Network { get; init; }

    /// <summary>Provider and model.</summary>
    public override string ToString() => Model.Length == 0 ? $"{Provider}" : $"{Provider} ({Model})";

    /// <summary>This provider with its own list of models. The model of the chain stays the first.</summary>
    internal ComputeProvider With(IReadOnlyList<ServedModel> served) => this with
    {
        IsAnswering = true,
        Served = [.. served.Select(model => model with { Id = Clean(model.Id), Name = model.Name is null ? null : Clean(model.Name) })],
        Models = Names(Models.Take(1).Concat(served.Select(model => model.Id))),
    };

    /// <summary>An inference service.</summary>
    /// <param name="service">What the chain says.</param>
    /// <param name="network">Name of the network.</param>
    /// <param name="health">What was measured of all services.</param>
    /// <param name="served">Models of all providers.</param>
    internal static ComputeProvider Of(
        InferenceService service, string network, IReadOnlyList<ServiceHealth> health, IReadOnlyList<ServedModel> served)
    {
        ServiceHealth[] own = [.. health.Where(entry => entry.Provider == service.Provider)];
        PriceUnit unit = UnitOf(service.ServiceType);
        return new ComputeProvider
        {
            Service = ServiceKind.Inference,
            Provider = service.Provider,
            Type = Clean(service.ServiceType),
            Models = Names(served.Where(model => model.Provider == service.Provider).Select(model => model.Id).Prepend(service.Model)),
            InputPrice = unit == PriceUnit.Image ? null : service.InputPrice,
            OutputPrice = unit == PriceUnit.Second ? null : service.OutputPrice,
            PriceUnit = unit,
            Measured = Clean(own.FirstOrDefault(entry => entry.Model == service.Model) ?? own.FirstOrDefault()),
            IsApproved = service.IsTeeSignerAcknowledged,
            Verifiability = Clean(service.Verifiability),
            Signer = service.TeeSigner,
            Url = Clean(service.Url),
            UpdatedAt = service.UpdatedAt,
            Info = Clean(ProviderInfo.Parse(service.AdditionalInfo)),
            Network = network,
        };
    }

    /// <summary>A fine-tuning service.</summary>
    internal static ComputeProvider Of(FineTuningService service, string network) => new()
    {
        Service = ServiceKind.FineTuning,
        Provider = service.Provider,
        Type = ServiceKinds.NameOf(ServiceKind.FineTuning),
        Models = Names(service.Models),
        InputPrice = service.PricePerToken,
        IsApproved = service.IsTeeSignerAcknowledged,
        IsOccupied = service.IsOccupied,
        Quota = service.Quota,
        Signer = service.TeeSigner,
        Url = Clean(service.Url),
        Network = network,
    };

    private static PriceUnit UnitOf(string type) =>
        ServiceTypes.Same(type, ServiceTypes.Chat) || ServiceTypes.Same(type, ServiceTypes.Embedding) ? PriceUnit.Token
        : ServiceTypes.Same(type, ServiceTypes.Image) || ServiceTypes.Same(type, ServiceTypes.ImageEdit) ? PriceUnit.Image
        : ServiceTypes.Same(type, ServiceTypes.Speech) ? PriceUnit.Second
        : PriceUnit.Other;

    private static string[] Names(IEnumerable<string> names) => [.. names.Where(name => name.Length > 0).Select(Clean).Distinct()];

    private static string Clean(string text) => ForeignText.Clean(text, LongestName);

    private static ServiceHealth? Clean(ServiceHealth? measured) => measured is null
        ? null
        : measured with { ServiceType = Clean(measured.ServiceType), Model = Clean(measured.Model) };

    private static ProviderInfo Clean(ProviderInfo info) => info with
    {
        VerifierUrl = Clean(info.VerifierUrl),
        TeeVerifier = Clean(info.TeeVerifier),
        ImageName = Clean(info.ImageName),
        ImageDigest = Clean(info.ImageDigest),
        PriceDenomination = info.PriceDenomination is null ? null : Clean(info.PriceDenomination),
    };
}
