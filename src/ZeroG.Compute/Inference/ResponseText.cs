using System.Security.Cryptography;

namespace ZeroG.Compute.Inference;

/// <summary>
/// The text that a provider signs for an answer: SHA-256 hashes of request and response in lower-case hex, and for a centralised provider
/// where the answer came from (0G compute specification 2.5).
/// </summary>
/// <param name="RequestHash">Hash of the request's body as the model got it.</param>
/// <param name="ResponseHashes">Hash of the response's body, or one of each image.</param>
/// <param name="Origin">Provider type, identity and hash of its certificate, with <c>:</c> between; null for an answer of its own.</param>
public sealed record ResponseText(string RequestHash, IReadOnlyList<string> ResponseHashes, string? Origin = null)
{
    private const int HashDigits = 2 * SHA256.HashSizeInBytes;

    /// <summary>The text for chat, speech and everything whose response is one body; streams count with all their raw bytes.</summary>
    public static ResponseText Of(ReadOnlySpan<byte> request, ReadOnlySpan<byte> response) => new(Hash(request), [Hash(response)]);

    /// <summary>The text for images whose bytes are known.</summary>
    public static ResponseText OfImages(ReadOnlySpan<byte> request, IEnumerable<byte[]> images) =>
        new(Hash(request), [.. images.Select(image => Hash(image))]);

    /// <summary>The same for an answer that a centralised provider fetched elsewhere.</summary>
    /// <param name="providerType">For example <c>centralized</c>.</param>
    /// <param name="identity">Who answered, for example <c>openai</c>.</param>
    /// <param name="certificateHash">SHA-256 of that server's certificate in lower-case hex.</param>
    public ResponseText From(string providerType, string identity, string certificateHash) =>
        this with { Origin = $"{providerType}:{identity}:{certificateHash}" };

    /// <summary>Takes a text apart; null when it is of another scheme.</summary>
    public static ResponseText? Parse(string text)
    {
        string[] parts = text.Split(':', 3);
        string[] responses = parts.Length > 1 ? parts[1].Split(',') : [];
        return parts.Length > 1 && IsHash(parts[0]) && responses.All(IsHash)
            ? new ResponseText(parts[0], responses, parts.Length > 2 ? parts[2] : null)
            : null;
    }

    /// <summary>SHA-256 in lower-case hex.</summary>
    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>The text to sign.</summary>
    public override string ToString() =>
        $"{RequestHash}:{string.Join(',', ResponseHashes)}{(Origin is null ? "" : $":{Origin}")}";

    private static bool IsHash(string text) => text.Length == HashDigits && text.All(char.IsAsciiHexDigitLower);
}
