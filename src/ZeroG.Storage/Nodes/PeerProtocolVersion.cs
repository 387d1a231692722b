using System.Text.Json;

namespace ZeroG.Storage.Nodes;

/// <summary>Version of the protocol between storage nodes.</summary>
public readonly record struct PeerProtocolVersion(int Major, int Minor, int Build)
{
    /// <summary>The version that current nodes report: 0.4.0.</summary>
    public static PeerProtocolVersion Current => new(0, 4, 0);

    /// <summary>Writes <c>{"major":n,"minor":n,"build":n}</c>.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("major"u8, Major);
        writer.WriteNumber("minor"u8, Minor);
        writer.WriteNumber("build"u8, Build);
        writer.WriteEndObject();
    }

    /// <summary>Reads the object on which the reader stands.</summary>
    /// <exception cref="JsonException">A field is missing or malformed.</exception>
    public static PeerProtocolVersion Read(ref Utf8JsonReader reader)
    {
        int? major = null;
        int? minor = null;
        int? build = null;
        reader.ExpectObject();
        while (reader.ReadField())
        {
            if (reader.ValueTextEquals("major"u8))
            {
                reader.Read();
                major = reader.ReadSmallCount();
            }
            else if (reader.ValueTextEquals("minor"u8))
            {
                reader.Read();
                minor = reader.ReadSmallCount();
            }
            else if (reader.ValueTextEquals("build"u8))
            {
                reader.Read();
                build = reader.ReadSmallCount();
            }
            else
            {
                reader.SkipField();
            }
        }

        return new PeerProtocolVersion(
            major ?? throw WireReader.Missing("major"),
            minor ?? throw WireReader.Missing("minor"),
            build ?? throw WireReader.Missing("build"));
    }

    /// <summary><c>0.4.0</c>.</summary>
    public override string ToString() => $"{Major}.{Minor}.{Build}";
}
