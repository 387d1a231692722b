using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Compute.FineTuning.Training;

namespace ZeroG.PowerShell.Compute.FineTuning;

/// <summary>A training configuration as it was given: the path of a JSON file, or a hashtable of its keys.</summary>
public sealed class GivenTrainingConfig
{
    private readonly IDictionary? _values;

    /// <summary>Takes the path of a file.</summary>
    public GivenTrainingConfig(string path) => Path = path;

    /// <summary>Takes a file.</summary>
    public GivenTrainingConfig(FileInfo file) => Path = file.FullName;

    /// <summary>Takes keys and values.</summary>
    public GivenTrainingConfig(IDictionary values) => _values = values;

    /// <summary>The path; null for a hashtable.</summary>
    public string? Path { get; }

    /// <summary>Reads and checks it.</summary>
    /// <param name="isCustomModel">True for a provider's own model, which has keys of its own.</param>
    /// <param name="resolve">Makes a full path of the one that was given.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ZeroGException"><c>ZgFileNotFound</c>, <c>ZgFileUnreadable</c>, <c>ZgTrainingConfigInvalid</c>.</exception>
    internal async Task<TrainingConfig> ReadAsync(
        bool isCustomModel, Func<string, Task<string>> resolve, CancellationToken cancellationToken) => Path is null
            ? TrainingConfig.Parse(Write(_values!), isCustomModel)
            : await TrainingConfig.OpenAsync(await resolve(Path), isCustomModel, cancellationToken);

    /// <summary>The path, or that there is a hashtable.</summary>
    public override string ToString() => Path ?? "hashtable";

    private static string Write(IDictionary values)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter writer = new(text, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            foreach (DictionaryEntry entry in values)
            {
                writer.WritePropertyName(Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!);
                WriteValue(writer, entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    private static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            // A double as JSON is 0.0001 or 1E-05, and providers refuse the latter; a decimal never has an exponent.
            case double or float when Math.Abs(Convert.ToDouble(value, CultureInfo.InvariantCulture)) is < 1e28 and not (> 0 and < 1e-28):
                writer.WriteRawValue(Convert.ToDecimal(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture));
                break;
            case sbyte or byte or short or ushort or int or uint or long or ulong or decimal:
                writer.WriteRawValue(Convert.ToString(value, CultureInfo.InvariantCulture)!);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                writer.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
