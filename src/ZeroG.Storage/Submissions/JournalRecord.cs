using System.Buffers;
using System.Text.Json;
using ZeroG.Chain;

namespace ZeroG.Storage.Submissions;

/// <summary>
/// What a line of the journal says: <c>{"files":[["0x…",size],…],"signed":["0x…"],"createdAt":"…"}</c> when a submission was signed, or
/// <c>{"ended":[["0x…",size],…],"of":"0x…"}</c> when the end of some of its files is certain.
/// </summary>
/// <param name="Id">The submission.</param>
/// <param name="Files">All its files, or those that ended.</param>
/// <param name="IsEnd">Which of the two it is.</param>
internal readonly record struct JournalRecord(Hash256 Id, IReadOnlyList<SubmittedFile> Files, bool IsEnd)
{
    /// <summary>Reads a line of either kind.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static JournalRecord Read(ReadOnlyMemory<byte> line) => Understand(line, static record =>
    {
        if (record.TryGetProperty("ended", out JsonElement ended))
        {
            return new JournalRecord(record.GetProperty("of").Deserialize<Hash256>(), ReadFiles(ended), true);
        }

        PendingSubmission pending = ReadPending(record);
        return new JournalRecord(pending.Id, pending.Files, false);
    });

    /// <summary>Reads the line of a submission.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static PendingSubmission ReadPending(ReadOnlyMemory<byte> line) => Understand(line, ReadPending);

    public static ReadOnlyMemory<byte> WritePending(PendingSubmission pending) => Write(writer =>
    {
        WriteFiles(writer, "files", pending.Files);
        writer.WriteStartArray("signed");
        foreach (ReadOnlyMemory<byte> signed in pending.Signed)
        {
            writer.WriteStringValue(Hex.ToHex(signed.Span));
        }

        writer.WriteEndArray();
        writer.WriteString("createdAt", pending.CreatedAt);
    });

    public static ReadOnlyMemory<byte> WriteEnd(Hash256 id, IEnumerable<SubmittedFile> files) => Write(writer =>
    {
        WriteFiles(writer, "ended", files);
        writer.WriteString("of", id.ToString());
    });

    private static PendingSubmission ReadPending(JsonElement record)
    {
        List<ReadOnlyMemory<byte>> signed = [];
        foreach (JsonElement raw in record.GetProperty("signed").EnumerateArray())
        {
            signed.Add(Hex.ParseBytes(raw.GetString()));
        }

        return new PendingSubmission(ReadFiles(record.GetProperty("files")), signed, record.GetProperty("createdAt").GetDateTimeOffset());
    }

    private static List<SubmittedFile> ReadFiles(JsonElement array)
    {
        List<SubmittedFile> files = [];
        foreach (JsonElement file in array.EnumerateArray())
        {
            files.Add(new SubmittedFile(file[0].Deserialize<Hash256>(), file[1].GetInt64()));
        }

        return files;
    }

    private static void WriteFiles(Utf8JsonWriter writer, string name, IEnumerable<SubmittedFile> files)
    {
        writer.WriteStartArray(name);
        foreach (SubmittedFile file in files)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(file.Root.ToString());
            writer.WriteNumberValue(file.Size);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> text = new();
        using (Utf8JsonWriter writer = new(text))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return text.WrittenMemory;
    }

    private static T Understand<T>(ReadOnlyMemory<byte> line, Func<JsonElement, T> read)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException
            or ArgumentException or IndexOutOfRangeException)
        {
            throw new FormatException(exception.Message, exception);
        }
    }
}
