using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Storage.Files;

namespace ZeroG.Storage.Nodes;

/// <summary>
/// A file's entry in the log as storage nodes tell it. The members <c>streamIds</c> and <c>data</c> of the wire form are always empty in
/// practice: they are written as empty arrays and not kept on reading.
/// </summary>
/// <param name="DataMerkleRoot">Root of the file.</param>
/// <param name="MerkleNodes">The subtrees that were submitted, in file order.</param>
/// <param name="StartEntryIndex">First sector of the file in the flow.</param>
/// <param name="Size">Bytes of the file.</param>
/// <param name="Sequence">The transaction sequence number (<c>seq</c>, txSeq).</param>
public sealed record StorageTransaction(
    Hash256 DataMerkleRoot, IReadOnlyList<StorageTransactionNode> MerkleNodes, long StartEntryIndex, long Size, long Sequence)
{
    /// <summary>Writes the fields in the order of the specification.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        WriteEmptyArray(writer, "streamIds"u8);
        WriteEmptyArray(writer, "data"u8);
        writer.WriteHash("dataMerkleRoot"u8, DataMerkleRoot);
        writer.WriteStartArray("merkleNodes"u8);
        foreach (StorageTransactionNode node in MerkleNodes)
        {
            node.Write(writer);
        }

        writer.WriteEndArray();
        writer.WriteNumber("startEntryIndex"u8, StartEntryIndex);
        writer.WriteNumber("size"u8, Size);
        writer.WriteNumber("seq"u8, Sequence);
        writer.WriteEndObject();
    }

    /// <summary>Reads the object on which the reader stands.</summary>
    /// <exception cref="JsonException">A field is missing or malformed, or the size is that of no file.</exception>
    public static StorageTransaction Read(ref Utf8JsonReader reader)
    {
        Hash256? root = null;
        List<StorageTransactionNode>? nodes = null;
        long? start = null;
        long? size = null;
        long? sequence = null;
        reader.ExpectObject();
        while (reader.ReadField())
        {
            if (reader.ValueTextEquals("dataMerkleRoot"u8))
            {
                reader.Read();
                root = reader.ReadHash();
            }
            else if (reader.ValueTextEquals("merkleNodes"u8))
            {
                reader.Read();
                nodes = reader.ReadArray(static (ref Utf8JsonReader item) => StorageTransactionNode.Read(ref item));
            }
            else if (reader.ValueTextEquals("startEntryIndex"u8))
            {
                reader.Read();
                start = reader.ReadCount();
            }
            else if (reader.ValueTextEquals("size"u8))
            {
                reader.Read();
                size = ReadSize(ref reader);
            }
            else if (reader.ValueTextEquals("seq"u8))
            {
                reader.Read();
                sequence = reader.ReadCount();
            }
            else
            {
                reader.SkipField();
            }
        }

        return new StorageTransaction(
            root ?? throw WireReader.Missing("dataMerkleRoot"),
            nodes ?? throw WireReader.Missing("merkleNodes"),
            start ?? throw WireReader.Missing("startEntryIndex"),
            size ?? throw WireReader.Missing("size"),
            sequence ?? throw WireReader.Missing("seq"));
    }

    // Whoever computes with a size relies on this bound.
    private static long ReadSize(ref Utf8JsonReader reader)
    {
        long size = reader.ReadCount();
        return size is > 0 and <= FlowPadding.MaxFileSize
            ? size
            : throw new JsonException($"Expected the size of a file, 1 to {FlowPadding.MaxFileSize} bytes.");
    }

    private static void WriteEmptyArray(Utf8JsonWriter writer, ReadOnlySpan<byte> name)
    {
        writer.WriteStartArray(name);
        writer.WriteEndArray();
    }
}
