using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using ZeroG.Cryptography.Signatures;

namespace ZeroG.Chain;

/// <summary>
/// A public key of secp256k1, which files are encrypted for. Reads 33, 64 or 65 bytes of hex; prints <c>0x</c> and the 33 compressed bytes.
/// </summary>
[JsonConverter(typeof(PublicKeyJsonConverter))]
public sealed class PublicKey : IEquatable<PublicKey>
{
    private const byte UncompressedPrefix = 0x04;

    private readonly byte[] _bytes;

    /// <summary>Takes x‖y of a point that is on the curve.</summary>
    internal PublicKey(byte[] bytes) => _bytes = bytes;

    /// <summary>
    /// <c>0x</c> and the 33 compressed bytes in hex: the one property that says it all, since ConvertTo-Json writes the properties of a
    /// value and not its text.
    /// </summary>
    public string Value => ToString();

    /// <summary>x‖y, 64 bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The account of this key.</summary>
    public Address Address => Address.FromPublicKey(_bytes);

    /// <summary>Reads 33 bytes (02 or 03, x), 64 (x, y) or 65 (04, x, y); false for anything else and for points off the curve.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out PublicKey? key)
    {
        key = null;
        if (bytes.Length == Secp256k1.CompressedPublicKeySize)
        {
            try
            {
                key = new PublicKey(Secp256k1.Decompress(bytes));
            }
            catch (ArgumentException)
            {
                return false;
            }
        }
        else
        {
            ReadOnlySpan<byte> point = bytes.Length == Secp256k1.PublicKeySize + 1 && bytes[0] == UncompressedPrefix ? bytes[1..] : bytes;
            key = Secp256k1.IsValidPublicKey(point) ? new PublicKey(point.ToArray()) : null;
        }

        return key is not null;
    }

    /// <summary>Reads the hex of <see cref="TryRead"/>, with or without <c>0x</c>.</summary>
    /// <exception cref="ZeroGException"><c>ZgPublicKeyInvalid</c>.</exception>
    public static PublicKey Parse(string text) =>
        Hex.TryParseBytes(text.AsSpan().Trim(), out byte[]? bytes) && TryRead(bytes, out PublicKey? key)
            ? key
            : throw new ZeroGException(
                "ZgPublicKeyInvalid", ErrorKind.InvalidArgument,
                $"'{text}' is no public key. Give the 33, 64 or 65 bytes of a point of secp256k1 as hex; an address is not enough.", text);

    /// <summary>02 or 03 by the parity of y, then x: 33 bytes.</summary>
    public byte[] ToCompressed() => Secp256k1.Compress(_bytes);

    public bool Equals(PublicKey? other) => other is not null && Bytes.SequenceEqual(other.Bytes);

    public override bool Equals(object? obj) => Equals(obj as PublicKey);

    public override int GetHashCode() => BitConverter.ToInt32(_bytes);

    /// <summary><c>0x</c> and the 33 compressed bytes in hex.</summary>
    public override string ToString() => Hex.ToHex(ToCompressed());

    private sealed class PublicKeyJsonConverter : JsonConverter<PublicKey>
    {
        public override PublicKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && Hex.TryParseBytes(reader.GetString(), out byte[]? bytes)
                && TryRead(bytes, out PublicKey? key)
                ? key
                : throw new JsonException("Expected a public key of 33, 64 or 65 bytes in hex.");

        public override void Write(Utf8JsonWriter writer, PublicKey value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
