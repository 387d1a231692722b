using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace ZeroG.Storage.Nodes;

/// <summary>Segment data as standard Base64 with padding, decoded without a string or a copy of the text.</summary>
public static class Base64Segment
{
    /// <summary>
    /// Decodes the string on which the reader stands into a buffer of <see cref="ArrayPool{T}.Shared"/>, which the caller gives back.
    /// </summary>
    /// <param name="reader">Stands on the string.</param>
    /// <param name="length">Bytes decoded; the buffer may be longer.</param>
    /// <exception cref="JsonException">Not a string, or not Base64.</exception>
    public static byte[] Read(ref Utf8JsonReader reader, out int length)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException("Expected the data as a Base64 string.");
        }

        // Some writers escape '+' or '/', and a reader over several buffers has no single span: both need the text in one piece first.
        return reader.ValueIsEscaped || reader.HasValueSequence ? ReadCopied(ref reader, out length) : Decode(reader.ValueSpan, out length);
    }

    private static byte[] ReadCopied(ref Utf8JsonReader reader, out int length)
    {
        int size = checked((int)(reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length));
        byte[] text = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            return Decode(text.AsSpan(0, reader.CopyString(text)), out length);
        }
        catch (InvalidOperationException)
        {
            // An escape that is half a surrogate pair.
            throw new JsonException("The data is not Base64.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }

    private static byte[] Decode(ReadOnlySpan<byte> text, out int length)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(Math.Max(1, Base64.GetMaxDecodedFromUtf8Length(text.Length)));
        if (Base64.DecodeFromUtf8(text, rented, out _, out length) == OperationStatus.Done)
        {
            return rented;
        }

        ArrayPool<byte>.Shared.Return(rented);
        throw new JsonException("The data is not Base64.");
    }
}
