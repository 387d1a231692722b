using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ZeroG.Cryptography.Keccak;

namespace ZeroG.Chain;

/// <summary>
/// A 20-byte account or contract address. Prints with the EIP-55 checksum; parses any single case, and checks mixed case.
/// </summary>
[JsonConverter(typeof(AddressJsonConverter))]
public readonly struct Address : IEquatable<Address>, IComparable<Address>
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 20;

    private readonly Buffer _bytes;

    /// <summary>Takes the 20 bytes.</summary>
    /// <exception cref="ArgumentException">The span does not have exactly 20 bytes.</exception>
    public Address(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
        {
            throw new ArgumentException($"An address has {Size} bytes, got {bytes.Length}.", nameof(bytes));
        }

        bytes.CopyTo(_bytes);
    }

    /// <summary>The zero address.</summary>
    public static Address Zero => default;

    /// <summary>True when all 20 bytes are zero.</summary>
    public bool IsZero => !Bytes.ContainsAnyExcept((byte)0);

    /// <summary>
    /// <c>0x</c> and 40 hex digits with the EIP-55 checksum: the one property that says it all, since ConvertTo-Json writes the properties
    /// of a value and not its text.
    /// </summary>
    public string Value => ToString();

    /// <summary>The bytes, valid as long as the variable that holds this value.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The address of an account: the last 20 bytes of the Keccak-256 hash of its public key.</summary>
    /// <param name="publicKey">x‖y on secp256k1, 64 bytes without the prefix 04.</param>
    /// <exception cref="ArgumentException">The span does not have exactly 64 bytes.</exception>
    public static Address FromPublicKey(ReadOnlySpan<byte> publicKey)
    {
        if (publicKey.Length != 64)
        {
            throw new ArgumentException($"A public key has 64 bytes, got {publicKey.Length}.", nameof(publicKey));
        }

        Span<byte> hash = stackalloc byte[32];
        Keccak256.Hash(publicKey, hash);
        return new Address(hash[^Size..]);
    }

    /// <summary>Copies the 20 bytes.</summary>
    public byte[] ToArray() => Bytes.ToArray();

    /// <summary>Parses 40 hex digits with or without <c>0x</c>.</summary>
    /// <exception cref="FormatException">Not 20 bytes of hex, or mixed case that breaks the EIP-55 checksum.</exception>
    public static Address Parse(string text) =>
        TryParse(text, out Address address)
            ? address
            : throw new FormatException(
                $"'{text}' is not an address: expected 0x and 40 hex digits whose mixed case, if any, matches the EIP-55 checksum.");

    /// <summary>Parses 40 hex digits with or without <c>0x</c>; false when they are not, or when mixed case breaks the checksum.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Address address) => TryParse(text.AsSpan(), out address);

    /// <inheritdoc cref="TryParse(string?, out Address)"/>
    public static bool TryParse(ReadOnlySpan<char> text, out Address result)
    {
        ReadOnlySpan<char> trimmed = text.Trim();
        Span<byte> bytes = stackalloc byte[Size];
        result = default;
        if (!Hex.TryParseBytes(trimmed, bytes))
        {
            return false;
        }

        Address parsed = new(bytes);
        ReadOnlySpan<char> digits = trimmed[^(2 * Size)..];
        bool mixed = digits.ContainsAnyInRange('a', 'f') && digits.ContainsAnyInRange('A', 'F');
        if (mixed && !digits.SequenceEqual(parsed.ToString().AsSpan(2)))
        {
            return false;
        }

        result = parsed;
        return true;
    }

    /// <summary><c>0x</c> and 40 hex digits with the EIP-55 checksum in their case.</summary>
    public override string ToString()
    {
        string lower = Convert.ToHexStringLower(Bytes);
        byte[] hash = Keccak256.Hash(Encoding.ASCII.GetBytes(lower));
        return string.Create(2 + lower.Length, (lower, hash), static (text, source) =>
        {
            text[0] = '0';
            text[1] = 'x';
            for (int i = 0; i < source.lower.Length; i++)
            {
                int nibble = (source.hash[i / 2] >> (i % 2 == 0 ? 4 : 0)) & 0xF;
                text[2 + i] = nibble >= 8 ? char.ToUpperInvariant(source.lower[i]) : source.lower[i];
            }
        });
    }

    /// <summary><c>0x</c> and 40 lower-case digits, as nodes print addresses.</summary>
    public string ToLowerString() => Hex.ToHex(Bytes);

    /// <summary>The first and last digits around an ellipsis, for tables: <c>0xf39Fd6…fb92266</c>.</summary>
    public string ToShortString()
    {
        string text = ToString();
        return string.Concat(text.AsSpan(0, 8), "…", text.AsSpan(36));
    }

    public bool Equals(Address other) => Bytes.SequenceEqual(other.Bytes);

    public override bool Equals(object? obj) => obj is Address other && Equals(other);

    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }

    public int CompareTo(Address other) => Bytes.SequenceCompareTo(other.Bytes);

    public static bool operator ==(Address left, Address right) => left.Equals(right);

    public static bool operator !=(Address left, Address right) => !left.Equals(right);

    public static bool operator <(Address left, Address right) => left.CompareTo(right) < 0;

    public static bool operator >(Address left, Address right) => left.CompareTo(right) > 0;

    public static bool operator <=(Address left, Address right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Address left, Address right) => left.CompareTo(right) >= 0;

    [InlineArray(Size)]
    private struct Buffer
    {
        private byte _first;
    }

    private sealed class AddressJsonConverter : JsonConverter<Address>
    {
        public override Address Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), out Address address)
                ? address
                : throw new JsonException("Expected a 20-byte address as 0x and 40 hex digits.");

        public override void Write(Utf8JsonWriter writer, Address value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToLowerString());
    }
}
