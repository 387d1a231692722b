using System.Globalization;
using System.Numerics;
using System.Text.Json;
using ZeroG.Chain.Abi;
using ZeroG.Chain.Transactions;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Vectors;

/// <summary>Values as the vector files write them.</summary>
internal static class VectorJson
{
    /// <summary>An integer as a number or as a decimal string; the files use both.</summary>
    public static BigInteger Integer(this JsonElement element) => BigInteger.Parse(
        element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText(),
        NumberStyles.AllowLeadingSign,
        CultureInfo.InvariantCulture);

    public static BigInteger Integer(this JsonElement element, string property) => element.GetProperty(property).Integer();

    public static string Text(this JsonElement element, string property) => element.GetProperty(property).GetString()!;

    public static byte[] Bytes(this JsonElement element, string property) => Hex.ParseBytes(element.Text(property));

    public static Address Address(this JsonElement element, string property) => Chain.Address.Parse(element.Text(property));

    public static Hash256 Hash(this JsonElement element, string property) => Hash256.Parse(element.Text(property));

    public static Hash256[] Hashes(this JsonElement element, string property) =>
        [.. element.GetProperty(property).EnumerateArray().Select(item => Hash256.Parse(item.GetString()!))];

    public static AccessListEntry[] AccessList(this JsonElement element, string where) => [.. element.EnumerateArray().Select(entry =>
    {
        VectorForm.CheckFields(entry, "address storageKeys", where);
        return new AccessListEntry(entry.Address("address"), entry.Hashes("storageKeys"));
    })];

    public static AbiType[] AbiTypes(this JsonElement element, string property) =>
        [.. element.GetProperty(property).EnumerateArray().Select(item => AbiType.Parse(item.GetString()!))];

    /// <summary>A list of ABI values in the form that the decoder returns.</summary>
    public static object?[] AbiValues(this JsonElement element, string property, IEnumerable<AbiType> types) =>
        [.. element.GetProperty(property).EnumerateArray().Zip(types, AbiValue)];

    private static object? AbiValue(JsonElement element, AbiType type) => type.Kind switch
    {
        AbiTypeKind.UnsignedInteger or AbiTypeKind.SignedInteger => element.Integer(),
        AbiTypeKind.Address => Chain.Address.Parse(element.GetString()!),
        AbiTypeKind.Boolean => element.GetBoolean(),
        AbiTypeKind.FixedBytes when type.Size == Hash256.Size => Hash256.Parse(element.GetString()!),
        AbiTypeKind.FixedBytes or AbiTypeKind.Bytes => Hex.ParseBytes(element.GetString()!),
        AbiTypeKind.String => element.GetString()!,
        _ => element.EnumerateArray()
            .Select((item, i) => AbiValue(item, type.Kind == AbiTypeKind.Tuple ? type.Components[i].Type : type.Element!)).ToArray(),
    };
}
