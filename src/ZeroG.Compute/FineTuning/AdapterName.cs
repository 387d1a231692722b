namespace ZeroG.Compute.FineTuning;

/// <summary>The name under which an inference provider serves a fine-tuned model.</summary>
/// <remarks>Source: 0g-compute-ts-sdk, src.ts/sdk/common/utils/adapter-name.ts.</remarks>
public static class AdapterName
{
    private const string Prefix = "ft-";
    private const int TaskDigits = 12;

    /// <summary>Whether a model's name is one; such models belong to one user and stand in no list.</summary>
    public static bool Is(string model) => model.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>
    /// <c>ft-</c>, the base model with <c>/</c>, <c>.</c> and spaces turned into <c>-</c> and none of those at its ends, <c>-</c>, and the
    /// first twelve characters of the task's id.
    /// </summary>
    /// <param name="baseModel">Name of the model that was trained, for example <c>Qwen2.5-0.5B-Instruct</c>.</param>
    /// <param name="taskId">The task's id as text.</param>
    public static string Of(string baseModel, string taskId)
    {
        string model = string.Concat(baseModel.Select(character => character is '/' or '.' or ' ' ? '-' : character)).Trim('-');
        return $"{Prefix}{model}-{taskId[..Math.Min(TaskDigits, taskId.Length)]}";
    }
}
