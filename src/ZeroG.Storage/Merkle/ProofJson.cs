using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Storage.Nodes;

namespace ZeroG.Storage.Merkle;

/// <summary>The JSON form that file proofs and flow proofs share.</summary>
internal static class ProofJson
{
    // A tree over the 2^64 sectors that the flow can count has 64 siblings, a leaf and a root.
    private const int MaxLength = 66;

    public static void Write(Utf8JsonWriter writer, IReadOnlyList<Hash256> lemma, IReadOnlyList<bool> path)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("lemma"u8);
        foreach (Hash256 hash in lemma)
        {
            writer.WriteHashValue(hash);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("path"u8);
        foreach (bool isLeft in path)
        {
            writer.WriteBooleanValue(isLeft);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static (Hash256[] Lemma, bool[] Path) Read(ref Utf8JsonReader reader)
    {
        Hash256[]? lemma = null;
        bool[]? path = null;
        reader.ExpectObject();
        while (reader.ReadField())
        {
            if (reader.ValueTextEquals("lemma"u8))
            {
                reader.Read();
                lemma = ReadArray(ref reader, static (ref Utf8JsonReader item) => item.ReadHash());
            }
            else if (reader.ValueTextEquals("path"u8))
            {
                reader.Read();
                path = ReadArray(ref reader, static (ref Utf8JsonReader item) => item.ReadBoolean());
            }
            else
            {
                reader.SkipField();
            }
        }

        return (lemma ?? throw WireReader.Missing("lemma"), path ?? throw WireReader.Missing("path"));
    }

    private static T[] ReadArray<T>(ref Utf8JsonReader reader, WireReader.ItemReader<T> readItem)
    {
        List<T> items = reader.ReadArray(readItem);
        return items.Count <= MaxLength
            ? [.. items]
            : throw new JsonException($"A proof has at most {MaxLength} entries, got {items.Count}.");
    }
}
