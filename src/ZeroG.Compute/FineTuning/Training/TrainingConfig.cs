using System.Globalization;
using System.Text.Json;
using ZeroG.Chain;

namespace ZeroG.Compute.FineTuning.Training;

/// <summary>
/// How a model is to be trained, as text that goes to the provider as it is. For built-in models all five keys are needed, and no other is
/// taken.
/// </summary>
/// <param name="Text">The JSON.</param>
/// <param name="Epochs">How often the dataset is gone through, which multiplies the fee; null when a custom model has no such key.</param>
/// <remarks>Keys and limits: documentation of 0G's fine-tuning; 0g-serving-broker, api/fine-tuning/internal/ctrl/task.go.</remarks>
public sealed record TrainingConfig(string Text, int? Epochs)
{
    private const string EpochsKey = "num_train_epochs";

    private static readonly TrainingKey[] Keys =
    [
        new("neftune_noise_alpha", "0 to 10", static value => value is >= 0 and <= 10),
        new(EpochsKey, "whole numbers from 1 to 10", static value => value is >= 1 and <= 10 && decimal.IsInteger(value)),
        new("per_device_train_batch_size", "whole numbers from 1 to 4", static value => value is >= 1 and <= 4 && decimal.IsInteger(value)),
        new("learning_rate", "0.00001 to 0.001", static value => value is >= 0.00001m and <= 0.001m),
        new("max_steps", "-1 (by epochs), or whole numbers from 1",
            static value => value == -1 || (value >= 1 && decimal.IsInteger(value))),
    ];

    /// <summary>The keys of built-in models.</summary>
    public static IReadOnlyList<string> KeyNames { get; } = [.. Keys.Select(key => key.Name)];

    /// <summary>Reads a configuration of a file.</summary>
    /// <exception cref="ZeroGException"><c>ZgFileNotFound</c>, <c>ZgFileUnreadable</c>, <c>ZgTrainingConfigInvalid</c>.</exception>
    public static async Task<TrainingConfig> OpenAsync(string path, bool isCustomModel, CancellationToken cancellationToken = default)
    {
        try
        {
            return Parse(await File.ReadAllTextAsync(path, cancellationToken), isCustomModel, path);
        }
        catch (Exception failure) when (FileFault.Unreadable(path, failure) is { } unreadable)
        {
            throw unreadable;
        }
    }

    /// <summary>Reads a configuration.</summary>
    /// <param name="text">The JSON.</param>
    /// <param name="isCustomModel">True for a provider's own model, which has keys of its own: then it need only be JSON.</param>
    /// <param name="path">Where it comes from, for the error; null for nowhere.</param>
    /// <exception cref="ZeroGException"><c>ZgTrainingConfigInvalid</c>: each key that is wrong, with what it may be.</exception>
    public static TrainingConfig Parse(string text, bool isCustomModel = false, string? path = null)
    {
        using JsonDocument json = Read(text, path);
        Dictionary<string, JsonElement> values = [];
        List<string> faults = [];
        foreach (JsonProperty property in json.RootElement.EnumerateObject())
        {
            if (!values.TryAdd(property.Name, property.Value))
            {
                faults.Add($"{property.Name}: given twice.");
            }
        }

        if (!isCustomModel)
        {
            faults.AddRange(values.Keys.Where(key => !KeyNames.Contains(key))
                .Select(key => $"{ForeignText.Clean(key)}: no such key; allowed are {string.Join(", ", KeyNames)}."));
            faults.AddRange(Keys.Select(key => key.FaultOf(values)).OfType<string>());
        }

        return faults.Count == 0
            ? new TrainingConfig(text, EpochsOf(values))
            : throw Invalid(string.Join(" ", faults), path);
    }

    private static int? EpochsOf(Dictionary<string, JsonElement> values) =>
        values.TryGetValue(EpochsKey, out JsonElement value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetDecimal(out decimal epochs) && decimal.IsInteger(epochs) && epochs is >= 1 and <= int.MaxValue
            ? (int)epochs
            : null;

    private static JsonDocument Read(string text, string? path)
    {
        JsonDocument json;
        try
        {
            json = JsonDocument.Parse(text);
        }
        catch (JsonException failure)
        {
            throw Invalid(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"It is not valid JSON, at line {failure.LineNumber + 1}, byte {failure.BytePositionInLine + 1}."),
                path, failure);
        }

        if (json.RootElement.ValueKind != JsonValueKind.Object)
        {
            json.Dispose();
            throw Invalid("It is no object in braces.", path);
        }

        return json;
    }

    private static ZeroGException Invalid(string what, string? path, Exception? cause = null) => new(
        "ZgTrainingConfigInvalid", ErrorKind.InvalidData,
        $"The training configuration{(path is null ? "" : $" '{path}'")} would be refused. {what}", path, cause);
}
