namespace ZeroG.Compute.Inference;

/// <summary>
/// Under which id a provider keeps the signature of an answer: the header <c>ZG-Res-Key</c>, which is there when the broker signs;
/// otherwise, for chat alone, the id of the completion itself (0G compute specification 2.5).
/// </summary>
public static class ChatId
{
    /// <summary>The header's name.</summary>
    public const string Header = "ZG-Res-Key";

    /// <summary>The value of the header; null when there is none.</summary>
    public static string? OfHeader(HttpResponseMessage response) =>
        response.Headers.TryGetValues(Header, out IEnumerable<string>? values) && values.FirstOrDefault() is { Length: > 0 } key
            ? key
            : null;
}
