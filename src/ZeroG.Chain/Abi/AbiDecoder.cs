using System.Buffers.Binary;
using System.Text;

namespace ZeroG.Chain.Abi;

/// <summary>
/// Reads values with the bounds of the data as the only source of trust.
/// </summary>
/// <remarks>
/// Offsets may point anywhere, so tails can overlap, and nested arrays whose items share a tail would unfold without end. Every head and
/// tail therefore draws on a budget of the data's own length: what is decoded is never larger than what was sent. Bytes that no value
/// refers to are allowed, as contracts allow them.
/// </remarks>
internal ref struct AbiDecoder(ReadOnlySpan<byte> data, AbiPath path)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _data = data;
    private readonly AbiPath _path = path;
    private int _budget = data.Length;

    /// <summary>Reads the items of a tuple whose head begins at the start of the data.</summary>
    public object?[] ReadParameters(AbiType tuple)
    {
        return ReadItems(tuple, tuple.Components.Count, 0, claim: true);
    }

    private object? ReadValue(AbiType type, int position)
    {
        switch (type.Kind)
        {
            case AbiTypeKind.Bytes:
                return ReadBytes(position).ToArray();
            case AbiTypeKind.String:
                return ReadText(position);
            case AbiTypeKind.Array:
                Claim(position, AbiType.WordSize);
                int count = ReadLength(position);
                return ReadItems(type, count, position + AbiType.WordSize, claim: true);
            case AbiTypeKind.FixedArray:
                return ReadItems(type, type.Size, position, claim: type.IsDynamic);
            case AbiTypeKind.Tuple:
                return ReadItems(type, type.Components.Count, position, claim: type.IsDynamic);
            default:
                return AbiWord.Read(type, _data.Slice(position, AbiType.WordSize), _path);
        }
    }

    /// <summary>Reads items whose head begins at a position; static items of a static parent lie in a head that the parent has
    /// claimed.</summary>
    private object?[] ReadItems(AbiType type, int count, int start, bool claim)
    {
        if (claim)
        {
            Claim(start, HeadSize(type, count));
        }

        object?[] items = new object?[count];
        int position = start;
        _path.Enter();
        for (int i = 0; i < count; i++)
        {
            _path.MoveTo(i);
            AbiType item = type.ItemType(i);
            items[i] = ReadValue(item, item.IsDynamic ? Follow(start, position) : position);
            position += item.HeadSize;
        }

        _path.Leave();
        return items;
    }

    private static long HeadSize(AbiType type, int count)
    {
        if (type.Kind != AbiTypeKind.Tuple)
        {
            return (long)count * type.Element!.HeadSize;
        }

        long size = 0;
        foreach (AbiParameter component in type.Components)
        {
            size += component.Type.HeadSize;
        }

        return size;
    }

    private ReadOnlySpan<byte> ReadBytes(int position)
    {
        Claim(position, AbiType.WordSize);
        int length = ReadLength(position);
        long padded = ((long)length + AbiType.WordSize - 1) / AbiType.WordSize * AbiType.WordSize;
        Claim(position + AbiType.WordSize, padded);
        ReadOnlySpan<byte> filled = _data.Slice(position + AbiType.WordSize, (int)padded);
        return filled[length..].ContainsAnyExcept((byte)0)
            ? throw _path.Error("the filling after the bytes is not zero")
            : filled[..length];
    }

    private string ReadText(int position)
    {
        try
        {
            return StrictUtf8.GetString(ReadBytes(position));
        }
        catch (DecoderFallbackException)
        {
            throw _path.Error("the text is not UTF-8");
        }
    }

    /// <summary>The position that the offset in a head points to.</summary>
    private readonly int Follow(int start, int position)
    {
        long target = (long)start + ReadLength(position);
        return target <= _data.Length ? (int)target : throw _path.Error($"its offset points to byte {target} of {_data.Length}");
    }

    /// <summary>Reads an offset or a length. Neither can pass the length of the data, so anything over 31 bits is wrong at once.</summary>
    private readonly int ReadLength(int position)
    {
        ReadOnlySpan<byte> word = _data.Slice(position, AbiType.WordSize);
        int value = BinaryPrimitives.ReadInt32BigEndian(word[^sizeof(int)..]);
        return value >= 0 && !word[..^sizeof(int)].ContainsAnyExcept((byte)0)
            ? value
            : throw _path.Error($"an offset or length at byte {position} is far beyond the {_data.Length} bytes of data");
    }

    /// <summary>Checks that a region lies in the data and pays for it.</summary>
    private void Claim(int position, long count)
    {
        if (count > _data.Length - position)
        {
            throw _path.Error($"needs {count} bytes at byte {position}, but the data ends at {_data.Length}");
        }

        if (count > _budget)
        {
            throw _path.Error("overlaps with other values, so that more would be read than was sent");
        }

        _budget -= (int)count;
    }
}
