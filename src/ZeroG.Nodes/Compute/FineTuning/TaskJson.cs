using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;
using ZeroG.Chain;

namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>A task as JSON for the disk, with all that its user must not see yet.</summary>
internal static class TaskJson
{
    private static readonly JsonSerializerOptions Disk = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter(), new NumberConverter(), new AmountConverter() },
    };

    /// <summary>All of it, the model's key too.</summary>
    public static byte[] Write(ProviderTask task) => JsonSerializer.SerializeToUtf8Bytes(task, Disk);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">Not such a record.</exception>
    public static ProviderTask Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<ProviderTask>(json, Disk) ?? throw new JsonException("The file says null.");

    private static string Number(BigInteger number) => number.ToString(CultureInfo.InvariantCulture);

    private static BigInteger ReadNumber(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String
        && BigInteger.TryParse(reader.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger number)
            ? number
            : throw new JsonException("Expected decimal digits in quotes.");

    private sealed class NumberConverter : JsonConverter<BigInteger>
    {
        public override BigInteger Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            ReadNumber(ref reader);

        public override void Write(Utf8JsonWriter writer, BigInteger value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Number(value));
    }

    private sealed class AmountConverter : JsonConverter<TokenAmount>
    {
        public override TokenAmount Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(ReadNumber(ref reader));

        public override void Write(Utf8JsonWriter writer, TokenAmount value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Number(value.Wei));
    }
}
