using System.Numerics;
using System.Text.Json;

namespace ZeroG.Storage.Nodes;

/// <summary>
/// Which segments of the flow a node keeps: those whose index is <see cref="ShardId"/> modulo <see cref="NumShard"/>
/// (0G storage specification, shard configuration).
/// </summary>
/// <param name="ShardId">The remainder, below <paramref name="NumShard"/>.</param>
/// <param name="NumShard">Number of shards, a power of two; 1 keeps everything.</param>
public readonly record struct ShardConfig(long ShardId, long NumShard)
{
    /// <summary>A node that keeps everything.</summary>
    public static ShardConfig Whole => new(0, 1);

    /// <summary>Whether the shard count is a power of two and the id lies below it.</summary>
    public bool IsValid => NumShard > 0 && BitOperations.IsPow2(NumShard) && ShardId >= 0 && ShardId < NumShard;

    /// <summary>Whether the node keeps a segment.</summary>
    /// <param name="flowSegment">Index of the segment in the flow, not in a file.</param>
    public bool Contains(long flowSegment) => NumShard < 2 || flowSegment % NumShard == ShardId;

    /// <summary>The first segment of the flow at or behind <paramref name="flowSegment"/> that the node keeps.</summary>
    public long FirstSegmentFrom(long flowSegment) =>
        NumShard < 2 ? flowSegment : ((flowSegment + NumShard - 1 - ShardId) / NumShard * NumShard) + ShardId;

    /// <summary>Writes <c>{"shardId":n,"numShard":n}</c>.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("shardId"u8, ShardId);
        writer.WriteNumber("numShard"u8, NumShard);
        writer.WriteEndObject();
    }

    /// <summary>Id and count, for example <c>1/4</c>.</summary>
    public override string ToString() => $"{ShardId}/{NumShard}";

    /// <summary>Reads the object on which the reader stands. Whether it <see cref="IsValid"/> is for the caller to ask.</summary>
    /// <exception cref="JsonException">Not a shard configuration.</exception>
    public static ShardConfig Read(ref Utf8JsonReader reader)
    {
        long? shardId = null;
        long? numShard = null;
        reader.ExpectObject();
        while (reader.ReadField())
        {
            if (reader.ValueTextEquals("shardId"u8))
            {
                reader.Read();
                shardId = reader.ReadCount();
            }
            else if (reader.ValueTextEquals("numShard"u8))
            {
                reader.Read();
                numShard = reader.ReadCount();
            }
            else
            {
                reader.SkipField();
            }
        }

        return new ShardConfig(shardId ?? throw WireReader.Missing("shardId"), numShard ?? throw WireReader.Missing("numShard"));
    }
}
