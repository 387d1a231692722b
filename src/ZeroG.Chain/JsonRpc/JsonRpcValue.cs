using System.Collections;
using System.Numerics;
using System.Text.Json;

namespace ZeroG.Chain.JsonRpc;

/// <summary>Writes parameters given as plain values.</summary>
public static class JsonRpcValue
{
    /// <summary>
    /// Writes null, string, bool, number (as a JSON number), <see cref="BigInteger"/> (as a hex quantity), <see cref="Address"/>,
    /// <see cref="Hash256"/>, bytes (as hex data), <see cref="JsonElement"/>, a dictionary with string keys (as an object), or a sequence
    /// of those (as an array).
    /// </summary>
    /// <exception cref="ArgumentException">The value is none of those.</exception>
    public static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case string text: writer.WriteStringValue(text); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case int number: writer.WriteNumberValue(number); break;
            case uint number: writer.WriteNumberValue(number); break;
            case long number: writer.WriteNumberValue(number); break;
            case ulong number: writer.WriteNumberValue(number); break;
            case BigInteger number: writer.WriteStringValue(Hex.ToQuantity(number)); break;
            case Address address: writer.WriteStringValue(address.ToLowerString()); break;
            case Hash256 hash: writer.WriteStringValue(hash.ToString()); break;
            case byte[] bytes: writer.WriteStringValue(Hex.ToHex(bytes)); break;
            case ReadOnlyMemory<byte> bytes: writer.WriteStringValue(Hex.ToHex(bytes.Span)); break;
            case JsonElement element: element.WriteTo(writer); break;
            case IEnumerable<KeyValuePair<string, object?>> members: WriteObject(writer, members); break;
            case IEnumerable items: WriteArray(writer, items); break;
            default: throw new ArgumentException($"A parameter of type {value.GetType().Name} has no JSON-RPC form.", nameof(value));
        }
    }

    /// <summary>Writes the values as a JSON array.</summary>
    /// <exception cref="ArgumentException">A value has no JSON-RPC form.</exception>
    public static void WriteArray(Utf8JsonWriter writer, IEnumerable items)
    {
        writer.WriteStartArray();
        foreach (object? item in items)
        {
            Write(writer, item);
        }

        writer.WriteEndArray();
    }

    private static void WriteObject(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, object?>> members)
    {
        writer.WriteStartObject();
        foreach ((string name, object? value) in members)
        {
            writer.WritePropertyName(name);
            Write(writer, value);
        }

        writer.WriteEndObject();
    }
}
