using System.Globalization;
using System.Numerics;
using System.Text.Json;
using ZeroG.Chain.Abi;

namespace ZeroG.Chain.Signing;

/// <summary>
/// Reads the JSON document of <c>eth_signTypedData_v4</c>. JSON has no types of its own, so each value is read by the type that it is
/// declared with: integers as a number, or as a decimal or 0x text; bytes and addresses as 0x text.
/// </summary>
internal static class TypedDataJson
{
    /// <exception cref="FormatException">A type is not an array of members with a name and a type.</exception>
    public static Dictionary<string, IReadOnlyList<TypedDataField>> ReadTypes(JsonElement types)
    {
        Expect(types, JsonValueKind.Object, "types");
        Dictionary<string, IReadOnlyList<TypedDataField>> result = [];
        foreach (JsonProperty type in types.EnumerateObject())
        {
            Expect(type.Value, JsonValueKind.Array, $"types.{type.Name}");
            result[type.Name] = [.. type.Value.EnumerateArray().Select(ReadField)];
        }

        return result;
    }

    /// <summary>A member that must be there.</summary>
    /// <exception cref="FormatException">The member is missing.</exception>
    public static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value)
            ? value
            : throw new FormatException($"Typed data: '{name}' is missing.");

    /// <exception cref="FormatException">The member is missing or no text.</exception>
    public static string ReadText(JsonElement element, string name)
    {
        JsonElement value = Member(element, name);
        Expect(value, JsonValueKind.String, name);
        return value.GetString()!;
    }

    /// <summary>The members of a struct as the hasher takes them. Members that the struct does not have stay in, for the hasher to
    /// refuse.</summary>
    public static Dictionary<string, object?> ReadStruct(TypedDataSchema schema, string name, JsonElement element, string path)
    {
        Expect(element, JsonValueKind.Object, path);
        Dictionary<string, TypedDataType> types = schema.MembersOf(name).ToDictionary(member => member.Name, member => member.Type);
        Dictionary<string, object?> values = [];
        foreach (JsonProperty property in element.EnumerateObject())
        {
            values[property.Name] = types.TryGetValue(property.Name, out TypedDataType? type)
                ? ReadValue(schema, type, property.Value, $"{path}.{property.Name}")
                : null;
        }

        return values;
    }

    private static TypedDataField ReadField(JsonElement field) => new(ReadText(field, "name"), ReadText(field, "type"));

    private static object? ReadValue(TypedDataSchema schema, TypedDataType type, JsonElement element, string path)
    {
        if (type.Element is not null)
        {
            Expect(element, JsonValueKind.Array, path);
            return element.EnumerateArray().Select((item, i) => ReadValue(schema, type.Element, item, $"{path}[{i}]")).ToArray();
        }

        return type.Struct is not null ? ReadStruct(schema, type.Struct, element, path) : ReadElementary(type.Elementary!, element, path);
    }

    private static object ReadElementary(AbiType type, JsonElement element, string path)
    {
        switch (type.Kind)
        {
            case AbiTypeKind.UnsignedInteger or AbiTypeKind.SignedInteger:
                return ReadInteger(element, path);
            case AbiTypeKind.Boolean:
                return element.ValueKind is JsonValueKind.True or JsonValueKind.False
                    ? element.GetBoolean()
                    : throw new FormatException($"Typed data: {path} is neither true nor false.");
        }

        Expect(element, JsonValueKind.String, path);
        string text = element.GetString()!;
        return type.Kind switch
        {
            AbiTypeKind.String => text,
            AbiTypeKind.Address when Address.TryParse(text, out Address address) => address,
            AbiTypeKind.Bytes or AbiTypeKind.FixedBytes when HasPrefix(text) && Hex.TryParseBytes(text, out byte[]? bytes) => bytes,
            _ => throw new FormatException($"Typed data: {path} is no {type}."),
        };
    }

    private static BigInteger ReadInteger(JsonElement element, string path)
    {
        string text = element.ValueKind switch
        {
            JsonValueKind.Number => element.GetRawText(),
            JsonValueKind.String => element.GetString()!,
            _ => "",
        };

        // A leading 0 keeps hex digits from being read as two's complement.
        bool isHex = HasPrefix(text) && text.Length > 2;
        (string digits, NumberStyles style) = isHex
            ? ("0" + text[2..], NumberStyles.AllowHexSpecifier)
            : (text, NumberStyles.AllowLeadingSign);
        return BigInteger.TryParse(digits, style, CultureInfo.InvariantCulture, out BigInteger value)
            ? value
            : throw new FormatException($"Typed data: {path} is no integer; write a number, or a decimal or 0x text.");
    }

    private static bool HasPrefix(string text) => text.StartsWith("0x", StringComparison.Ordinal);

    private static void Expect(JsonElement element, JsonValueKind kind, string path)
    {
        if (element.ValueKind != kind)
        {
            throw new FormatException($"Typed data: {path} is a JSON {element.ValueKind} where {kind} was expected.");
        }
    }
}
