using System.Globalization;
using System.Numerics;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Abi;

namespace ZeroG.Compute.Tests.Vectors;

/// <summary>ABI values as the vector files write them, in the form that the decoder returns. Tuples come as lists or as objects.</summary>
internal static class AbiJson
{
    public static object?[] Values(JsonElement list, IEnumerable<AbiParameter> parameters) =>
        [.. list.EnumerateArray().Zip(parameters, (item, parameter) => Value(item, parameter.Type))];

    private static object? Value(JsonElement element, AbiType type) => type.Kind switch
    {
        AbiTypeKind.UnsignedInteger => BigInteger.Parse(
            element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText(), CultureInfo.InvariantCulture),
        AbiTypeKind.Address => Address.Parse(element.GetString()!),
        AbiTypeKind.Boolean => element.GetBoolean(),
        AbiTypeKind.FixedBytes when type.Size == Hash256.Size => Hash256.Parse(element.GetString()!),
        AbiTypeKind.FixedBytes or AbiTypeKind.Bytes => Hex.ParseBytes(element.GetString()!),
        AbiTypeKind.String => element.GetString()!,
        AbiTypeKind.Tuple when element.ValueKind == JsonValueKind.Object =>
            type.Components.Select(component => Value(element.GetProperty(component.Name), component.Type)).ToArray(),
        AbiTypeKind.Tuple => Values(element, type.Components),
        _ => element.EnumerateArray().Select(item => Value(item, type.Element!)).ToArray(),
    };
}
