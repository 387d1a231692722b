using System.Text.Json;
using System.Text.Json.Serialization;

namespace ZeroG.DataAvailability.Encoding.Parameters;

/// <summary>What <c>development.json</c> says of the parameters beside it.</summary>
/// <param name="Development">Always true.</param>
/// <param name="Label">The text whose SHA-256 is tau.</param>
/// <param name="Warning">For people who look into the folder.</param>
internal sealed record DevelopmentMark(
    [property: JsonPropertyName("development")] bool Development,
    [property: JsonPropertyName("label")] string Label,
    [property: JsonPropertyName("warning")] string Warning)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The file's bytes for a label.</summary>
    public static byte[] For(string label) => JsonSerializer.SerializeToUtf8Bytes(
        new DevelopmentMark(
            true, label,
            "UNSAFE: tau is the SHA-256 of the label, so anyone can forge proofs with these parameters. For development and tests only."),
        Indented);
}
