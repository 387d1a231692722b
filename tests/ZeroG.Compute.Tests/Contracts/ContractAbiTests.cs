using System.Text.Json;
using ZeroG.Chain.Abi;
using ZeroG.Compute.Contracts;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.Contracts;

/// <summary>The declarations against the compiler's output for the official contracts, and against its selectors.</summary>
[Trait("Category", "Vectors")]
public class ContractAbiTests
{
    private const string Area = "abi/compute";

    public static TheoryData<string> Contracts => [.. Declared.Keys];

    internal static Dictionary<string, Declarations> Declared { get; } = new()
    {
        ["LedgerManager"] = new(LedgerContract.Functions, LedgerEvents.All, LedgerErrors.All),
        ["InferenceServing"] = new(InferenceContract.Functions, InferenceEvents.All, InferenceErrors.All),
        ["FineTuningServing"] = new(FineTuningContract.Functions, FineTuningEvents.All, FineTuningErrors.All),
    };

    [Fact]
    public void EveryVectorFile_IsOfADeclaredContract() => Assert.Equal(
        [.. Declared.Keys.Append("selectors").Order(StringComparer.Ordinal)],
        VectorFiles.In(Area).Select(path => Path.GetFileNameWithoutExtension(path)));

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Contract_Declarations_AreAllOfTheOfficialContract(string name)
    {
        Declarations declared = Declared[name];
        IEnumerable<string> ours =
        [
            .. declared.Functions.Select(item =>
                OfficialAbi.Function(item.Signature, item.Outputs.Select(output => output.Type), item.IsPayable, item.IsView)),
            .. declared.Events.Select(item => OfficialAbi.Event(item.Signature, item.Inputs.Select(input => input.Indexed))),
            .. declared.Errors.Select(item => OfficialAbi.Error(item.Signature)),
        ];

        Assert.Equal(OfficialAbi.Read(Area, name + ".json").Order(StringComparer.Ordinal), ours.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Contract_Selectors_AreTheOfficialOnes(string name)
    {
        using JsonDocument document = VectorFiles.Read(Area, "selectors.json");
        VectorForm.CheckFields(document.RootElement, string.Join(' ', Declared.Keys), "selectors.json");
        JsonElement official = document.RootElement.GetProperty(name);
        VectorForm.CheckFields(official, "functions events errors", name);
        Declarations declared = Declared[name];

        Assert.Equal(Read(official, "functions"), declared.Functions.ToDictionary(item => item.Signature, item => $"0x{item.Selector:x8}"));
        Assert.Equal(Read(official, "events"), declared.Events.ToDictionary(item => item.Signature, item => item.Topic.ToString()));
        Assert.Equal(Read(official, "errors"), declared.Errors.ToDictionary(item => item.Signature, item => $"0x{item.Selector:x8}"));
    }

    private static Dictionary<string, string> Read(JsonElement official, string kind) =>
        official.GetProperty(kind).EnumerateObject().ToDictionary(item => item.Name, item => item.Value.GetString()!);

    internal sealed record Declarations(
        IReadOnlyList<AbiFunction> Functions, IReadOnlyList<AbiEvent> Events, IReadOnlyList<AbiError> Errors);
}
