using System.Text.Json;
using ZeroG.Chain;

namespace ZeroG.Storage.Nodes;

/// <summary>The network that a storage node serves.</summary>
/// <param name="ChainId">Id of the chain.</param>
/// <param name="FlowAddress">The Flow contract whose log the node follows.</param>
/// <param name="PeerProtocol">Version that the node speaks with its peers.</param>
public sealed record NetworkIdentity(long ChainId, Address FlowAddress, PeerProtocolVersion PeerProtocol)
{
    /// <summary>Writes the fields in the order of the specification.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("chainId"u8, ChainId);
        writer.WriteString("flowAddress"u8, FlowAddress.ToLowerString());
        writer.WritePropertyName("p2pProtocolVersion"u8);
        PeerProtocol.Write(writer);
        writer.WriteEndObject();
    }

    /// <summary>Reads the object on which the reader stands.</summary>
    /// <exception cref="JsonException">A field is missing or malformed.</exception>
    public static NetworkIdentity Read(ref Utf8JsonReader reader)
    {
        long? chainId = null;
        Address? flow = null;
        PeerProtocolVersion? protocol = null;
        reader.ExpectObject();
        while (reader.ReadField())
        {
            if (reader.ValueTextEquals("chainId"u8))
            {
                reader.Read();
                chainId = reader.ReadCount();
            }
            else if (reader.ValueTextEquals("flowAddress"u8))
            {
                reader.Read();
                flow = reader.ReadAddress();
            }
            else if (reader.ValueTextEquals("p2pProtocolVersion"u8))
            {
                reader.Read();
                protocol = PeerProtocolVersion.Read(ref reader);
            }
            else
            {
                reader.SkipField();
            }
        }

        return new NetworkIdentity(
            chainId ?? throw WireReader.Missing("chainId"),
            flow ?? throw WireReader.Missing("flowAddress"),
            protocol ?? throw WireReader.Missing("p2pProtocolVersion"));
    }
}
