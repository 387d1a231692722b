using System.Numerics;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;

namespace ZeroG.DevChain.Rpc;

/// <summary>Reads single values of parameters; what does not fit is refused with the place where it stands.</summary>
internal static class JsonField
{
    public static Address Address(JsonElement value, string where) =>
        ZeroG.Chain.Address.TryParse(Text(value), out Address address) ? address : throw Invalid(where, "an address", value);

    public static Hash256 Hash(JsonElement value, string where) =>
        Hash256.TryParse(Text(value), out Hash256 hash) ? hash : throw Invalid(where, "32 bytes of hex", value);

    public static Hash256 Word(JsonElement value, string where)
    {
        BigInteger number = Number(value, where);
        byte[] bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        if (bytes.Length > Hash256.Size)
        {
            throw Invalid(where, "at most 32 bytes", value);
        }

        byte[] word = new byte[Hash256.Size];
        bytes.CopyTo(word, word.Length - bytes.Length);
        return new Hash256(word);
    }

    public static byte[] Data(JsonElement value, string where) =>
        Text(value) is { } text && text.StartsWith("0x", StringComparison.Ordinal) && Hex.TryParseBytes(text, out byte[]? bytes)
            ? bytes
            : throw Invalid(where, "hex data", value);

    /// <summary>A hex quantity, or a plain JSON number as some tools send for control calls.</summary>
    public static BigInteger Number(JsonElement value, string where) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetUInt64(out ulong plain) ? plain
        : Hex.TryParseQuantity(Text(value), out BigInteger number) ? number
        : throw Invalid(where, "a hex quantity", value);

    public static ulong UInt64(JsonElement value, string where)
    {
        BigInteger number = Number(value, where);
        return number <= ulong.MaxValue ? (ulong)number : throw Invalid(where, "a quantity of at most 64 bits", value);
    }

    /// <summary>A member of an object, or null when it is missing or null.</summary>
    public static JsonElement? Member(JsonElement value, string name) =>
        value.TryGetProperty(name, out JsonElement member) && member.ValueKind != JsonValueKind.Null ? member : null;

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonRpcException Invalid(string where, string expected, JsonElement value) =>
        JsonRpcException.InvalidParams($"invalid {where}: expected {expected}, got {value.GetRawText()}");
}
