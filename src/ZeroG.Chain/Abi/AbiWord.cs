using System.Numerics;

namespace ZeroG.Chain.Abi;

/// <summary>
/// Elementary values in their 32-byte word: numbers, addresses and booleans at the end, <c>bytesN</c> at the start, the rest filled.
/// </summary>
internal static class AbiWord
{
    /// <summary>Writes a value into a word that is all zero.</summary>
    public static void Write(AbiType type, object? value, Span<byte> word, AbiPath path)
    {
        switch (type.Kind)
        {
            case AbiTypeKind.UnsignedInteger or AbiTypeKind.SignedInteger:
                WriteInteger(type, AbiValue.ToInteger(value) ?? throw AbiValue.Mismatch(value, path), word, path);
                break;
            case AbiTypeKind.Address when value is Address address:
                address.Bytes.CopyTo(word[(AbiType.WordSize - Address.Size)..]);
                break;
            case AbiTypeKind.Boolean when value is bool flag:
                word[^1] = flag ? (byte)1 : (byte)0;
                break;
            case AbiTypeKind.FixedBytes when AbiValue.TryGetBytes(value, out ReadOnlyMemory<byte> bytes):
                if (bytes.Length != type.Size)
                {
                    throw path.Error($"expected {type.Size} bytes, got {bytes.Length}");
                }

                bytes.Span.CopyTo(word);
                break;
            default:
                throw AbiValue.Mismatch(value, path);
        }
    }

    /// <summary>Reads a word strictly: filling that the type does not allow is an error, as it is for a contract.</summary>
    public static object Read(AbiType type, ReadOnlySpan<byte> word, AbiPath path)
    {
        switch (type.Kind)
        {
            case AbiTypeKind.UnsignedInteger:
                CheckFilling(word[..(AbiType.WordSize - (type.Size / 8))], 0, path);
                return new BigInteger(word, isUnsigned: true, isBigEndian: true);
            case AbiTypeKind.SignedInteger:
                int start = AbiType.WordSize - (type.Size / 8);
                CheckFilling(word[..start], (word[start] & 0x80) != 0 ? (byte)0xFF : (byte)0, path);
                return new BigInteger(word, isUnsigned: false, isBigEndian: true);
            case AbiTypeKind.Address:
                CheckFilling(word[..(AbiType.WordSize - Address.Size)], 0, path);
                return new Address(word[(AbiType.WordSize - Address.Size)..]);
            case AbiTypeKind.Boolean:
                CheckFilling(word[..^1], 0, path);
                return word[^1] <= 1 ? word[^1] == 1 : throw path.Error("a bool is neither 0 nor 1");
            default:
                CheckFilling(word[type.Size..], 0, path);
                return type.Size == Hash256.Size ? new Hash256(word) : word[..type.Size].ToArray();
        }
    }

    /// <summary>The part of a word that packed encoding keeps.</summary>
    public static ReadOnlySpan<byte> Packed(AbiType type, ReadOnlySpan<byte> word) => type.Kind switch
    {
        AbiTypeKind.Address => word[^Address.Size..],
        AbiTypeKind.Boolean => word[^1..],
        AbiTypeKind.FixedBytes => word[..type.Size],
        _ => word[^(type.Size / 8)..],
    };

    private static void WriteInteger(AbiType type, BigInteger value, Span<byte> word, AbiPath path)
    {
        bool signed = type.Kind == AbiTypeKind.SignedInteger;
        int bits = signed && value.Sign < 0 ? (int)(-(value + 1)).GetBitLength() : (int)value.GetBitLength();
        if ((!signed && value.Sign < 0) || bits > (signed ? type.Size - 1 : type.Size))
        {
            throw path.Error("the number does not fit");
        }

        if (value.Sign < 0)
        {
            word.Fill(0xFF);
        }

        int length = value.GetByteCount(isUnsigned: !signed);
        _ = value.TryWriteBytes(word[(AbiType.WordSize - length)..], out _, isUnsigned: !signed, isBigEndian: true);
    }

    private static void CheckFilling(ReadOnlySpan<byte> filling, byte expected, AbiPath path)
    {
        if (filling.ContainsAnyExcept(expected))
        {
            throw path.Error("the word has bits outside the type");
        }
    }
}
