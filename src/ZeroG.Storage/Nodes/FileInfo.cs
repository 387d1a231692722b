using System.Text.Json;

namespace ZeroG.Storage.Nodes;

/// <summary>What one storage node knows of a file.</summary>
/// <param name="Transaction">The file's entry in the log (<c>tx</c>).</param>
/// <param name="Finalized">Whether this node has stored all segments of its shard.</param>
/// <param name="IsCached">Whether segments wait in memory for the transaction.</param>
/// <param name="UploadedSegments">Segments received so far (<c>uploadedSegNum</c>); all of the file when finalized.</param>
/// <param name="Pruned">Whether the node has dropped the data again; absent from older nodes, then false.</param>
public sealed record FileInfo(StorageTransaction Transaction, bool Finalized, bool IsCached, long UploadedSegments, bool Pruned)
{
    /// <summary>Writes the fields in the order of the specification.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("tx"u8);
        Transaction.Write(writer);
        writer.WriteBoolean("finalized"u8, Finalized);
        writer.WriteBoolean("isCached"u8, IsCached);
        writer.WriteNumber("uploadedSegNum"u8, UploadedSegments);
        writer.WriteBoolean("pruned"u8, Pruned);
        writer.WriteEndObject();
    }

    /// <summary>Reads the object on which the reader stands, or null.</summary>
    /// <exception cref="JsonException">A field is missing or malformed.</exception>
    public static FileInfo? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        StorageTransaction? transaction = null;
        bool? finalized = null;
        bool? isCached = null;
        long? uploaded = null;
        bool pruned = false;
        reader.ExpectObject();
        while (reader.ReadField())
        {
            if (reader.ValueTextEquals("tx"u8))
            {
                reader.Read();
                transaction = StorageTransaction.Read(ref reader);
            }
            else if (reader.ValueTextEquals("finalized"u8))
            {
                reader.Read();
                finalized = reader.ReadBoolean();
            }
            else if (reader.ValueTextEquals("isCached"u8))
            {
                reader.Read();
                isCached = reader.ReadBoolean();
            }
            else if (reader.ValueTextEquals("uploadedSegNum"u8))
            {
                reader.Read();
                uploaded = reader.ReadCount();
            }
            else if (reader.ValueTextEquals("pruned"u8))
            {
                reader.Read();
                pruned = reader.ReadBoolean();
            }
            else
            {
                reader.SkipField();
            }
        }

        return new FileInfo(
            transaction ?? throw WireReader.Missing("tx"),
            finalized ?? throw WireReader.Missing("finalized"),
            isCached ?? throw WireReader.Missing("isCached"),
            uploaded ?? throw WireReader.Missing("uploadedSegNum"),
            pruned);
    }
}
