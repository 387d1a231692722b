using System.Globalization;

namespace ZeroG.Chain.Abi;

/// <summary>
/// A type of the Solidity ABI specification, made from its text: <c>uint256</c>, <c>bytes32[]</c>, <c>(address to, uint256[2] xs)[]</c>.
/// Two types are equal when their canonical names are, so names of tuple members do not count.
/// </summary>
public sealed class AbiType : IEquatable<AbiType>
{
    /// <summary>How deep arrays and tuples may nest. Solidity contracts stay under ten; the limit bounds recursion on hostile
    /// declarations.</summary>
    public const int MaxDepth = 32;

    internal const int WordSize = 32;

    // Keeps head sizes within an int with room for a sum of a whole parameter list.
    private const int MaxHeadSize = 1 << 28;

    private AbiType(AbiTypeKind kind, int size, AbiType? element, IReadOnlyList<AbiParameter> components, string name)
    {
        Kind = kind;
        Size = size;
        Element = element;
        Components = components;
        CanonicalName = name;
        (IsDynamic, Depth, long headSize) = Measure();
        if (Depth > MaxDepth)
        {
            throw new AbiException($"The type nests {Depth} levels; at most {MaxDepth} are allowed.");
        }

        HeadSize = headSize <= MaxHeadSize
            ? (int)headSize
            : throw new AbiException($"A value of this type takes {headSize} bytes; at most {MaxHeadSize} are allowed.");
    }

    /// <summary>The family of the type.</summary>
    public AbiTypeKind Kind { get; }

    /// <summary>Bits of an integer, bytes of <c>bytesN</c>, length of a fixed array; otherwise 0.</summary>
    public int Size { get; }

    /// <summary>The element type of an array; otherwise null.</summary>
    public AbiType? Element { get; }

    /// <summary>The members of a tuple; otherwise empty.</summary>
    public IReadOnlyList<AbiParameter> Components { get; }

    /// <summary>The name that selectors and topics are computed from: <c>(address,uint256[2])[]</c>.</summary>
    public string CanonicalName { get; }

    /// <summary>True when the encoding is an offset to a tail: <c>bytes</c>, <c>string</c>, <c>T[]</c>, and all that contains one of
    /// them.</summary>
    public bool IsDynamic { get; }

    /// <summary>Bytes that a value takes in the head of what contains it: 32 when dynamic, else the whole value.</summary>
    internal int HeadSize { get; }

    /// <summary>Levels of arrays and tuples; 1 for an elementary type.</summary>
    internal int Depth { get; }

    /// <summary>Parses a type as in a declaration; tuples may name their members and may be written with or without the word
    /// <c>tuple</c>.</summary>
    /// <exception cref="AbiException">The text is no type.</exception>
    public static AbiType Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        AbiParser parser = new(text);
        AbiType type = parser.ReadType();
        parser.ExpectEnd();
        return type;
    }

    /// <summary>The tuple of the given members.</summary>
    /// <exception cref="AbiException">The tuple nests too deep or is too large.</exception>
    public static AbiType Tuple(IReadOnlyList<AbiParameter> components)
    {
        ArgumentNullException.ThrowIfNull(components);
        return new AbiType(AbiTypeKind.Tuple, 0, null, components, $"({string.Join(',', components.Select(c => c.Type.CanonicalName))})");
    }

    public bool Equals(AbiType? other) => other is not null && CanonicalName == other.CanonicalName;

    public override bool Equals(object? obj) => Equals(obj as AbiType);

    public override int GetHashCode() => CanonicalName.GetHashCode(StringComparison.Ordinal);

    /// <summary>The canonical name.</summary>
    public override string ToString() => CanonicalName;

    /// <summary>The elementary type of that name, also the short forms <c>uint</c> and <c>int</c>; null when there is none.</summary>
    internal static AbiType? Elementary(ReadOnlySpan<char> name) => name switch
    {
        "address" => new AbiType(AbiTypeKind.Address, 0, null, [], "address"),
        "bool" => new AbiType(AbiTypeKind.Boolean, 0, null, [], "bool"),
        "string" => new AbiType(AbiTypeKind.String, 0, null, [], "string"),
        "bytes" => new AbiType(AbiTypeKind.Bytes, 0, null, [], "bytes"),
        "uint" => Integer(AbiTypeKind.UnsignedInteger, 256),
        "int" => Integer(AbiTypeKind.SignedInteger, 256),
        _ when name.StartsWith("uint") && TrySize(name[4..], out int bits) && IsIntegerSize(bits) =>
            Integer(AbiTypeKind.UnsignedInteger, bits),
        _ when name.StartsWith("int") && TrySize(name[3..], out int bits) && IsIntegerSize(bits) =>
            Integer(AbiTypeKind.SignedInteger, bits),
        _ when name.StartsWith("bytes") && TrySize(name[5..], out int size) && size is >= 1 and <= WordSize =>
            new AbiType(AbiTypeKind.FixedBytes, size, null, [], $"bytes{size}"),
        _ => null,
    };

    /// <summary>The array of that element; a null length means <c>T[]</c>.</summary>
    internal static AbiType ArrayOf(AbiType element, int? length) => length is int n
        ? new AbiType(AbiTypeKind.FixedArray, n, element, [], $"{element.CanonicalName}[{n}]")
        : new AbiType(AbiTypeKind.Array, 0, element, [], $"{element.CanonicalName}[]");

    /// <summary>The type of item <paramref name="index"/> of an array or tuple.</summary>
    internal AbiType ItemType(int index) => Kind == AbiTypeKind.Tuple ? Components[index].Type : Element!;

    private static AbiType Integer(AbiTypeKind kind, int bits) =>
        new(kind, bits, null, [], (kind == AbiTypeKind.UnsignedInteger ? "uint" : "int") + bits.ToString(CultureInfo.InvariantCulture));

    private static bool IsIntegerSize(int bits) => bits is >= 8 and <= 256 && bits % 8 == 0;

    private static bool TrySize(ReadOnlySpan<char> digits, out int size)
    {
        size = 0;
        return digits.Length is >= 1 and <= 3 && digits[0] != '0'
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out size);
    }

    private (bool IsDynamic, int Depth, long HeadSize) Measure()
    {
        switch (Kind)
        {
            case AbiTypeKind.Bytes or AbiTypeKind.String:
                return (true, 1, WordSize);
            case AbiTypeKind.Array:
                return (true, 1 + Element!.Depth, WordSize);
            case AbiTypeKind.FixedArray:
                return (Element!.IsDynamic, 1 + Element.Depth, Element.IsDynamic ? WordSize : (long)Size * Element.HeadSize);
            case AbiTypeKind.Tuple:
                bool dynamic = false;
                int depth = 0;
                long size = 0;
                foreach (AbiParameter component in Components)
                {
                    dynamic |= component.Type.IsDynamic;
                    depth = Math.Max(depth, component.Type.Depth);
                    size += component.Type.HeadSize;
                }

                return (dynamic, 1 + depth, dynamic ? WordSize : size);
            default:
                return (false, 1, WordSize);
        }
    }
}
