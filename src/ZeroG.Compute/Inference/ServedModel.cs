using System.Text.Json;
using ZeroG.Chain;

namespace ZeroG.Compute.Inference;

/// <summary>A model in the list of a provider or of the status API. All of it is the provider's word; absent facts are null.</summary>
public sealed record ServedModel
{
    /// <summary>The name to ask for.</summary>
    public required string Id { get; init; }

    /// <summary>Who serves it; null in a provider's own list.</summary>
    public Address? Provider { get; init; }

    /// <summary>The name under which health is measured, where it differs from the id.</summary>
    public string? CanonicalId { get; init; }

    /// <summary>Name for people.</summary>
    public string? Name { get; init; }

    /// <summary>What it does, for example <c>chatbot</c>.</summary>
    public string? Type { get; init; }

    /// <summary>Tokens that prompt and answer may have together.</summary>
    public decimal? ContextLength { get; init; }

    /// <summary>Tokens that an answer may have.</summary>
    public decimal? MaxCompletionTokens { get; init; }

    /// <summary>Parameters of a request that it heeds.</summary>
    public IReadOnlyList<string> SupportedParameters { get; init; } = [];

    /// <summary>Price of a prompt token in neuron, of a second of speech likewise.</summary>
    public TokenAmount? PromptPrice { get; init; }

    /// <summary>Price of a token of the answer.</summary>
    public TokenAmount? CompletionPrice { get; init; }

    /// <summary>Price of an image.</summary>
    public TokenAmount? ImagePrice { get; init; }

    /// <summary>When it will be taken off; null for no date.</summary>
    public string? ExpirationDate { get; init; }

    /// <summary>How answers can be verified, for example <c>TeeML</c>.</summary>
    public string? Verifiability { get; init; }

    /// <summary>True when its TEE is said to be attested.</summary>
    public bool IsTeeAttested { get; init; }

    /// <summary>Kind of TEE.</summary>
    public string? TeeType { get; init; }

    /// <summary>Reads one entry; null when it has no id.</summary>
    internal static ServedModel? Read(JsonElement entry) => entry.Text("id") is { Length: > 0 } id
        ? new ServedModel
        {
            Id = id,
            Provider = Address.TryParse(entry.Text("provider")?.ToLowerInvariant(), out Address provider) ? provider : null,
            CanonicalId = entry.Text("canonical_id"),
            Name = entry.Text("name"),
            Type = entry.Text("type"),
            ContextLength = entry.Number("context_length"),
            MaxCompletionTokens = entry.Number("max_completion_tokens"),
            SupportedParameters = [.. entry.Items("supported_parameters").Select(LenientJson.TextOf).OfType<string>()],
            PromptPrice = Price(entry, "prompt"),
            CompletionPrice = Price(entry, "completion"),
            ImagePrice = Price(entry, "image"),
            ExpirationDate = entry.Text("expiration_date"),
            Verifiability = entry.Text("verifiability"),
            IsTeeAttested = entry.IsTrue("tee_attested"),
            TeeType = entry.Text("tee_type"),
        }
        : null;

    private static TokenAmount? Price(JsonElement entry, string kind) =>
        entry.Member("pricing")?.WholeNumber(kind) is { Sign: >= 0 } neuron ? new TokenAmount(neuron) : null;
}
