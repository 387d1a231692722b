using System.Text.Json;
using ZeroG.Chain.Abi;
using ZeroG.Storage.Contracts;
using ZeroG.Testing;

namespace ZeroG.Storage.Tests.Contracts;

/// <summary>The declarations against the compiler's output for the official contracts.</summary>
[Trait("Category", "Vectors")]
public class ContractAbiTests
{
    [Fact]
    public void FlowContract_CurrentFunctions_AreThoseOfTheOfficialContract()
    {
        AbiFunction[] current = [.. FlowContract.Functions.Except([FlowContract.LegacySubmit, FlowContract.LegacyBatchSubmit])];

        AbiEvent[] events =
        [
            FlowContract.SubmitEvent, FlowContract.NewEpochEvent, FlowContract.PausedEvent, FlowContract.UnpausedEvent,
            AccessControlContract.RoleGranted, AccessControlContract.RoleRevoked,
        ];

        Check("FixedPriceFlow.json", current, events, FlowContract.Errors);
    }

    [Fact]
    public void MarketContract_Functions_AreThoseOfTheOfficialContract() => Check("FixedPrice.json", MarketContract.Functions, [], []);

    private static void Check(string file, IEnumerable<AbiFunction> functions, IEnumerable<AbiEvent> events, IEnumerable<AbiError> errors)
    {
        using JsonDocument document = VectorFiles.Read("abi/storage", file);
        JsonElement root = document.RootElement;
        HashSet<string> official = [.. (root.ValueKind == JsonValueKind.Array ? root : root.GetProperty("abi")).EnumerateArray().Select(Describe)];
        IEnumerable<string> ours =
        [
            .. functions.Select(item => $"function {item.Signature} -> {Types(item.Outputs)}{(item.IsPayable ? " payable" : item.IsView ? " view" : "")}"),
            .. events.Select(item => $"event {item.Signature} [{string.Join(',', item.Inputs.Select(input => input.Indexed))}]"),
            .. errors.Select(item => $"error {item.Signature}"),
        ];

        Assert.Empty(ours.Except(official));
    }

    private static string Describe(JsonElement item)
    {
        string inputs = item.TryGetProperty("inputs", out JsonElement list) ? Types(list) : "()";
        string name = item.TryGetProperty("name", out JsonElement text) ? text.GetString()! : "";
        return item.GetProperty("type").GetString() switch
        {
            "function" => $"function {name}{inputs} -> {Types(item.GetProperty("outputs"))}"
                + item.GetProperty("stateMutability").GetString() switch { "payable" => " payable", "view" or "pure" => " view", _ => "" },
            "event" => $"event {name}{inputs} [{string.Join(',', list.EnumerateArray().Select(input => input.GetProperty("indexed").GetBoolean()))}]",
            "error" => $"error {name}{inputs}",
            _ => "",
        };
    }

    private static string Types(JsonElement parameters) => $"({string.Join(',', parameters.EnumerateArray().Select(TypeOf))})";

    private static string TypeOf(JsonElement parameter)
    {
        string type = parameter.GetProperty("type").GetString()!;
        return type.StartsWith("tuple", StringComparison.Ordinal) ? Types(parameter.GetProperty("components")) + type["tuple".Length..] : type;
    }

    private static string Types(IReadOnlyList<AbiParameter> parameters) => $"({string.Join(',', parameters.Select(parameter => parameter.Type))})";
}
