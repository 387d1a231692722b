using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace ZeroG.Compute.FineTuning.Datasets;

/// <summary>What one line of a dataset says, or what is wrong with it.</summary>
/// <param name="Keys">Its keys.</param>
/// <param name="Characters">Characters that are trained of it.</param>
/// <param name="IsShortened">Whether a part of a conversation is not.</param>
/// <param name="Fault">What is wrong; null for nothing.</param>
internal readonly record struct DatasetLine(DatasetKeys Keys, long Characters, bool IsShortened, string? Fault)
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads a line.</summary>
    public static DatasetLine Read(ReadOnlySpan<byte> line)
    {
        if (line.Trim(" \t\r"u8).IsEmpty)
        {
            return Wrong("empty");
        }

        if (line.StartsWith(ByteOrderMark))
        {
            return Wrong("begins with a byte order mark, which providers cannot read; save the file as UTF-8 without it");
        }

        if (!Utf8.IsValid(line))
        {
            return Wrong("not UTF-8 text; save the file as UTF-8");
        }

        try
        {
            Utf8JsonReader reader = new(line);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                return Wrong("not valid JSON: an object in braces is expected");
            }

            DatasetLine read = ReadObject(ref reader);
            return reader.Read() ? Wrong("not valid JSON: something follows the object") : read;
        }
        catch (JsonException failure)
        {
            return Wrong($"not valid JSON at character {CharactersBefore(line, failure.BytePositionInLine)}");
        }
    }

    private static DatasetLine Wrong(string reason) => new(default, 0, false, reason);

    private static DatasetLine ReadObject(ref Utf8JsonReader reader)
    {
        DatasetKeys keys = default;
        Conversation conversation = default;
        long characters = 0;
        string? fault = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            DatasetKeys key = DatasetKeys.Of(ref reader);
            keys = keys.With(key);
            reader.Read();
            if (key.IsMessages)
            {
                conversation = Conversation.Read(ref reader);
            }
            else if (!key.IsText)
            {
                // The whole of it, so that what it holds is JSON too.
                reader.Skip();
            }
            else if (reader.TokenType != JsonTokenType.String)
            {
                fault ??= $"'{key}' is no text";
                reader.Skip();
            }
            else
            {
                long length = LengthOf(ref reader);
                fault ??= length == 0 && !key.MayBeEmpty ? $"empty: '{key}' has no text" : null;
                characters += length;
            }
        }

        return keys.Shape == DatasetShape.Messages
            ? new DatasetLine(keys, conversation.Characters, conversation.IsShortened, conversation.Fault)
            : new DatasetLine(keys, characters, false, fault);
    }

    /// <summary>Unicode characters of the string at which a reader stands.</summary>
    internal static long LengthOf(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return CountOf(reader.ValueSpan);
        }

        // The escaped form is never shorter than the text.
        byte[] text = System.Buffers.ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            return CountOf(text.AsSpan(0, reader.CopyString(text)));
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(text);
        }
    }

    // All bytes but those that continue a character.
    private static long CountOf(ReadOnlySpan<byte> text) => Encoding.UTF8.GetCharCount(text) - FourByteCharacters(text);

    private static long FourByteCharacters(ReadOnlySpan<byte> text)
    {
        long count = 0;
        while (text.IndexOfAnyInRange((byte)0xF0, (byte)0xF4) is int next and >= 0)
        {
            count++;
            text = text[(next + 1)..];
        }

        return count;
    }

    private static int CharactersBefore(ReadOnlySpan<byte> line, long? bytes) =>
        (int)CountOf(line[..(int)Math.Clamp(bytes ?? 0, 0, line.Length)]) + 1;
}
