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
    public static bool ReadField(this ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
        {
            return false;
        }

        if (reader.ValueIsEscaped)
        {
            // Comparing a name with half a surrogate pair fails in the reader.
            _ = Text(ref reader);
        }

        return true;
    }

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

        // Hex digits need no escaping, and what is escaped may be half a surrogate pair, on which the reader fails.
        return length == text.Length && !reader.ValueIsEscaped
            && Hash256.TryParse(text[..CopyText(ref reader, text)], out Hash256 hash)
                ? hash
                : throw new JsonException("Expected a hash as 0x and 64 hex digits.");
    }

    public static Address ReadAddress(this ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.String, "an address");
        return Address.TryParse(reader.ReadText(), out Address address)
            ? address
            : throw new JsonException("Expected an address as 0x and 40 hex digits.");
    }

    public static string ReadText(this ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.String, "a string");
        return Text(ref reader);
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

    private static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw NoText();
        }
    }

    private static int CopyText(ref Utf8JsonReader reader, scoped Span<char> text)
    {
        try
        {
            return reader.CopyString(text);
        }
        catch (InvalidOperationException)
        {
            throw NoText();
        }
    }

    // JSON allows bytes that are no UTF-8, and halves of surrogate pairs, in what it calls a string.
    private static JsonException NoText() => new("Expected a string of Unicode characters.");

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string what)
    {
        if (reader.TokenType != type)
        {
            throw new JsonException($"Expected {what}, got {reader.TokenType}.");
        }
    }
}
