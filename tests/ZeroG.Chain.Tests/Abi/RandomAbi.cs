using System.Numerics;
using ZeroG.Chain.Abi;

namespace ZeroG.Chain.Tests.Abi;

/// <summary>Random type trees and values for them, in the form that the decoder returns.</summary>
internal sealed class RandomAbi(int seed)
{
    private const int MaxDepth = 4;

    public Random Random { get; } = new(seed);

    public AbiType[] Types() => [.. Enumerable.Range(0, Random.Next(5)).Select(_ => AbiType.Parse(TypeText(0)))];

    public object? Value(AbiType type) => type.Kind switch
    {
        AbiTypeKind.UnsignedInteger => Unsigned(type.Size),
        AbiTypeKind.SignedInteger => Unsigned(type.Size) - (BigInteger.One << (type.Size - 1)),
        AbiTypeKind.Address => new Address(Bytes(Address.Size)),
        AbiTypeKind.Boolean => Random.Next(2) == 1,
        AbiTypeKind.FixedBytes => type.Size == Hash256.Size ? new Hash256(Bytes(Hash256.Size)) : Bytes(type.Size),
        AbiTypeKind.Bytes => Bytes(Random.Next(3) * Random.Next(40)),
        AbiTypeKind.String =>
            string.Concat(Enumerable.Range(0, Random.Next(40)).Select(_ => char.ConvertFromUtf32(Random.Next(0x20, 0xD800)))),
        AbiTypeKind.Tuple => type.Components.Select(component => Value(component.Type)).ToArray(),
        AbiTypeKind.FixedArray => Items(type.Element!, type.Size),
        _ => Items(type.Element!, Random.Next(4)),
    };

    private string TypeText(int depth) => Random.Next(depth < MaxDepth ? 11 : 8) switch
    {
        0 => $"uint{8 * Random.Next(1, 33)}",
        1 => $"int{8 * Random.Next(1, 33)}",
        2 => "address",
        3 => "bool",
        4 => $"bytes{Random.Next(1, 33)}",
        5 => "bytes32",
        6 => "bytes",
        7 => "string",
        8 => TypeText(depth + 1) + "[]",
        9 => $"{TypeText(depth + 1)}[{Random.Next(1, 4)}]",
        _ => $"({string.Join(',', Enumerable.Range(0, Random.Next(1, 5)).Select(_ => TypeText(depth + 1)))})",
    };

    private object?[] Items(AbiType element, int count) => [.. Enumerable.Range(0, count).Select(_ => Value(element))];

    // Small, large and extreme numbers in equal parts.
    private BigInteger Unsigned(int bits) => Random.Next(4) switch
    {
        0 => 0,
        1 => (BigInteger.One << bits) - 1,
        2 => BigInteger.One << (bits - 1),
        _ => new BigInteger(Bytes(bits / 8), isUnsigned: true),
    };

    private byte[] Bytes(int length)
    {
        byte[] bytes = new byte[length];
        Random.NextBytes(bytes);
        return bytes;
    }
}
