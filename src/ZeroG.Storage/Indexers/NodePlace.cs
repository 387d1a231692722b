using System.Text.Json;
using ZeroG.Storage.Nodes;

namespace ZeroG.Storage.Indexers;

/// <summary>Where on earth a node is, in the words of the service that told it.</summary>
/// <param name="City">City.</param>
/// <param name="Region">State or region.</param>
/// <param name="Country">Two letters.</param>
/// <param name="Location">Latitude and longitude in degrees with a comma between (<c>loc</c>).</param>
/// <param name="Timezone">Name in the IANA database.</param>
public sealed record NodePlace(string City, string Region, string Country, string Location, string Timezone)
{
    /// <summary>Writes the fields in the order of the specification.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("city"u8, City);
        writer.WriteString("region"u8, Region);
        writer.WriteString("country"u8, Country);
        writer.WriteString("loc"u8, Location);
        writer.WriteString("timezone"u8, Timezone);
        writer.WriteEndObject();
    }

    /// <summary>Writes a map from address to place.</summary>
    public static void WriteMap(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, NodePlace>> places)
    {
        writer.WriteStartObject();
        foreach ((string address, NodePlace place) in places)
        {
            writer.WritePropertyName(address);
            place.Write(writer);
        }

        writer.WriteEndObject();
    }

    /// <summary>
    /// Reads a map from address to place: the result of <c>indexer_getNodeLocations</c>, and the official indexer's cache file.
    /// </summary>
    /// <exception cref="JsonException">Not such a map.</exception>
    public static Dictionary<string, NodePlace> ReadMap(ref Utf8JsonReader reader)
    {
        Dictionary<string, NodePlace> places = [];
        if (reader.TokenType == JsonTokenType.Null)
        {
            return places;
        }

        reader.ExpectObject();
        while (reader.ReadField())
        {
            string address = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.Null)
            {
                places[address] = Read(ref reader);
            }
        }

        return places;
    }

    // A service that knows only part of it leaves fields out.
    private static NodePlace Read(ref Utf8JsonReader reader)
    {
        NodePlace place = new("", "", "", "", "");
        reader.ExpectObject();
        while (reader.ReadField())
        {
            string field = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
            {
                reader.Skip();
                continue;
            }

            string value = reader.GetString()!;
            place = field switch
            {
                "city" => place with { City = value },
                "region" => place with { Region = value },
                "country" => place with { Country = value },
                "loc" => place with { Location = value },
                "timezone" => place with { Timezone = value },
                _ => place,
            };
        }

        return place;
    }
}
