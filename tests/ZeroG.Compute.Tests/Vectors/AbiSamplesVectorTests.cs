using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Compute.Tests.Contracts;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.Vectors;

/// <summary>Calls, results, refusals and logs of the official contracts, as official code encodes them.</summary>
[Trait("Category", "Vectors")]
public class AbiSamplesVectorTests
{
    private static readonly VectorForm Form = new(
        "compute",
        "abi-samples*.json",
        ("calls", "contract signature args calldata"),
        ("returns", "contract function returnData value"),
        ("errors", "contract error data args officialText"),
        ("events", "contract event topics data args"));

    public static IEnumerable<object[]> Calls => Form.Rows("calls");

    public static IEnumerable<object[]> Returns => Form.Rows("returns");

    public static IEnumerable<object[]> Errors => Form.Rows("errors");

    public static IEnumerable<object[]> Events => Form.Rows("events");

    [Theory]
    [MemberData(nameof(Calls))]
    public void Call_KnownArguments_EncodesAndDecodes(string name)
    {
        JsonElement vector = Form[name];
        AbiFunction function = Function(vector, "signature");
        object?[] arguments = AbiJson.Values(vector.GetProperty("args"), function.Inputs);

        Assert.Equal(vector.GetProperty("calldata").GetString(), Hex.ToHex(function.EncodeCall(arguments)));
        Assert.Equal(arguments, function.DecodeCall(Bytes(vector, "calldata")));
    }

    [Theory]
    [MemberData(nameof(Returns))]
    public void Result_KnownData_DecodesAndEncodes(string name)
    {
        JsonElement vector = Form[name];
        AbiFunction function = Function(vector, "function");
        object?[] values = AbiJson.Values(vector.GetProperty("value"), function.Outputs);

        Assert.Equal(values, function.DecodeResult(Bytes(vector, "returnData")));
        Assert.Equal(vector.GetProperty("returnData").GetString(), Hex.ToHex(function.EncodeResult(values)));
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public void Refusal_KnownData_NamesErrorAndArguments(string name)
    {
        JsonElement vector = Form[name];
        AbiError error = ContractAbiTests.Declared[Contract(vector)].Errors.Single(item => item.Name == NameOf(vector, "error"));
        object?[] arguments = AbiJson.Values(vector.GetProperty("args"), error.Inputs);

        RevertReason reason = RevertReason.Decode(Bytes(vector, "data"), [error]);

        Assert.Equal(error, reason.Definition);
        Assert.Equal(arguments, reason.Arguments);

        // The official client shows raw numbers; both name every argument.
        string official = vector.GetProperty("officialText").GetString()!;
        Assert.All(arguments, argument => Assert.Contains($"{argument}", official, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void Log_KnownTopicsAndData_EncodesAndDecodes(string name)
    {
        JsonElement vector = Form[name];
        AbiEvent declared = ContractAbiTests.Declared[Contract(vector)].Events.Single(item => item.Name == NameOf(vector, "event"));
        object?[] arguments = AbiJson.Values(vector.GetProperty("args"), declared.Inputs);
        Hash256[] topics = [.. vector.GetProperty("topics").EnumerateArray().Select(topic => Hash256.Parse(topic.GetString()!))];

        AbiLog log = declared.Encode(arguments);

        Assert.Equal(topics, log.Topics);
        Assert.Equal(vector.GetProperty("data").GetString(), Hex.ToHex(log.Data));
        Assert.Equal(arguments, declared.Decode(topics, log.Data));
    }

    private static AbiFunction Function(JsonElement vector, string property) =>
        ContractAbiTests.Declared[Contract(vector)].Functions.Single(item => item.Name == NameOf(vector, property));

    private static string Contract(JsonElement vector) => vector.GetProperty("contract").GetString()!;

    /// <summary>The name in a declaration: the word after its kind.</summary>
    private static string NameOf(JsonElement vector, string property) => vector.GetProperty(property).GetString()!.Split(' ', '(')[1];

    private static byte[] Bytes(JsonElement vector, string property) => Hex.ParseBytes(vector.GetProperty(property).GetString()!);
}
