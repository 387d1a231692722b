using System.Text.Json;
using ZeroG.Chain;

namespace ZeroG.Storage.Nodes;

/// <summary>
/// The values that the messages of storage nodes and indexers are made of. Each method reads the token on which the reader stands and
/// throws a <see cref="JsonException"/> that says what was expected.
/// </summary>
internal static class WireReader
{
    public delegate T ItemReader<T>(ref Utf8JsonReader reader);

    public static void ExpectObject(this ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.None)
        {
            reader.Read();
        }

        Expect(ref reader, JsonTokenType.StartObject, "an object");
    }

    /// <summary>Moves to the next field's name; false at the end of the object.</summary>
    public static bool ReadField(this ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Steps over the value of a field that this side does not know; newer peers may send more.</summary>
    public static void SkipField(this ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    public static Hash256 ReadHash(this ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.String, "a hash");
        Span<char> text = stackalloc char[2 + (2 * Hash256.Size)];
        long length = reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
        return length == text.Length
            && Hash256.TryParse(text[..reader.CopyString(text)], out Hash256 hash)
                ? hash
                : throw new JsonException("Expected a hash as 0x and 64 hex digits.");
    }

    public static Address ReadAddress(this ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.String, "an address");
        return Address.TryParse(reader.GetString(), out Address address)
            ? address
            : throw new JsonException("Expected an address as 0x and 40 hex digits.");
    }

    public static string ReadText(this ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.String, "a string");
        return reader.GetString()!;
    }

    public static bool ReadBoolean(this ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw new JsonException("Expected true or false."),
    };

    /// <summary>
    /// A whole number that is not negative and fits 63 bits; nodes count in 64 bits, and no real count comes near either limit.
    /// </summary>
    public static long ReadCount(this ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.Number, "a number");
        return reader.TryGetInt64(out long number) && number >= 0
            ? number
            : throw new JsonException("Expected a whole number from 0 to 9223372036854775807.");
    }

    public static int ReadSmallCount(this ref Utf8JsonReader reader)
    {
        long number = reader.ReadCount();
        return number <= int.MaxValue ? (int)number : throw new JsonException($"Expected a whole number up to {int.MaxValue}.");
    }

    public static List<T> ReadArray<T>(this ref Utf8JsonReader reader, ItemReader<T> readItem)
    {
        Expect(ref reader, JsonTokenType.StartArray, "an array");
        List<T> items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(readItem(ref reader));
        }

        return items;
    }

    public static void WriteHash(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, Hash256 hash)
    {
        writer.WritePropertyName(name);
        writer.WriteHashValue(hash);
    }

    public static void WriteHashValue(this Utf8JsonWriter writer, Hash256 hash)
    {
        Span<byte> text = stackalloc byte[2 + (2 * Hash256.Size)];
        "0x"u8.CopyTo(text);
        Convert.TryToHexStringLower(hash.Bytes, text[2..], out _);
        writer.WriteStringValue(text);
    }

    public static JsonException Missing(string field) => new($"The field '{field}' is missing.");

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string what)
    {
        if (reader.TokenType != type)
        {
            throw new JsonException($"Expected {what}, got {reader.TokenType}.");
        }
    }
}
