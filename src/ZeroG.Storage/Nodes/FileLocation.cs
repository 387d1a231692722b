using System.Text.Json;

namespace ZeroG.Storage.Nodes;

/// <summary>
/// Where a storage node has heard that a file is (<c>admin_getFileLocation</c>): hearsay, to be checked with the node itself.
/// </summary>
/// <param name="Ip">Address without a port.</param>
/// <param name="Shard">The shard that is said to be there.</param>
public sealed record FileLocation(string Ip, ShardConfig Shard)
{
    /// <summary>Reads the list on which the reader stands; null, which means that nothing was heard, is empty.</summary>
    /// <exception cref="JsonException">Not such a list.</exception>
    public static IReadOnlyList<FileLocation> ReadList(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Null ? [] : reader.ReadArray(static (ref Utf8JsonReader item) => Read(ref item));

    private static FileLocation Read(ref Utf8JsonReader reader)
    {
        string? ip = null;
        ShardConfig? shard = null;
        reader.ExpectObject();
        while (reader.ReadField())
        {
            if (reader.ValueTextEquals("ip"u8))
            {
                reader.Read();
                ip = reader.ReadText();
            }
            else if (reader.ValueTextEquals("shardConfig"u8))
            {
                reader.Read();
                shard = ShardConfig.Read(ref reader);
            }
            else
            {
                reader.SkipField();
            }
        }

        return new FileLocation(ip ?? throw WireReader.Missing("ip"), shard ?? throw WireReader.Missing("shardConfig"));
    }
}
