using System.Text.Json;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.Vectors;

/// <summary>The cases of a vector file that is one array; a field that no test reads fails.</summary>
internal static class ArrayVectors
{
    public static TheoryData<int> Rows(string file, string fields)
    {
        using JsonDocument document = VectorFiles.Read("compute", file);
        TheoryData<int> rows = [];
        foreach (JsonElement element in document.RootElement.EnumerateArray())
        {
            VectorForm.CheckFields(element, fields, $"{file}[{rows.Count}]");
            rows.Add(rows.Count);
        }

        return rows.Count > 0 ? rows : throw new InvalidOperationException($"{file} has no cases.");
    }

    public static JsonElement Case(string file, int index)
    {
        using JsonDocument document = VectorFiles.Read("compute", file);
        return document.RootElement[index].Clone();
    }
}
