using System.Text.Json;
using ZeroG.Storage.Nodes;

namespace ZeroG.Storage.Indexers;

/// <summary>A storage node as an indexer lists it.</summary>
/// <param name="Url">Address of its JSON-RPC, as the indexer wrote it.</param>
/// <param name="Config">Which segments it keeps.</param>
/// <param name="Latency">Milliseconds of the indexer's last call to it.</param>
/// <param name="Since">When the indexer last heard from it, in seconds since 1970.</param>
public sealed record IndexedNode(string Url, ShardConfig Config, long Latency = 0, long Since = 0)
{
    /// <summary>The address; null when what the indexer wrote is none.</summary>
    public Uri? Uri => System.Uri.TryCreate(Url, UriKind.Absolute, out System.Uri? uri) && uri.Scheme is "http" or "https" ? uri : null;

    /// <summary>Writes the fields in the order of the specification.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("url"u8, Url);
        writer.WritePropertyName("config"u8);
        Config.Write(writer);
        writer.WriteNumber("latency"u8, Latency);
        writer.WriteNumber("since"u8, Since);
        writer.WriteEndObject();
    }

    /// <summary>Reads the object on which the reader stands. Latency and since may be absent.</summary>
    /// <exception cref="JsonException">A field is missing or malformed.</exception>
    public static IndexedNode Read(ref Utf8JsonReader reader)
    {
        string? url = null;
        ShardConfig? config = null;
        long latency = 0;
        long since = 0;
        reader.ExpectObject();
        while (reader.ReadField())
        {
            if (reader.ValueTextEquals("url"u8))
            {
                reader.Read();
                url = reader.ReadText();
            }
            else if (reader.ValueTextEquals("config"u8))
            {
                reader.Read();
                config = ShardConfig.Read(ref reader);
            }
            else if (reader.ValueTextEquals("latency"u8))
            {
                reader.Read();
                latency = reader.ReadCount();
            }
            else if (reader.ValueTextEquals("since"u8))
            {
                reader.Read();
                since = reader.ReadCount();
            }
            else
            {
                reader.SkipField();
            }
        }

        return new IndexedNode(url ?? throw WireReader.Missing("url"), config ?? throw WireReader.Missing("config"), latency, since);
    }

    /// <summary>Writes a list, as the value of <c>indexer_getFileLocations</c>.</summary>
    public static void WriteList(Utf8JsonWriter writer, IReadOnlyList<IndexedNode> nodes)
    {
        writer.WriteStartArray();
        foreach (IndexedNode node in nodes)
        {
            node.Write(writer);
        }

        writer.WriteEndArray();
    }

    /// <summary>Reads a list; null, which is how Go writes an empty one, gives null.</summary>
    /// <exception cref="JsonException">Neither a list nor null.</exception>
    public static IReadOnlyList<IndexedNode>? ReadList(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Null ? null : reader.ReadArray(static (ref Utf8JsonReader item) => Read(ref item));
}
