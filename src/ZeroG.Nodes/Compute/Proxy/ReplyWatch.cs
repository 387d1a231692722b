using System.Security.Cryptography;
using System.Text.Json;

namespace ZeroG.Nodes.Compute.Proxy;

/// <summary>
/// Looks at an answer as it passes: its hash, and the id that it gives itself, in a body or in the first event of a stream.
/// </summary>
internal sealed class ReplyWatch : IDisposable
{
    // Ids stand near the front; a body whose id comes later has none that clients would use.
    private const int Front = 16 << 10;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly MemoryStream _front = new();

    /// <summary>Whether a piece of a stream of events holds the event with which such streams end.</summary>
    public static bool IsEnd(ReadOnlySpan<byte> piece) => piece.IndexOf("[DONE]"u8) >= 0 || piece.IndexOf("\"message_stop\""u8) >= 0;

    /// <summary>Takes the next bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        _front.Write(bytes[..(int)Math.Min(bytes.Length, Front - _front.Length)]);
    }

    /// <summary>SHA-256 of all bytes in lower-case hex.</summary>
    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    /// <summary>The id; null when it has none.</summary>
    public string? FindId()
    {
        ReadOnlySpan<byte> front = _front.GetBuffer().AsSpan(0, (int)_front.Length);
        int data = front.IndexOf("data:"u8);
        int start = front.IndexOf((byte)'{');
        if (start < 0)
        {
            return null;
        }

        // An event begins with its field's name, a body with the object.
        return FindId(front[(data >= 0 && data < start ? data + "data:"u8.Length : start)..]);
    }

    public void Dispose()
    {
        _hash.Dispose();
        _front.Dispose();
    }

    private static string? FindId(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, isFinalBlock: false, default);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals("id"u8))
                {
                    return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                }

                if (reader is { TokenType: JsonTokenType.EndObject, CurrentDepth: 0 })
                {
                    return null;
                }
            }
        }
        catch (JsonException)
        {
            // Not in a form that has an id.
        }

        return null;
    }
}
