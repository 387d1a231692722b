using System.Text.Json;

namespace ZeroG.Testing;

/// <summary>
/// The known answers under <c>tests/vectors</c>, or under the folder that the environment variable ZEROG_TEST_VECTORS names.
/// </summary>
public static class VectorFiles
{
    /// <summary>The root folder, which holds one folder per area.</summary>
    public static string Root { get; } =
        Environment.GetEnvironmentVariable("ZEROG_TEST_VECTORS") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Repository.Root, "tests", "vectors");

    /// <summary>All files of an area that match a pattern. An area without one fails, so that a moved folder cannot pass
    /// silently.</summary>
    public static IReadOnlyList<string> In(string area, string pattern = "*.json")
    {
        string folder = Path.Combine(Root, area);
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, pattern) : [];
        Array.Sort(files, StringComparer.Ordinal);
        return files.Length > 0 ? files : throw new InvalidOperationException($"No vectors match {pattern} in {folder}.");
    }

    /// <summary>Reads one vector file.</summary>
    public static JsonDocument Read(string area, string file) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Root, area, file)));

    /// <summary>The elements of an array property of a vector file; a missing or empty array fails.</summary>
    public static IReadOnlyList<JsonElement> Cases(string area, string file, string property)
    {
        using JsonDocument document = Read(area, file);
        JsonElement[] cases = [.. document.RootElement.GetProperty(property).Clone().EnumerateArray()];
        return cases.Length > 0 ? cases : throw new InvalidOperationException($"{file} has no cases in '{property}'.");
    }
}
