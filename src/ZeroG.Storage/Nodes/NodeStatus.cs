using System.Text.Json;
using ZeroG.Chain;

namespace ZeroG.Storage.Nodes;

/// <summary>How far a storage node has followed the chain, and which network it serves.</summary>
/// <param name="ConnectedPeers">Peers at this moment.</param>
/// <param name="LogSyncHeight">Last block whose log entries the node has taken in.</param>
/// <param name="LogSyncBlock">Hash of that block.</param>
/// <param name="NextSequence">The sequence number that the next file will get (<c>nextTxSeq</c>).</param>
/// <param name="NetworkIdentity">Chain and contract.</param>
public sealed record NodeStatus(
    long ConnectedPeers, long LogSyncHeight, Hash256 LogSyncBlock, long NextSequence, NetworkIdentity NetworkIdentity)
{
    /// <summary>Writes the fields in the order of the specification.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("connectedPeers"u8, ConnectedPeers);
        writer.WriteNumber("logSyncHeight"u8, LogSyncHeight);
        writer.WriteHash("logSyncBlock"u8, LogSyncBlock);
        writer.WriteNumber("nextTxSeq"u8, NextSequence);
        writer.WritePropertyName("networkIdentity"u8);
        NetworkIdentity.Write(writer);
        writer.WriteEndObject();
    }

    /// <summary>Reads the object on which the reader stands.</summary>
    /// <exception cref="JsonException">A field is missing or malformed.</exception>
    public static NodeStatus Read(ref Utf8JsonReader reader)
    {
        long? peers = null;
        long? height = null;
        Hash256? block = null;
        long? next = null;
        NetworkIdentity? identity = null;
        reader.ExpectObject();
        while (reader.ReadField())
        {
            if (reader.ValueTextEquals("connectedPeers"u8))
            {
                reader.Read();
                peers = reader.ReadCount();
            }
            else if (reader.ValueTextEquals("logSyncHeight"u8))
            {
                reader.Read();
                height = reader.ReadCount();
            }
            else if (reader.ValueTextEquals("logSyncBlock"u8))
            {
                reader.Read();
                block = reader.ReadHash();
            }
            else if (reader.ValueTextEquals("nextTxSeq"u8))
            {
                reader.Read();
                next = reader.ReadCount();
            }
            else if (reader.ValueTextEquals("networkIdentity"u8))
            {
                reader.Read();
                identity = NetworkIdentity.Read(ref reader);
            }
            else
            {
                reader.SkipField();
            }
        }

        return new NodeStatus(
            peers ?? throw WireReader.Missing("connectedPeers"),
            height ?? throw WireReader.Missing("logSyncHeight"),
            block ?? throw WireReader.Missing("logSyncBlock"),
            next ?? throw WireReader.Missing("nextTxSeq"),
            identity ?? throw WireReader.Missing("networkIdentity"));
    }
}
