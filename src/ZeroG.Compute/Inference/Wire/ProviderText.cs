using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;

namespace ZeroG.Compute.Inference.Wire;

/// <summary>How providers and their words are shown.</summary>
internal static class ProviderText
{
    /// <summary>An address without keys.</summary>
    public static string Of(Uri provider) => MaskedUri.Of(provider);

    /// <summary>Words of a provider, made fit for a terminal.</summary>
    public static string Clean(string words) => ForeignText.Clean(words, 200);

    /// <summary>
    /// The words of a refusal: <c>error</c> as text as brokers write it, or <c>error.message</c> as OpenAI does; the body itself when it is
    /// neither and short; null for none.
    /// </summary>
    public static string? FindWords(string body)
    {
        string? words = LenientJson.ParseObject(body) is { } json
            ? json.Text("error") ?? json.Member("error")?.Text("message") ?? json.Text("message") ?? json.Text("detail")
            : body.TrimStart().StartsWith('<') ? null : body.Trim();
        return string.IsNullOrEmpty(words) ? null : Clean(words);
    }
}
