using System.Text.Json;
using ZeroG.Chain;

namespace ZeroG.Storage.Nodes;

/// <summary>One submitted subtree as nodes tell it, on the wire <c>[depth, root]</c>.</summary>
/// <param name="Depth">Levels of the subtree: its height plus one.</param>
/// <param name="Root">Root of the subtree.</param>
public readonly record struct StorageTransactionNode(int Depth, Hash256 Root)
{
    /// <summary>Writes the pair.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(Depth);
        writer.WriteHashValue(Root);
        writer.WriteEndArray();
    }

    /// <summary>Reads the pair on which the reader stands.</summary>
    /// <exception cref="JsonException">Not a pair of a number and a hash.</exception>
    public static StorageTransactionNode Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("Expected a pair of depth and root.");
        }

        reader.Read();
        int depth = reader.ReadSmallCount();
        reader.Read();
        Hash256 root = reader.ReadHash();
        reader.Read();
        return reader.TokenType == JsonTokenType.EndArray
            ? new StorageTransactionNode(depth, root)
            : throw new JsonException("Expected a pair of depth and root, got more.");
    }
}
