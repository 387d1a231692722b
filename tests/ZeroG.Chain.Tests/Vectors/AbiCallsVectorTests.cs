using System.Text.Json;
using ZeroG.Chain.Abi;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Vectors;

[Trait("Category", "Vectors")]
public class AbiCallsVectorTests
{
    private static readonly VectorForm Form = new(
        "chain",
        "abi-calls*.json",
        ("functions", "signature canonical selector args calldata"),
        ("events", "signature topicHash args topics data"),
        ("errors", "signature selector args data"),
        ("builtin_errors", "kind reason? code? data"));

    public static IEnumerable<object[]> Functions => Form.Rows("functions");

    public static IEnumerable<object[]> Events => Form.Rows("events");

    public static IEnumerable<object[]> Errors => Form.Rows("errors");

    public static IEnumerable<object[]> BuiltInErrors => Form.Rows("builtin_errors");

    [Theory]
    [MemberData(nameof(Functions))]
    public void Function_KnownCall_EncodesAndDecodes(string name)
    {
        JsonElement vector = Form[name];
        AbiFunction function = AbiFunction.Parse(vector.Text("signature"));
        object?[] arguments = vector.AbiValues("args", function.Inputs.Select(input => input.Type));

        Assert.Equal(vector.Text("canonical"), function.Signature);
        Assert.Equal(vector.Text("selector"), $"0x{function.Selector:x8}");
        Assert.Equal(vector.Text("calldata"), Hex.ToHex(function.EncodeCall(arguments)));
        Assert.Equal(arguments, function.DecodeCall(vector.Bytes("calldata")));
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void Event_KnownLog_EncodesAndDecodes(string name)
    {
        JsonElement vector = Form[name];
        AbiEvent declared = AbiEvent.Parse(vector.Text("signature"));
        object?[] arguments = vector.AbiValues("args", declared.Inputs.Select(input => input.Type));

        AbiLog log = declared.Encode(arguments);
        object?[] decoded = declared.Decode(vector.Hashes("topics"), vector.Bytes("data"));

        Assert.Equal(vector.Hash("topicHash"), declared.Topic);
        Assert.Equal(vector.Hashes("topics"), log.Topics);
        Assert.Equal(vector.Text("data"), Hex.ToHex(log.Data));
        Queue<Hash256> topics = new(log.Topics.Skip(1));
        for (int i = 0; i < arguments.Length; i++)
        {
            AbiParameter input = declared.Inputs[i];
            Hash256? topic = input.Indexed ? topics.Dequeue() : null;
            Assert.Equal(topic is not null && input.Type.IsDynamic ? topic : arguments[i], decoded[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public void Error_KnownData_EncodesAndDecodes(string name)
    {
        JsonElement vector = Form[name];
        AbiError error = AbiError.Parse(vector.Text("signature"));
        object?[] arguments = vector.AbiValues("args", error.Inputs.Select(input => input.Type));

        RevertReason reason = RevertReason.Decode(vector.Bytes("data"), [error]);

        Assert.Equal(vector.Text("selector"), $"0x{error.Selector:x8}");
        Assert.Equal(vector.Text("data"), Hex.ToHex(error.Encode(arguments)));
        Assert.Equal(arguments, error.Decode(vector.Bytes("data")));
        Assert.Equal((RevertKind.Custom, error), (reason.Kind, reason.Definition));
        Assert.Equal(arguments, reason.Arguments);
    }

    [Theory]
    [MemberData(nameof(BuiltInErrors))]
    public void RevertReason_KnownData_TellsKindAndReason(string name)
    {
        JsonElement vector = Form[name];
        string kind = vector.Text("kind");

        RevertReason reason = RevertReason.Decode(vector.Bytes("data"));

        Assert.Equal(kind, reason.Kind switch
        {
            RevertKind.Error => "Error(string)",
            RevertKind.Panic => "Panic(uint256)",
            RevertKind.Empty => "empty",
            RevertKind.Unknown => "unknown",
            _ => "",
        });
        string? expected = vector.TryGetProperty("reason", out JsonElement text) ? text.GetString() : null;
        Assert.Equal(expected, kind == "Error(string)" ? reason.Message : null);
        Assert.Equal(
            vector.TryGetProperty("code", out JsonElement code) ? code.Integer() : null,
            reason.Kind == RevertKind.Panic ? reason.Arguments[0] : null);
    }
}
