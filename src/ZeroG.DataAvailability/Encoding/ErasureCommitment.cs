using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>
/// The erasure commitment of a blob, as the encoder's reply has it (specification section 5.2): x and y in 32 bytes each, little-endian and
/// without flags, zeros for infinity. Prints <c>0x</c> and 128 hex digits.
/// </summary>
/// <param name="Point">The point, which is on the curve or infinity.</param>
[JsonConverter(typeof(TextConverter))]
public readonly record struct ErasureCommitment(G1Affine Point)
{
    /// <summary>Bytes of the wire form.</summary>
    public const int Size = 64;

    /// <summary>Its text: the one property that says it all, since ConvertTo-Json writes the properties of a value.</summary>
    public string Value => ToString();

    /// <summary>Reads 64 bytes; false for coordinates that are not below the modulus and for points off the curve.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out ErasureCommitment commitment)
    {
        commitment = default;
        if (bytes.Length != Size || !Fq.TryRead(bytes[..(Size / 2)], out Fq x) || !Fq.TryRead(bytes[(Size / 2)..], out Fq y))
        {
            return false;
        }

        commitment = new ErasureCommitment(new G1Affine(x, y));
        return commitment.Point.IsOnCurve();
    }

    /// <summary>Reads hex, with or without <c>0x</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ErasureCommitment commitment)
    {
        commitment = default;
        return text is not null && Hex.TryParseBytes(text.AsSpan().Trim(), out byte[]? bytes) && TryRead(bytes, out commitment);
    }

    /// <summary>Reads hex, with or without <c>0x</c>.</summary>
    /// <exception cref="ZeroGException"><c>ZgCommitmentInvalid</c>.</exception>
    public static ErasureCommitment Parse(string text) => TryParse(text, out ErasureCommitment commitment)
        ? commitment
        : throw new ZeroGException(
            "ZgCommitmentInvalid", ErrorKind.InvalidArgument,
            $"'{text}' is no erasure commitment. Give the 128 hex digits that ConvertTo-ZgEncodedBlob shows: x and y, little-endian.",
            text);

    /// <summary>Writes 64 bytes.</summary>
    public void Write(Span<byte> destination)
    {
        Point.X.Write(destination);
        Point.Y.Write(destination[(Size / 2)..]);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        Write(bytes);
        return Hex.ToHex(bytes);
    }

    /// <summary>The beginning and the end, for tables.</summary>
    public string ToShortString() => ToString() is var text ? $"{text[..10]}…{text[^8..]}" : "";

    private sealed class TextConverter : JsonConverter<ErasureCommitment>
    {
        public override ErasureCommitment Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TryParse(reader.GetString(), out ErasureCommitment commitment) ? commitment : throw new JsonException("No erasure commitment.");

        public override void Write(Utf8JsonWriter writer, ErasureCommitment value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
