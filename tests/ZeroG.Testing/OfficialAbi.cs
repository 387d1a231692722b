using System.Text.Json;

namespace ZeroG.Testing;

/// <summary>
/// What the compiler says of an official contract, each function, event and error as one line, so that declarations can be compared with
/// it.
/// </summary>
public static class OfficialAbi
{
    /// <summary>The lines of an ABI file: the output of solc, or an object that holds it as <c>abi</c>.</summary>
    public static HashSet<string> Read(string area, string file)
    {
        using JsonDocument document = VectorFiles.Read(area, file);
        JsonElement root = document.RootElement;
        JsonElement items = root.ValueKind == JsonValueKind.Array ? root : root.GetProperty("abi");
        return [.. items.EnumerateArray().Select(Describe).OfType<string>()];
    }

    /// <summary>The line of a function.</summary>
    /// <param name="signature">Name and canonical types.</param>
    /// <param name="outputs">Canonical types of the results.</param>
    /// <param name="isPayable">It takes value.</param>
    /// <param name="isView">It is <c>view</c> or <c>pure</c>.</param>
    public static string Function(string signature, IEnumerable<object> outputs, bool isPayable, bool isView) =>
        $"function {signature} -> ({string.Join(',', outputs)}){(isPayable ? " payable" : isView ? " view" : "")}";

    /// <summary>The line of an event.</summary>
    public static string Event(string signature, IEnumerable<bool> indexed) => $"event {signature} [{string.Join(',', indexed)}]";

    /// <summary>The line of an error.</summary>
    public static string Error(string signature) => $"error {signature}";

    private static string? Describe(JsonElement item)
    {
        JsonElement[] inputs = item.TryGetProperty("inputs", out JsonElement list) ? [.. list.EnumerateArray()] : [];
        string name = item.TryGetProperty("name", out JsonElement text) ? text.GetString()! : "";
        string signature = $"{name}({string.Join(',', inputs.Select(TypeOf))})";
        string mutability = item.TryGetProperty("stateMutability", out JsonElement word) ? word.GetString()! : "";
        return item.GetProperty("type").GetString() switch
        {
            "function" => Function(
                signature, item.GetProperty("outputs").EnumerateArray().Select(TypeOf), mutability == "payable",
                mutability is "view" or "pure"),
            "event" => Event(signature, inputs.Select(input => input.GetProperty("indexed").GetBoolean())),
            "error" => Error(signature),
            _ => null,
        };
    }

    private static string TypeOf(JsonElement parameter)
    {
        string type = parameter.GetProperty("type").GetString()!;
        return type.StartsWith("tuple", StringComparison.Ordinal)
            ? $"({string.Join(',', parameter.GetProperty("components").EnumerateArray().Select(TypeOf))}){type["tuple".Length..]}"
            : type;
    }
}
