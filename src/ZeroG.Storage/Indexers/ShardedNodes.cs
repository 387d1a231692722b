using System.Text.Json;
using ZeroG.Storage.Nodes;

namespace ZeroG.Storage.Indexers;

/// <summary>The nodes of an indexer: those its operator trusts, and those it found among their peers.</summary>
/// <param name="Trusted">Empty when there are none.</param>
/// <param name="Discovered">Empty when there are none.</param>
public sealed record ShardedNodes(IReadOnlyList<IndexedNode> Trusted, IReadOnlyList<IndexedNode> Discovered)
{
    /// <summary>Both lists, the trusted first.</summary>
    public IEnumerable<IndexedNode> All => Trusted.Concat(Discovered);

    /// <summary>Writes <c>{"trusted":[…],"discovered":[…]}</c>.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("trusted"u8);
        IndexedNode.WriteList(writer, Trusted);
        writer.WritePropertyName("discovered"u8);
        IndexedNode.WriteList(writer, Discovered);
        writer.WriteEndObject();
    }

    /// <summary>Reads the object on which the reader stands; absent lists and null are empty.</summary>
    /// <exception cref="JsonException">A field is malformed.</exception>
    public static ShardedNodes Read(ref Utf8JsonReader reader)
    {
        IReadOnlyList<IndexedNode>? trusted = null;
        IReadOnlyList<IndexedNode>? discovered = null;
        reader.ExpectObject();
        while (reader.ReadField())
        {
            if (reader.ValueTextEquals("trusted"u8))
            {
                reader.Read();
                trusted = IndexedNode.ReadList(ref reader);
            }
            else if (reader.ValueTextEquals("discovered"u8))
            {
                reader.Read();
                discovered = IndexedNode.ReadList(ref reader);
            }
            else
            {
                reader.SkipField();
            }
        }

        return new ShardedNodes(trusted ?? [], discovered ?? []);
    }
}
