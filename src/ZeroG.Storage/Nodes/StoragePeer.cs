using System.Text.Json;

namespace ZeroG.Storage.Nodes;

/// <summary>A peer as a storage node's peer-to-peer network knows it (<c>admin_getPeers</c>), as far as indexers need it.</summary>
/// <param name="Id">The peer's id in that network.</param>
/// <param name="SeenIps">Addresses under which it was seen, the first one being where others look for it; often empty.</param>
public sealed record StoragePeer(string Id, IReadOnlyList<string> SeenIps)
{
    /// <summary>Reads the map of peers on which the reader stands; null, which is how Go writes an empty one, is empty.</summary>
    /// <exception cref="JsonException">Not such a map.</exception>
    public static IReadOnlyList<StoragePeer> ReadMap(ref Utf8JsonReader reader)
    {
        List<StoragePeer> peers = [];
        if (reader.TokenType == JsonTokenType.Null)
        {
            return peers;
        }

        reader.ExpectObject();
        while (reader.ReadField())
        {
            string id = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.Null)
            {
                peers.Add(Read(id, ref reader));
            }
        }

        return peers;
    }

    private static StoragePeer Read(string id, ref Utf8JsonReader reader)
    {
        List<string> seen = [];
        reader.ExpectObject();
        while (reader.ReadField())
        {
            if (!reader.ValueTextEquals("seenIps"u8))
            {
                reader.SkipField();
                continue;
            }

            reader.Read();
            if (reader.TokenType != JsonTokenType.Null)
            {
                seen = reader.ReadArray(static (ref Utf8JsonReader item) => item.ReadText());
            }
        }

        return new StoragePeer(id, seen);
    }
}
