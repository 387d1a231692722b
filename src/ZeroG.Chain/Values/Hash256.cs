using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json;
using System.Text.Json.Serialization;
using ZeroG.Cryptography.Keccak;

namespace ZeroG.Chain;

/// <summary>
/// 32 bytes: a Keccak-256 hash, a storage root, a transaction or block hash. Prints and parses as <c>0x</c> and 64 hex digits.
/// </summary>
[JsonConverter(typeof(Hash256JsonConverter))]
public readonly struct Hash256 : IEquatable<Hash256>, IComparable<Hash256>
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 32;

    private readonly Vector256<byte> _bytes;

    /// <summary>Takes the 32 bytes.</summary>
    /// <exception cref="ArgumentException">The span does not have exactly 32 bytes.</exception>
    public Hash256(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
        {
            throw new ArgumentException($"A hash has {Size} bytes, got {bytes.Length}.", nameof(bytes));
        }

        _bytes = Vector256.Create(bytes);
    }

    /// <summary>32 zero bytes.</summary>
    public static Hash256 Zero => default;

    /// <summary>True when all 32 bytes are zero.</summary>
    public bool IsZero => _bytes == Vector256<byte>.Zero;

    /// <summary>
    /// <c>0x</c> and 64 lower-case hex digits: the one property that says it all, since ConvertTo-Json writes the properties of a value and
    /// not its text.
    /// </summary>
    public string Value => ToString();

    /// <summary>The bytes, valid as long as the variable that holds this value.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes(new ReadOnlySpan<Vector256<byte>>(in _bytes));

    /// <summary>Keccak-256 of the data.</summary>
    public static Hash256 Keccak(ReadOnlySpan<byte> data)
    {
        Span<byte> hash = stackalloc byte[Size];
        Keccak256.Hash(data, hash);
        return new Hash256(hash);
    }

    /// <summary>Copies the 32 bytes.</summary>
    public byte[] ToArray() => Bytes.ToArray();

    /// <summary>Writes the 32 bytes to the start of the span.</summary>
    public void CopyTo(Span<byte> destination) => Bytes.CopyTo(destination);

    /// <summary>Parses 64 hex digits with or without <c>0x</c>.</summary>
    /// <exception cref="FormatException">Not 32 bytes of hex.</exception>
    public static Hash256 Parse(string text) =>
        TryParse(text, out Hash256 hash)
            ? hash
            : throw new FormatException($"'{text}' is not a 32-byte hash: expected 0x and 64 hex digits, got {text.Length} characters.");

    /// <summary>Parses 64 hex digits with or without <c>0x</c>; false when the text is anything else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Hash256 hash) => TryParse(text.AsSpan(), out hash);

    /// <inheritdoc cref="TryParse(string?, out Hash256)"/>
    public static bool TryParse(ReadOnlySpan<char> text, out Hash256 result)
    {
        Span<byte> bytes = stackalloc byte[Size];
        bool ok = Hex.TryParseBytes(text.Trim(), bytes);
        result = ok ? new Hash256(bytes) : default;
        return ok;
    }

    /// <summary><c>0x</c> and 64 lower-case hex digits.</summary>
    public override string ToString() => Hex.ToHex(Bytes);

    /// <summary>The first and last digits around an ellipsis, for tables: <c>0x12345678…9abcdef0</c>.</summary>
    public string ToShortString()
    {
        string text = ToString();
        return string.Concat(text.AsSpan(0, 10), "…", text.AsSpan(58));
    }

    public bool Equals(Hash256 other) => _bytes == other._bytes;

    public override bool Equals(object? obj) => obj is Hash256 other && Equals(other);

    public override int GetHashCode() => Unsafe.As<Vector256<byte>, int>(ref Unsafe.AsRef(in _bytes));

    public int CompareTo(Hash256 other) => Bytes.SequenceCompareTo(other.Bytes);

    public static bool operator ==(Hash256 left, Hash256 right) => left.Equals(right);

    public static bool operator !=(Hash256 left, Hash256 right) => !left.Equals(right);

    public static bool operator <(Hash256 left, Hash256 right) => left.CompareTo(right) < 0;

    public static bool operator >(Hash256 left, Hash256 right) => left.CompareTo(right) > 0;

    public static bool operator <=(Hash256 left, Hash256 right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Hash256 left, Hash256 right) => left.CompareTo(right) >= 0;

    private sealed class Hash256JsonConverter : JsonConverter<Hash256>
    {
        public override Hash256 Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), out Hash256 hash)
                ? hash
                : throw new JsonException("Expected a 32-byte hash as 0x and 64 hex digits.");

        public override void Write(Utf8JsonWriter writer, Hash256 value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
