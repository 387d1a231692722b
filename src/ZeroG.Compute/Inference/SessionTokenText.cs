using System.Buffers;
using System.Numerics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ZeroG.Chain;

namespace ZeroG.Compute.Inference;

/// <summary>
/// The signed text of a session token: compact JSON with its keys in one order. Servers hash the text as it comes, so one that was read is
/// never written anew.
/// </summary>
/// <param name="User">Written with the EIP-55 checksum.</param>
/// <param name="Provider">Written likewise.</param>
/// <param name="Timestamp">Milliseconds since 1970.</param>
/// <param name="ExpiresAt">Milliseconds since 1970; 0 for never.</param>
/// <param name="Nonce">Any text without <c>|</c>.</param>
/// <param name="Generation">The account's generation.</param>
/// <param name="TokenId">0 to 255.</param>
internal sealed record SessionTokenText(
    Address User, Address Provider, long Timestamp, long ExpiresAt, string Nonce, BigInteger Generation, int TokenId)
{
    private static readonly JsonWriterOptions AsJavaScript = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text, byte for byte that of the official client.</summary>
    /// <exception cref="ArgumentException">The nonce holds <c>|</c>, at which servers split.</exception>
    public string Write()
    {
        if (Nonce.Contains('|', StringComparison.Ordinal))
        {
            throw new ArgumentException("The nonce of a session token must not hold '|'.");
        }

        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, AsJavaScript))
        {
            writer.WriteStartObject();
            writer.WriteString("address", User.ToString());
            writer.WriteString("provider", Provider.ToString());
            writer.WriteNumber("timestamp", Timestamp);
            writer.WriteNumber("expiresAt", ExpiresAt);
            writer.WriteString("nonce", Nonce);
            writer.WritePropertyName("generation");
            writer.WriteRawValue(Generation.ToString(System.Globalization.CultureInfo.InvariantCulture));
            writer.WriteNumber("tokenId", TokenId);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads a text; null when it is not one of a token.</summary>
    public static SessionTokenText? Read(string text) =>
        LenientJson.ParseObject(text) is { } json
        && AddressOf(json.Text("address")) is { } user
        && AddressOf(json.Text("provider")) is { } provider
        && TimeOf(json.WholeNumber("timestamp")) is { } timestamp
        && TimeOf(json.WholeNumber("expiresAt")) is { } expiresAt
        && json.WholeNumber("generation") is { Sign: >= 0 } generation
        && json.WholeNumber("tokenId") is { } id && id >= 0 && id <= byte.MaxValue
            ? new SessionTokenText(user, provider, timestamp, expiresAt, json.Text("nonce") ?? "", generation, (int)id)
            : null;

    // Addresses are compared ignoring case, so a broken checksum is no fault here.
    private static Address? AddressOf(string? text) =>
        Address.TryParse(text?.ToLowerInvariant(), out Address address) ? address : null;

    private static long? TimeOf(BigInteger? number) =>
        number is { Sign: >= 0 } time && time <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() ? (long)time : null;
}
