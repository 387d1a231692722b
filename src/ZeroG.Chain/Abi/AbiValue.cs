using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace ZeroG.Chain.Abi;

/// <summary>What CLR values the encoder takes for which type.</summary>
internal static class AbiValue
{
    /// <summary>Every integer type of the platform, and an amount as its neuron; null for anything else.</summary>
    public static BigInteger? ToInteger(object? value) => value switch
    {
        BigInteger number => number,
        int number => number,
        uint number => number,
        long number => number,
        ulong number => number,
        byte number => number,
        sbyte number => number,
        short number => number,
        ushort number => number,
        nint number => number,
        nuint number => number,
        Int128 number => number,
        UInt128 number => number,
        TokenAmount amount => amount.Wei,
        _ => null,
    };

    /// <summary>Byte arrays, memory and hashes.</summary>
    public static bool TryGetBytes(object? value, out ReadOnlyMemory<byte> bytes)
    {
        (bool known, bytes) = value switch
        {
            byte[] array => (true, array),
            ReadOnlyMemory<byte> memory => (true, memory),
            Memory<byte> memory => (true, memory),
            ArraySegment<byte> segment => (true, segment),
            Hash256 hash => (true, hash.ToArray()),
            _ => (false, default),
        };
        return known;
    }

    /// <summary>The items of a value for an array or tuple type: any sequence but text, or a C# tuple.</summary>
    public static object?[] ToItems(AbiType type, object? value, AbiPath path)
    {
        object?[] items = value switch
        {
            object?[] array => array,
            ITuple tuple => [.. Enumerable.Range(0, tuple.Length).Select(i => tuple[i])],
            string => throw Mismatch(value, path),
            IEnumerable sequence => [.. sequence.Cast<object?>()],
            _ => throw Mismatch(value, path),
        };
        int? expected = type.Kind switch
        {
            AbiTypeKind.FixedArray => type.Size,
            AbiTypeKind.Tuple => type.Components.Count,
            _ => null,
        };
        return expected is null || items.Length == expected ? items : throw path.Error($"expected {expected} items, got {items.Length}");
    }

    // The CLR type only: a value may be something that must not be printed.
    public static AbiException Mismatch(object? value, AbiPath path) =>
        path.Error($"cannot be made from {value?.GetType().Name ?? "null"}");
}
