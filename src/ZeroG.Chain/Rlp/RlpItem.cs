using System.Buffers.Binary;
using System.Numerics;

namespace ZeroG.Chain.Rlp;

/// <summary>
/// A decoded RLP item: a byte string or a list of items (Ethereum Yellow Paper, appendix B). Byte strings are slices of the input.
/// </summary>
public readonly struct RlpItem
{
    /// <summary>How deep lists may nest; the limit bounds recursion on hostile data.</summary>
    public const int MaxDepth = 256;

    internal const byte StringBase = 0x80;
    internal const byte ListBase = 0xC0;

    // Strings and lists up to this length have it in their first byte; longer ones have the length of the length there.
    internal const int MaxShortLength = 55;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly RlpItem[]? _items;

    private RlpItem(ReadOnlyMemory<byte> bytes, RlpItem[]? items)
    {
        _bytes = bytes;
        _items = items;
    }

    /// <summary>True for a list, false for a byte string.</summary>
    public bool IsList => _items is not null;

    /// <summary>The bytes of a string.</summary>
    /// <exception cref="RlpException">The item is a list.</exception>
    public ReadOnlyMemory<byte> Bytes => IsList ? throw new RlpException("Expected an RLP string, found a list.") : _bytes;

    /// <summary>The items of a list.</summary>
    /// <exception cref="RlpException">The item is a string.</exception>
    public IReadOnlyList<RlpItem> Items => _items ?? throw new RlpException("Expected an RLP list, found a string.");

    /// <summary>Decodes exactly one item, strictly: shortest form everywhere, nothing behind it.</summary>
    /// <exception cref="RlpException">The data is cut off, not canonical, nested too deep, or longer than the item.</exception>
    public static RlpItem Decode(ReadOnlyMemory<byte> data)
    {
        int position = 0;
        RlpItem item = Read(data, ref position, depth: 0);
        return position == data.Length
            ? item
            : throw new RlpException($"RLP item ends at byte {position} of {data.Length}; nothing may follow it.");
    }

    /// <summary>The items of a list that must have a certain number of them.</summary>
    /// <exception cref="RlpException">The item is a string or has another number of items.</exception>
    public IReadOnlyList<RlpItem> ItemsOf(int count) =>
        Items.Count == count ? Items : throw new RlpException($"Expected an RLP list of {count} items, found {Items.Count}.");

    /// <summary>The string as a big-endian number.</summary>
    /// <exception cref="RlpException">A list, a leading zero byte, or more than 64 bits.</exception>
    public ulong ToUInt64()
    {
        Span<byte> padded = stackalloc byte[sizeof(ulong)];
        padded.Clear();
        ReadOnlySpan<byte> digits = Digits(sizeof(ulong));
        digits.CopyTo(padded[(sizeof(ulong) - digits.Length)..]);
        return BinaryPrimitives.ReadUInt64BigEndian(padded);
    }

    /// <summary>The string as a big-endian number.</summary>
    /// <exception cref="RlpException">A list, a leading zero byte, or more than 256 bits.</exception>
    public BigInteger ToUInt256() => new(Digits(32), isUnsigned: true, isBigEndian: true);

    /// <summary>The string as an address.</summary>
    /// <exception cref="RlpException">Not a string of 20 bytes.</exception>
    public Address ToAddress() => new(BytesOf(Address.Size).Span);

    /// <summary>The string as a hash.</summary>
    /// <exception cref="RlpException">Not a string of 32 bytes.</exception>
    public Hash256 ToHash() => new(BytesOf(Hash256.Size).Span);

    private static RlpItem Read(ReadOnlyMemory<byte> data, ref int position, int depth)
    {
        if (position >= data.Length)
        {
            throw new RlpException($"RLP data ends at byte {data.Length}, where an item was expected.");
        }

        byte first = data.Span[position];
        if (first < StringBase)
        {
            return new RlpItem(data.Slice(position++, 1), null);
        }

        bool isList = first >= ListBase;
        int start = ReadHeader(data.Span, position, first - (isList ? ListBase : StringBase), out int length);
        position = start + length;
        if (isList)
        {
            return new RlpItem(default, ReadItems(data[..position], start, depth + 1));
        }

        return length == 1 && data.Span[start] < StringBase
            ? throw new RlpException($"RLP string at byte {start} is a single byte under 0x80, which stands for itself.")
            : new RlpItem(data.Slice(start, length), null);
    }

    private static RlpItem[] ReadItems(ReadOnlyMemory<byte> data, int position, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new RlpException($"RLP lists nest more than {MaxDepth} levels.");
        }

        List<RlpItem> items = [];
        while (position < data.Length)
        {
            items.Add(Read(data, ref position, depth));
        }

        return [.. items];
    }

    /// <summary>Returns where the payload begins. <paramref name="code"/> is the first byte less the base of strings or lists.</summary>
    private static int ReadHeader(ReadOnlySpan<byte> data, int position, int code, out int length)
    {
        length = code;
        int start = position + 1;
        if (code > MaxShortLength)
        {
            int size = code - MaxShortLength;
            if (size > data.Length - start)
            {
                throw new RlpException($"RLP length at byte {start} runs past the end.");
            }

            ulong value = 0;
            foreach (byte b in data.Slice(start, size))
            {
                value = (value << 8) | b;
            }

            if (data[start] == 0 || value <= MaxShortLength)
            {
                throw new RlpException($"RLP length at byte {start} is not in its shortest form.");
            }

            start += size;
            length = (int)Math.Min(value, int.MaxValue);
        }

        return length <= data.Length - start
            ? start
            : throw new RlpException($"RLP item at byte {position} runs past the end of {data.Length} bytes.");
    }

    private ReadOnlySpan<byte> Digits(int maxSize)
    {
        ReadOnlySpan<byte> digits = Bytes.Span;
        if (digits.Length > maxSize)
        {
            throw new RlpException($"Expected an RLP integer of at most {maxSize} bytes, found {digits.Length}.");
        }

        return digits.Length > 0 && digits[0] == 0 ? throw new RlpException("An RLP integer begins with a zero byte.") : digits;
    }

    private ReadOnlyMemory<byte> BytesOf(int size) =>
        Bytes.Length == size ? Bytes : throw new RlpException($"Expected an RLP string of {size} bytes, found {Bytes.Length}.");
}
