using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ZeroG.Chain.Networks;

namespace ZeroG.Nodes.Detached;

/// <summary>A <see cref="NodeRecord"/> as JSON in camel case; networks are written as in the file of registered networks.</summary>
internal static class NodeRecordJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(), new NetworkConverter() },
    };

    public static byte[] Write(NodeRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, Options);

    /// <exception cref="JsonException">Not such a record.</exception>
    public static NodeRecord Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<NodeRecord>(json, Options) ?? throw new JsonException("The file says null.");

    private sealed class NetworkConverter : JsonConverter<Network>
    {
        public override Network Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using JsonDocument list = JsonDocument.ParseValue(ref reader);
            try
            {
                return NetworkFile.Read(JsonSerializer.SerializeToUtf8Bytes(list.RootElement)).Single();
            }
            catch (Exception malformed) when (malformed is FormatException or InvalidOperationException)
            {
                throw new JsonException(malformed.Message, malformed);
            }
        }

        public override void Write(Utf8JsonWriter writer, Network value, JsonSerializerOptions options) =>
            writer.WriteRawValue(NetworkFile.Write([value]));
    }
}
