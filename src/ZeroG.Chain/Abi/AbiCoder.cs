namespace ZeroG.Chain.Abi;

/// <summary>
/// Encodes and decodes lists of values by the Solidity ABI specification.
/// </summary>
/// <remarks>
/// Values: integers come back as <see cref="System.Numerics.BigInteger"/> and may be given as any integer type; <c>address</c> is
/// <see cref="Address"/>; <c>bytes32</c> comes back as <see cref="Hash256"/> and may be given as bytes; other byte types are arrays of
/// bytes; arrays and tuples come back as <c>object?[]</c> and may be given as any sequence or C# tuple.
/// </remarks>
public static class AbiCoder
{
    /// <summary>Encodes values as the arguments of a call, without a selector.</summary>
    /// <exception cref="AbiException">The number of values differs from that of the types, or a value does not fit its type.</exception>
    public static byte[] Encode(IReadOnlyList<AbiType> types, IReadOnlyList<object?> values) => Encode(ToTuple(types), values, []);

    /// <summary>Decodes the arguments of a call. Bytes after the last value are ignored, as contracts ignore them.</summary>
    /// <exception cref="AbiException">The data ends too early, refers outside itself, or has bits that the types do not allow.</exception>
    public static object?[] Decode(IReadOnlyList<AbiType> types, ReadOnlySpan<byte> data) => Decode(ToTuple(types), data);

    /// <summary>
    /// Encodes like Solidity's <c>abi.encodePacked</c>: values in their own width without offsets and lengths, items of arrays in whole
    /// words.
    /// </summary>
    /// <exception cref="AbiException">A value does not fit its type, or a type has no packed form (tuples, nested arrays, arrays of
    /// bytes).</exception>
    public static byte[] EncodePacked(IReadOnlyList<AbiType> types, IReadOnlyList<object?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        AbiType tuple = ToTuple(types);
        AbiPath path = new(tuple);
        object?[] items = AbiValue.ToItems(tuple, values, path);
        using AbiEncoder encoder = new(path);
        path.Enter();
        for (int i = 0; i < items.Length; i++)
        {
            path.MoveTo(i);
            encoder.AppendPacked(types[i], items[i]);
        }

        return encoder.Written.ToArray();
    }

    internal static byte[] Encode(AbiType tuple, IReadOnlyList<object?> values, ReadOnlySpan<byte> prefix)
    {
        ArgumentNullException.ThrowIfNull(values);
        using AbiEncoder encoder = new(new AbiPath(tuple));
        encoder.Append(prefix);
        encoder.AppendItems(tuple, values);
        return encoder.Written.ToArray();
    }

    internal static object?[] Decode(AbiType tuple, ReadOnlySpan<byte> data) =>
        new AbiDecoder(data, new AbiPath(tuple)).ReadParameters(tuple);

    /// <summary>The topic of an indexed parameter: a value type in its word, anything longer as the hash of its encoding in
    /// place.</summary>
    internal static Hash256 EncodeTopic(AbiParameter parameter, object? value)
    {
        AbiPath path = new(AbiType.Tuple([parameter]));
        using AbiEncoder encoder = new(path);
        path.Enter();
        path.MoveTo(0);
        switch (parameter.Type.Kind)
        {
            case < AbiTypeKind.Bytes:
                encoder.AppendInPlace(parameter.Type, value);
                return new Hash256(encoder.Written);
            case AbiTypeKind.Bytes or AbiTypeKind.String:
                encoder.AppendPacked(parameter.Type, value);
                return Hash256.Keccak(encoder.Written);
            default:
                encoder.AppendInPlace(parameter.Type, value);
                return Hash256.Keccak(encoder.Written);
        }
    }

    private static AbiType ToTuple(IReadOnlyList<AbiType> types)
    {
        ArgumentNullException.ThrowIfNull(types);
        return AbiType.Tuple([.. types.Select(type => new AbiParameter("", type))]);
    }
}
